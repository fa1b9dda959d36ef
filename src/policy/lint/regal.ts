import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { OpaRun } from "../../ports/opa-toolchain.ts";
import type { Problem } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";

/** Regal, a linter for Rego, in a folder. */
export type RunRegal = (args: readonly string[], cwd: string) => Promise<OpaRun>;

const CONFIG = ".regal/config.yaml";

/** Regal knows neither data documents nor what main gathers. */
const DEFAULT_CONFIG = {
  rules: {
    imports: {
      "unresolved-reference": {
        "except-paths": ["data.agents", "data.catalog.**", "data.settings", "data.settings.**"],
      },
    },
    performance: { "with-outside-test-context": { ignore: { files: ["*_test.rego"] } } },
    style: { "external-reference": { ignore: { files: ["*_test.rego"] } } },
  },
};

/** Regal ends with this when it found something. */
const FOUND = 3;

/**
 * What Regal finds in the author's files; the author's `.regal/config.yaml` counts.
 *
 * @throws WritError `internal` when Regal itself fails
 */
export function lintWithRegal(project: PolicyProject, regal: RunRegal): Promise<readonly Problem[]> {
  const own = new Set(project.files.filter((file) => file.own).map(({ origin }) => origin));
  return withStaged(
    project,
    async (staged) => {
      const given = join(project.folder, CONFIG);
      mkdirSync(join(staged.dir, ".regal"));
      writeFileSync(join(staged.dir, CONFIG), existsSync(given) ? readFileSync(given) : JSON.stringify(DEFAULT_CONFIG));
      const run = await regal(["lint", "--format", "json", "."], staged.dir);
      if (run.code !== 0 && run.code !== FOUND) throw failed(run);
      const found = readViolations(run).map((problem) => ({ ...problem, file: staged.origin(problem.file) }));
      return found.filter(({ file }) => own.has(file));
    },
    { tests: true },
  );
}

function readViolations(run: OpaRun): readonly Problem[] {
  let report: JsonValue;
  try {
    report = JSON.parse(run.stdout) as JsonValue;
  } catch {
    throw failed(run);
  }
  const violations = isJsonObject(report) && Array.isArray(report["violations"]) ? report["violations"] : [];
  return violations
    .filter(isJsonObject)
    .map(({ title, description, category, level, location, related_resources: more }) => {
      const { file = "", row = 0, col = 0 } = isJsonObject(location) ? location : {};
      const [resource] = Array.isArray(more) ? more : [];
      const reference = isJsonObject(resource) ? resource["ref"] : undefined;
      return {
        code: `regal/${category}/${title}`,
        severity: level === "error" ? "error" : "warning",
        file: String(file),
        line: Number(row),
        column: Number(col),
        message: String(description),
        ...(typeof reference === "string" ? { hint: reference } : {}),
      };
    });
}

function failed({ code, stderr }: OpaRun): WritError {
  return new WritError("internal", `regal ended with ${code}: ${stderr.trim().split("\n").slice(0, 5).join("\n")}`);
}
