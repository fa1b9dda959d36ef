import type { Redirection } from "unbash";
import { fileFact } from "../paths/index.ts";
import { expandAssigned, expandText } from "./expand.ts";
import { readFile, writeFile } from "./files.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { asPattern, isKnown, type Value } from "./value.ts";

/** bash(1), REDIRECTION: names that it opens as a connection. */
const NETWORK_DEVICE = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;
const DESCRIPTOR = /^(?:\d+|-|\d+-)$/;

/** Runs a command with its redirections; what goes to standard output in the end. */
export function redirected(redirects: readonly Redirection[], run: Run, body: (run: Run) => Content): Content {
  let stdin = run.stdin;
  const outputs: { readonly target: Value; readonly append: boolean; readonly stdout: boolean }[] = [];
  for (const redirect of redirects) {
    if (redirect.type === "HereDoc") {
      stdin = textContent(expandText(redirect.body.parts, redirect.body.text, run));
    } else if (redirect.target === undefined) {
      run.collector.worsen("partial");
    } else if (redirect.type === "HereString") {
      stdin = textContent(expandAssigned(redirect.target, run)[0] ?? { text: "" });
    } else {
      const target = expandAssigned(redirect.target, run)[0] ?? { text: "" };
      const { operator } = redirect;
      if ((operator === ">&" || operator === "<&") && DESCRIPTOR.test(target.text)) continue;
      if (operator === "<" || operator === "<>" || operator === "<&") stdin = fromTarget(target, run);
      if (operator !== "<" && operator !== "<&") {
        const descriptor = redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : 1;
        outputs.push({ target, append: operator.endsWith(">>"), stdout: descriptor === 1 });
      }
    }
  }
  const content = body({ ...run, stdin });
  let toStdout = content;
  for (const { target, append, stdout } of outputs) {
    toTarget(target, append, stdout ? content : EMPTY, run);
    if (stdout) toStdout = EMPTY;
  }
  return toStdout;
}

function textContent(value: Value): Content {
  return isKnown(value)
    ? { sources: [], text: value.text, kind: "facts" }
    : {
        sources: [{ kind: "input", value: "", classes: [] }],
        kind: value.unknown === "computed" ? "content" : "facts",
      };
}

function fromTarget(target: Value, run: Run): Content {
  const device = NETWORK_DEVICE.exec(target.text);
  if (device !== null) return connection(device, run);
  return readFile(target, run);
}

function toTarget(target: Value, append: boolean, content: Content, run: Run): void {
  const device = NETWORK_DEVICE.exec(target.text);
  if (device !== null) {
    const { sources } = connection(device, run);
    for (const from of content.sources) for (const to of sources) run.collector.flow(from, to);
    return;
  }
  if (fileFact(asPattern(target).text, "write", run.context.at, run.context.surroundings).path === "/dev/null") return;
  writeFile(target, append ? "append" : "write", content, run);
}

function connection([, , host = "", port = ""]: RegExpExecArray, run: Run): Content {
  const fact = run.collector.host(`${host}:${port}`, "connect");
  return { sources: [{ kind: "host", value: fact.host, classes: fact.classes }], kind: "content" };
}
