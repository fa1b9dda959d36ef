import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { OpaRun } from "../../ports/opa-toolchain.ts";
import type { Problem } from "../project/problem.ts";
import type { Staged } from "../project/stage.ts";

/** `policy/a/a.rego:3: rego_parse_error: message`, as OPA's commands without JSON write it. */
const LINE =
  /^(?:error: )?(?:\d+ errors? occurred: )?(?<file>[^\s:][^:]*):(?<line>\d+): (?<code>rego_\w+): (?<message>.*)$/;

/**
 * What a run of OPA complains of, with the places where authors find it.
 *
 * @param staged gives the author's path for OPA's
 * @throws WritError `internal` when the run failed and nothing of what it said was understood
 */
export function opaProblems(run: OpaRun, staged: Pick<Staged, "origin">): readonly Problem[] {
  if (run.code === 0) return [];
  const problems = (fromJson(run) ?? fromText(run)).map((problem) => ({
    ...problem,
    file: staged.origin(problem.file),
  }));
  if (problems.length > 0) return problems;
  const said = (run.stderr || run.stdout).trim().split("\n").slice(0, 5).join("\n");
  throw new WritError("internal", `OPA ended with ${run.code}: ${said}`);
}

function fromJson({ stdout, stderr }: OpaRun): readonly Problem[] | undefined {
  const text = [stderr, stdout].find((output) => output.trimStart().startsWith("{"));
  if (text === undefined) return undefined;
  try {
    const { errors } = JSON.parse(text) as { readonly errors?: JsonValue };
    return Array.isArray(errors) ? errors.flatMap(readError) : undefined;
  } catch {
    return undefined;
  }
}

function readError(error: JsonValue): readonly Problem[] {
  if (!isJsonObject(error) || typeof error["message"] !== "string") return [];
  const location = isJsonObject(error["location"]) ? error["location"] : {};
  const { file = "", row = 0, col = 0 } = location;
  return [
    {
      code: typeof error["code"] === "string" ? error["code"] : "opa",
      severity: "error",
      file: String(file),
      line: Number(row),
      column: Number(col),
      message: error["message"].trim(),
    },
  ];
}

/** What `opa build` says where there is nothing to build: no file is to blame. */
const NO_ENTRYPOINT = /entrypoint "(?<path>[^"]+)" does not refer to a rule/;

function fromText({ stdout, stderr }: OpaRun): readonly Problem[] {
  const said = `${stderr}\n${stdout}`;
  const entrypoint = NO_ENTRYPOINT.exec(said)?.groups?.["path"]?.replaceAll("/", ".");
  if (entrypoint !== undefined) {
    const message = `there is no rule data.${entrypoint}, which is what production asks`;
    const hint = "write writ/main/main.rego, or take Writ's own: extends: default in policy.yaml";
    return [{ code: "no-entrypoint", severity: "error", file: "", line: 0, column: 0, message, hint }];
  }
  return said.split("\n").flatMap((text) => {
    const { file, line, code, message } = LINE.exec(text.trim())?.groups ?? {};
    if (file === undefined || code === undefined || message === undefined) return [];
    return [{ code, severity: "error", file, line: Number(line), column: 0, message }];
  });
}
