import type { Redirection } from "unbash";
import type { FlowEnd } from "../../../domain/facts.ts";
import { fileFact } from "../paths/index.ts";
import { all } from "./contents.ts";
import { descriptorOf, onDescriptor, PRINTS } from "./descriptors.ts";
import { expandAssigned, expandOne, expandText } from "./expand.ts";
import { readFile, writeFile } from "./files.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { asPattern, isKnown, literal, type Value } from "./value.ts";

/** bash(1), REDIRECTION: names that it opens as a connection. */
const NETWORK_DEVICE = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;
const COPY = /^(?:(\d+)-?|-)$/;
/** Redirections of one command: a shell has few descriptors. */
const MAX_REDIRECTS = 64;
/** The lowest number that the shell gives to `{name}>file`. */
const FIRST_NAMED = 10;

interface Output {
  readonly target: Value;
  readonly append: boolean;
  readonly stdout: boolean;
}

/** Files and connections that a command's redirections open, in their order. */
interface Opened {
  readonly descriptors: Map<number, Content>;
  readonly outputs: Output[];
  /** Where standard output goes that is a copy of another descriptor. */
  readonly copies: FlowEnd[];
}

/** Runs a command with its redirections; what goes to standard output in the end. */
export function redirected(redirects: readonly Redirection[], run: Run, body: (run: Run) => Content): Content {
  if (redirects.length === 0) return body(run);
  const opened: Opened = { descriptors: new Map(run.descriptors), outputs: [], copies: [] };
  if (redirects.length > MAX_REDIRECTS) run.collector.worsen("limit");
  for (const redirect of redirects.slice(0, MAX_REDIRECTS)) open(redirect, opened, run);
  const { descriptors, outputs, copies } = opened;
  const stdin = descriptors.get(0) ?? run.stdin;
  descriptors.delete(0);
  const content = body({ ...run, stdin, descriptors });
  for (const from of content.sources) for (const to of copies) run.collector.flow(from, to);
  let toStdout = content;
  for (const { target, append, stdout } of outputs) {
    if (PRINTS.test(target.text)) continue;
    toTarget(target, append, stdout ? content : EMPTY, run);
    if (stdout) toStdout = EMPTY;
  }
  return toStdout;
}

/** What `exec` opens stays open. */
export function keepOpen(run: Run): void {
  for (const [number, content] of run.descriptors) run.frame.descriptors.set(number, content);
}

function open(redirect: Redirection, { descriptors, outputs, copies }: Opened, run: Run): void {
  const number = numberOf(redirect, run);
  const here: Run = { ...run, stdin: descriptors.get(0) ?? run.stdin, descriptors };
  if (redirect.type === "HereDoc") {
    descriptors.set(number ?? 0, textContent(expandText(redirect.body.parts, redirect.body.text, run)));
    return;
  }
  const { operator, target: word } = redirect;
  if (word === undefined) run.collector.worsen("partial");
  else if (redirect.type === "HereString") {
    const value = expandOne(word, run);
    descriptors.set(number ?? 0, textContent({ ...value, text: `${value.text}\n` }));
  } else {
    const targets = expandAssigned(word, run);
    const copy = operator === ">&" || operator === "<&" ? COPY.exec(targets[0]?.text ?? "") : null;
    if (copy !== null) {
      const from = copy[1] === undefined ? EMPTY : descriptorOf(Number(copy[1]), here);
      const to = number ?? (operator === "<&" ? 0 : 1);
      if (to !== 1 && to !== 2) descriptors.set(to, from);
      else if (to === 1) copies.push(...from.sources.filter(({ kind }) => kind === "host"));
      return;
    }
    if (operator === "<" || operator === "<>" || operator === "<&") {
      descriptors.set(number ?? 0, all(targets.map((target) => fromTarget(target, here))));
    }
    if (operator === "<" || operator === "<&") return;
    for (const target of targets)
      outputs.push({ target, append: operator.endsWith(">>"), stdout: (number ?? 1) === 1 });
    // Written now, read later: what it holds then is what is found under its name.
    if (operator !== "<>" && number !== undefined && number > 2 && NETWORK_DEVICE.test(targets[0]?.text ?? ""))
      descriptors.set(number, all(targets.map((target) => fromTarget(target, here))));
  }
}

function numberOf({ descriptor }: Redirection, run: Run): number | undefined {
  if (descriptor?.type !== "FileDescriptorVariable") return descriptor?.value;
  const number = FIRST_NAMED + run.frame.descriptors.size;
  run.frame.variables.set(descriptor.name, [literal(String(number))]);
  return number;
}

function textContent(value: Value): Content {
  return isKnown(value)
    ? { sources: [], text: value.text, kind: "facts" }
    : {
        sources: [{ kind: "input", value: "", classes: [] }, ...(value.sources ?? [])],
        kind: value.unknown === "computed" ? "content" : "facts",
      };
}

function fromTarget(target: Value, run: Run): Content {
  const device = NETWORK_DEVICE.exec(target.text);
  if (device !== null) return connection(device, run);
  return onDescriptor(target.text, run) ?? readFile(target, run);
}

function toTarget(target: Value, append: boolean, content: Content, run: Run): void {
  const device = NETWORK_DEVICE.exec(target.text);
  if (device !== null) {
    const { sources } = connection(device, run);
    for (const from of content.sources) for (const to of sources) run.collector.flow(from, to);
    return;
  }
  if (fileFact(asPattern(target).text, "write", run.context.at, run.context.surroundings).path === "/dev/null") {
    // Nobody reads it: it only takes the processor.
    if (content.endless === true) run.collector.signal("resource.exhaustion", target.text);
    return;
  }
  writeFile(target, append ? "append" : "write", content, run);
}

function connection([, , host = "", port = ""]: RegExpExecArray, run: Run): Content {
  const fact = run.collector.host(`${host}:${port}`, "connect");
  return { sources: [{ kind: "host", value: fact.host, classes: fact.classes }], kind: "content" };
}
