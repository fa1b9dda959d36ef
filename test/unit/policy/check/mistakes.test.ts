import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { composePolicyTools } from "../../../../src/compose/policy-project.ts";
import { checkPolicy } from "../../../../src/policy/check/run.ts";
import { renderProblems } from "../../../../src/policy/problems/render.ts";
import { type Problem, ProjectRefused } from "../../../../src/policy/project/problem.ts";
import { readProject } from "../../../../src/policy/project/read.ts";

const tools = composePolicyTools({ OPA: "var/bin/opa" });

interface Mistake {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly says: string;
}

/** `## mistake`, `>> file` with its text, `<<` with what is said of it. */
function readMistakes(): readonly Mistake[] {
  const text = readFileSync(new URL("mistakes.txt", import.meta.url), "utf8");
  return text.split(/^## /m).flatMap((part) => {
    const [name = "", rest = ""] = cut(part, "\n>> ");
    const [path = "", body = ""] = cut(rest, "\n");
    const [file = "", says = ""] = cut(body, "<<\n");
    return name === "" ? [] : [{ name, path, text: file === "\n" ? "" : file, says: says.trim() }];
  });
}

function cut(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + at.length)];
}

function project({ path, text }: Mistake): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-mistake-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
  return dir;
}

async function problemsOf(dir: string): Promise<readonly Problem[]> {
  try {
    return await checkPolicy(readProject(dir, tools.builtIn), tools.opa(), tools.builtinProblem);
  } catch (error) {
    if (error instanceof ProjectRefused) return error.problems;
    throw error;
  }
}

const MISTAKES = readMistakes();

describe("first-time mistakes", () => {
  test("there are the cases that the file has", () => {
    expect(MISTAKES.length).toBeGreaterThan(60);
  });

  test.each(MISTAKES)("$name", async (mistake) => {
    const dir = project(mistake);
    const problems = await problemsOf(dir);
    const said = renderProblems(
      problems,
      (file) => readFileSync(file, "utf8"),
      (_, text) => text,
    );
    expect(said.replaceAll(`${dir}/`, "").trim()).toBe(mistake.says);
  });
});
