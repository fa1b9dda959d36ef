import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Rule {
  readonly name: string;
  readonly comment?: string;
}
const file = new URL("../../../.dependency-cruiser.mjs", import.meta.url).href;
const { forbidden } = ((await import(file)) as { readonly default: { readonly forbidden: readonly Rule[] } }).default;

const RULES: readonly string[] = forbidden.map(({ name }) => name);
const VENDORS: readonly string[] = forbidden
  .filter(({ name }) => name.startsWith("vendor-"))
  .map(({ comment = "" }) => comment.split(" ", 1)[0]?.replace("[^/]+", "grpc-js") ?? "");

/** What each rule forbids: a file, and what it must not import. */
const FORBIDDEN: readonly { rule: string; file: string; imports: string }[] = [
  { rule: "domain-imports-nothing", file: "src/domain/a.ts", imports: "../ports/port.ts" },
  { rule: "domain-imports-nothing", file: "src/domain/b.ts", imports: "node:fs" },
  { rule: "ports-import-domain", file: "src/ports/a.ts", imports: "../situate/step.ts" },
  { rule: "steps-import-domain-and-ports", file: "src/evaluate/a.ts", imports: "../situate/step.ts" },
  { rule: "steps-import-domain-and-ports", file: "src/grant/a.ts", imports: "../config/config.ts" },
  { rule: "pipeline-imports-steps", file: "src/pipeline/a.ts", imports: "../config/config.ts" },
  { rule: "approvals-import-domain-and-canonicalize", file: "src/approvals/a.ts", imports: "../pipeline/decide.ts" },
  { rule: "outbox-imports-domain-and-approvals", file: "src/outbox/a.ts", imports: "../pipeline/decide.ts" },
  { rule: "adapters-import-domain-and-ports", file: "src/adapters/opa/a.ts", imports: "../postgres/pg.ts" },
  { rule: "adapters-import-domain-and-ports", file: "src/adapters/opa/b.ts", imports: "../../situate/step.ts" },
  { rule: "transports-import-domain-pipeline-and-gen", file: "src/transports/http/a.ts", imports: "../grpc/grpc.ts" },
  {
    rule: "transports-import-domain-pipeline-and-gen",
    file: "src/transports/http/b.ts",
    imports: "../../record/step.ts",
  },
  {
    rule: "transports-import-pipeline-types-only",
    file: "src/transports/http/c.ts",
    imports: "../../pipeline/decide.ts",
  },
  { rule: "console-is-a-transport", file: "src/console/a.ts", imports: "../config/config.ts" },
  { rule: "console-imports-pipeline-types-only", file: "src/console/b.ts", imports: "../pipeline/decide.ts" },
  { rule: "hooks-import-domain", file: "src/hooks/a.ts", imports: "../pipeline/decide.ts" },
  { rule: "hooks-are-carried-by-two", file: "src/transports/http/d.ts", imports: "../../hooks/hook.ts" },
  { rule: "config-imports-domain", file: "src/config/a.ts", imports: "../pipeline/decide.ts" },
  { rule: "catalog-imports-domain-and-canonicalize", file: "src/catalog/a.ts", imports: "../config/config.ts" },
  { rule: "policy-imports-steps-and-catalog", file: "src/policy/a.ts", imports: "../config/config.ts" },
  { rule: "gen-imports-gen", file: "src/gen/a.ts", imports: "../domain/domain.ts" },
  { rule: "only-compose-constructs-adapters", file: "src/cli/a.ts", imports: "../adapters/postgres/pg.ts" },
  { rule: "nobody-imports-main", file: "src/cli/b.ts", imports: "../main.ts" },
  { rule: "no-cycles", file: "src/domain/loop-a.ts", imports: "./loop-b.ts" },
  { rule: "resolvable", file: "src/domain/c.ts", imports: "./absent.ts" },
  { rule: "vendors-are-dependencies", file: "src/cli/c.ts", imports: "dev-only" },
  { rule: "vendors-have-a-place", file: "src/cli/d.ts", imports: "newcomer" },
  ...VENDORS.map((vendor, index) => ({
    rule: RULES.filter((name) => name.startsWith("vendor-"))[index] ?? "",
    file: `src/situate/vendor-${index}.ts`,
    imports: vendor,
  })),
];

/** What has to stay allowed. */
const ALLOWED: readonly { file: string; imports: string; type?: boolean }[] = [
  { file: "src/ports/port.ts", imports: "../domain/domain.ts" },
  { file: "src/situate/step.ts", imports: "../ports/port.ts" },
  { file: "src/record/step.ts", imports: "../domain/domain.ts" },
  { file: "src/pipeline/decide.ts", imports: "../situate/step.ts" },
  { file: "src/config/config.ts", imports: "yaml" },
  { file: "src/adapters/postgres/pg.ts", imports: "pg" },
  { file: "src/transports/grpc/grpc.ts", imports: "@grpc/grpc-js" },
  { file: "src/transports/grpc/types.ts", imports: "../../pipeline/decide.ts", type: true },
  { file: "src/transports/grpc/gen.ts", imports: "../../gen/gen.ts" },
  { file: "src/hooks/hook.ts", imports: "../domain/domain.ts" },
  { file: "src/transports/hooks/hooks.ts", imports: "../../hooks/hook.ts" },
  { file: "src/cli/hook.ts", imports: "../hooks/hook.ts" },
  { file: "src/compose.ts", imports: "./adapters/postgres/pg.ts" },
  { file: "src/main.ts", imports: "commander" },
  { file: "src/domain/domain.ts", imports: "./value.ts" },
  { file: "src/domain/value.ts", imports: "./domain.ts", type: true },
  { file: "src/gen/gen.ts", imports: "@bufbuild/protobuf" },
];

let dir: string;
let violations: readonly { from: string; rule: { name: string } }[];
let modules: number;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}

function cruise(): Promise<string> {
  const args = ["--config", resolve(".dependency-cruiser.mjs"), "--output-type", "json", "src"];
  return new Promise((done, reject) => {
    execFile(resolve("node_modules/.bin/depcruise"), args, { cwd: dir, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      stdout === "" ? reject(error ?? new Error(stderr)) : done(stdout),
    );
  });
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "writ-imports-"));
  const packages = [...VENDORS, "dev-only", "newcomer"];
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    write(`node_modules/${name}/index.js`, "");
  }
  const { "dev-only": dev, ...dependencies } = Object.fromEntries(packages.map((name) => [name, "1.0.0"]));
  write("package.json", JSON.stringify({ type: "module", dependencies, devDependencies: { "dev-only": dev } }));
  write("tsconfig.json", "{}");
  write("src/domain/loop-b.ts", 'import "./loop-a.ts";\n');
  for (const { file, imports } of FORBIDDEN) write(file, `import "${imports}";\n`);
  for (const { file, imports, type } of ALLOWED) {
    write(file, type ? `import type { T } from "${imports}";\nexport type U = T;\n` : `import "${imports}";\n`);
  }
  const { summary } = JSON.parse(await cruise());
  violations = summary.violations;
  modules = summary.totalCruised;
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the import rules", () => {
  it("see the modules at all", () => {
    expect(modules).toBeGreaterThan(FORBIDDEN.length);
  });

  it("are each broken once below", () => {
    expect([...new Set(FORBIDDEN.map(({ rule }) => rule))].sort()).toEqual([...RULES].sort());
  });

  it.each(FORBIDDEN)("$rule: $file must not import $imports", ({ rule, file }) => {
    expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each(ALLOWED)("let $file import $imports", ({ file }) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });
});
