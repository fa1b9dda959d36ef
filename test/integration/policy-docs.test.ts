import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const MAIN = resolve("src/main.ts");
const PAGE = "docs/policies.md";

/** A block of commands, and what the page says that they print. */
interface Step {
  readonly line: number;
  readonly commands: string;
  readonly output?: string;
  readonly code: number;
}

function readSteps(page: string): readonly Step[] {
  const blocks = [...page.matchAll(/^```(?<kind>\w*)\n(?<text>[\s\S]*?)^```$/gm)].map(({ groups, index }) => ({
    kind: groups?.["kind"],
    text: groups?.["text"] ?? "",
    line: page.slice(0, index).split("\n").length,
  }));
  return blocks.flatMap(({ kind, text, line }, i) => {
    if (kind !== "sh") return [];
    const next = blocks[i + 1];
    const code = Number(/# ends with (\d)/.exec(text)?.[1] ?? 0);
    return [{ line, commands: text, code, ...(next?.kind === "text" ? { output: next.text } : {}) }];
  });
}

/** `…` stands for anything: times, digests. */
function pattern(output: string): RegExp {
  const literal = output.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("…", "[\\s\\S]*?")}$`);
}

const dir = mkdtempSync(join(tmpdir(), "writ-docs-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A reader's terminal: `writ` on the path, an empty folder. */
function terminal(): (commands: string) => { code: number | null; output: string } {
  const bin = join(dir, "bin");
  const home = join(dir, "home");
  mkdirSync(bin);
  mkdirSync(home);
  writeFileSync(join(bin, "writ"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(bin, "writ"), 0o755);
  const env = {
    PATH: [bin, process.env["PATH"]].join(delimiter),
    HOME: home,
    OPA: resolve("var/bin/opa"),
    REGAL: resolve("var/bin/regal"),
    NO_COLOR: "1",
    LC_ALL: "C.UTF-8",
  };
  let cwd = home;
  return (commands) => {
    const script = `exec 2>&1\ntrap 'pwd > ${join(dir, "cwd")}' EXIT\n${commands}`;
    const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", script], { cwd, env, encoding: "utf8" });
    cwd = readFileSync(join(dir, "cwd"), "utf8").trim();
    return { code: status, output: stdout };
  };
}

describe(PAGE, () => {
  const steps = readSteps(readFileSync(PAGE, "utf8"));
  const run = terminal();

  test("has commands and what they print", () => {
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter(({ output }) => output !== undefined).length).toBeGreaterThan(10);
  });

  // In order: each goes on where the one before ended.
  test.each(steps)("line $line", ({ commands, output, code }) => {
    const said = run(commands);
    expect({ code: said.code, output: said.output.trimEnd() }).toEqual({
      code,
      output: output === undefined ? expect.any(String) : expect.stringMatching(pattern(output)),
    });
  });
});
