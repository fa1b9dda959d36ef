import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type IndexedModule, indexPolicy, type PolicyIndex } from "../check/index-policy.ts";
import type { Problem } from "../project/problem.ts";
import { isTest, type PolicyProject } from "../project/read.ts";
import type { Token } from "../rego/tokens.ts";

/** People filter and count by codes. */
const CODE = /^[a-z][a-z0-9_]*$/;

/** Folders of data, where another name than `data.yaml` is a slip. */
const DATA_FOLDERS = ["settings", "agents", "catalog"];

/** What works and is still likely to be regretted. */
export function lintProject(project: PolicyProject): readonly Problem[] {
  const index = indexPolicy(project);
  return [
    ...index.own.flatMap((module) => [
      ...lintMetadata(module, index),
      ...lintTests(module, project),
      ...lintNegation(module),
    ]),
    ...lintUnread(project.folder),
  ];
}

function warning(
  file: string,
  at: Pick<Token, "line" | "column">,
  code: string,
  message: string,
  hint: string,
): Problem {
  return { code, severity: "warning", file, line: at.line, column: at.column, message, hint };
}

/** Reviewers and auditors read titles and controls; `writ policy inspect` lists them. */
function lintMetadata({ file, rules }: IndexedModule, { gathered }: PolicyIndex): readonly Problem[] {
  return rules
    .filter(({ name, form }) => gathered.includes(name.text) && form === "set")
    .flatMap(({ name, annotation }) => {
      const title = annotation?.value["title"];
      if (typeof title !== "string") {
        const hint = "put above it: # METADATA, # title: …";
        return [warning(file.origin, name, "untitled-rule", `the rule ${name.text} has no title`, hint)];
      }
      if (!REASONS.includes(name.text) || CODE.test(title)) return [];
      const message = `the title ${JSON.stringify(title)} is also the reason's code`;
      return [warning(file.origin, name, "code-style", message, "use lower case and underscores: change_frozen")];
    });
}

const REASONS = ["block", "require_approval", "warn", "allow"];

function lintTests({ file, rules, packageAt }: IndexedModule, project: PolicyProject): readonly Problem[] {
  const test = rules.find(({ name }) => name.text.startsWith("test_"));
  if (test !== undefined) {
    const message = `the test ${test.name.text} would go into the bundle`;
    return [warning(file.origin, test.name, "test-in-bundle", message, "move it to a file …_test.rego")];
  }
  const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
  const tested = project.files.some(({ path, own }) => own && isTest(path) && path.startsWith(folder));
  if (tested || !file.path.startsWith("policy/") || packageAt === undefined) return [];
  const message = `nothing in ${folder} tests this package`;
  return [
    warning(file.origin, packageAt, "untested-package", message, `write ${file.path.replace(/\.rego$/, "_test.rego")}`),
  ];
}

/** `not f(input.a.b)` is undefined, not true, where `input.a.b` is absent: a rule that should catch the odd case passes it. */
function lintNegation({ file, rules }: IndexedModule): readonly Problem[] {
  return rules.flatMap(({ refs, tokens }) =>
    refs.flatMap(({ parts, at }) => {
      const [first, , bracket] = tokens.filter(({ line }) => line === at.line);
      const keys = parts.map(({ key }) => key);
      if (first?.text !== "not" || bracket?.text !== "(" || keys[0] !== "input" || !isOptional(keys)) return [];
      const path = keys.map((key) => key ?? "_").join(".");
      const message = `where ${path} is absent this is undefined, and the rule does not hold`;
      const hint = "put the positive condition into a rule of its own, and negate that";
      return [warning(file.origin, at, "negated-absence", message, hint)];
    }),
  );
}

/** Members of the input that many calls do not have. */
function isOptional([, first, second]: readonly (string | undefined)[]): boolean {
  if (second === undefined) return false;
  if (first === "action") return second === "resource" || second === "amount" || second === "parts";
  return ["intent", "session", "approval", "arguments", "context", "facts"].includes(first ?? "");
}

/** OPA reads only `data.json`, `data.yaml` and `data.yml`, and says nothing of the others. */
function lintUnread(folder: string): readonly Problem[] {
  return DATA_FOLDERS.flatMap((name) => filesIn(join(folder, name)).map((path) => join(name, path)))
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) && !/(?:^|[\\/])data\.(?:ya?ml|json)$/.test(path))
    .map((path) =>
      warning(
        join(folder, path),
        { line: 0, column: 0 },
        "unread-file",
        "nothing reads this file",
        "call it data.yaml",
      ),
    );
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
