import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bashCompletion } from "../../../src/cli/completion/bash.ts";
import { fishCompletion } from "../../../src/cli/completion/fish.ts";
import { completionModel } from "../../../src/cli/completion/model.ts";
import { zshCompletion } from "../../../src/cli/completion/zsh.ts";
import { createProgram } from "../../../src/cli/program.ts";

const model = completionModel(createProgram("1.2.3", {}));
const folder = mkdtempSync(join(tmpdir(), "writ-completion-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

const CASES: readonly { readonly line: string; readonly offers: readonly string[] }[] = [
  { line: "writ pol", offers: ["policy"] },
  { line: "writ policy te", offers: ["test"] },
  { line: "writ policy test --thr", offers: ["--threshold"] },
  { line: "writ policy test --only ", offers: ["cases", "rego"] },
  { line: "writ hook c", offers: ["claude-code", "codex", "copilot-cli", "cursor"] },
  { line: "writ doctor --config x g", offers: ["gemini-cli"] },
  { line: "writ completion ", offers: ["bash", "fish", "zsh"] },
  { line: "writ grants list --limit ", offers: [] },
  { line: "writ no-such-command --js", offers: [] },
];

describe.runIf(has("bash"))("in a real bash", () => {
  const path = script("writ.bash", bashCompletion(model));

  /** What bash has in COMPREPLY when the Tab key is pressed at the end of a line. */
  function offered(line: string): readonly string[] {
    const ask = `source "$1"; shift; [[ $(complete -p writ) == *_writ* ]] || exit 9
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _writ; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["-c", ask, "bash", path, ...line.split(" ")], { encoding: "utf8" });
    return out
      .split("\n")
      .filter((word) => word !== "")
      .sort();
  }

  test.each(CASES)("`$line` offers $offers", ({ line, offers }) => expect(offered(line)).toEqual(offers));

  test("a file is offered where one belongs", () => {
    const file = script("bundle.tar.gz", "");
    expect(offered(`writ policy build --output ${file.slice(0, -4)}`)).toEqual([file]);
  });
});

describe.runIf(has("fish"))("in a real fish", () => {
  const path = script("writ.fish", fishCompletion(model));

  test.each(CASES)("`$line` offers $offers", ({ line, offers }) => {
    const env = { ...process.env, HOME: folder };
    const ask = ["--no-config", "-c", "source $argv[1]; complete -C $argv[2]", path, line];
    const out = execFileSync("fish", ask, { encoding: "utf8", env });
    expect(
      out
        .split("\n")
        .flatMap((word) => (word === "" ? [] : [word.replace(/\t.*$/, "")]))
        .sort(),
    ).toEqual(offers);
  });
});

describe.runIf(has("zsh"))("in a real zsh", () => {
  test("the script is one that zsh can read", () => {
    const path = script("_writ", zshCompletion(model));
    expect(spawnSync("zsh", ["-n", path], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

test("every command and each of its options is in each of the scripts", () => {
  const texts = [bashCompletion(model), zshCompletion(model), fishCompletion(model)];
  expect(model.length).toBeGreaterThan(70);
  for (const { path, options } of model) {
    for (const text of texts) expect(text).toContain(path === "" ? "serve" : `'${path}'`.slice(1, -1));
    for (const flag of options.flatMap(({ flags }) => flags)) {
      for (const text of texts.slice(0, 2)) expect(text).toContain(flag);
      expect(texts[2]).toContain(flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`);
    }
  }
});
