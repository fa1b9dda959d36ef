import { hash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { type CallersParts, openCallers } from "../../../src/compose/callers.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { NO_TOKENS } from "../../../src/identify/identify.ts";

const root = mkdtempSync(join(tmpdir(), "writ-callers-file-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const SOON = { timeout: 20_000, interval: 20 };

const caller = (secret: string, more = "") => `{ roles: [decide], token_sha256: ${hash("sha256", secret)}${more} }`;
const callers = (...entries: readonly string[]) => `callers: { ${entries.join(", ")} }\n`;

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(root, "f-")), "callers.yaml");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function opened(path: string, text = "") {
  const config = loadConfig({ env: {}, file: { path: "writ.yaml", text: `callers_file: ${path}\n${text}` } });
  const parts = (of: CallersParts["config"]): CallersParts => ({ config: of, verifiers: { tokens: NO_TOKENS } });
  const log = vi.fn<(event: string, fields: Readonly<Record<string, string>>) => void>();
  const live = openCallers([parts(config), ...config.tenants.map(parts)], log, 10);
  onTestFinished(() => live.close());
  const names = () => live.tenants.map((tenant) => tenant.callers.map(({ id }) => id));
  const told = (event: string) => log.mock.calls.filter(([said]) => said === event).map(([, fields]) => fields);
  return { live, names, told, log };
}

test("callers of the file stand beside those of the configuration, and come and go with it", async () => {
  const path = fileOf(callers(`a: ${caller("a")}`));
  const { live, names, told } = opened(path, callers(`own: ${caller("own")}`));
  expect(names()).toEqual([["own", "a"]]);
  const before = live.tenants;
  writeFileSync(path, callers(`a: ${caller("a2")}`, `b: ${caller("b")}`));
  await vi.waitFor(() => expect(names()).toEqual([["own", "a", "b"]]), SOON);
  expect(live.tenants).not.toBe(before);
  expect(live.tenants[0].callers[1]?.token_digests).toEqual([hash("sha256", "a2")]);
  writeFileSync(path, "callers: {}\n");
  await vi.waitFor(() => expect(names()).toEqual([["own"]]), SOON);
  expect(live.tenants[0].open).toBe(true);
  expect(told("callers_changed")).toHaveLength(2);
});

test("a file behind links that are swapped, as Kubernetes does it, is read anew", async () => {
  const dir = mkdtempSync(join(root, "k-"));
  const version = (name: string, text: string) => {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, "callers.yaml"), text, { mode: 0o600 });
    symlinkSync(name, join(dir, "next"));
    renameSync(join(dir, "next"), join(dir, "..data"));
  };
  version("..1", callers(`a: ${caller("a")}`));
  symlinkSync("..data/callers.yaml", join(dir, "callers.yaml"));
  const { names } = opened(join(dir, "callers.yaml"));
  expect(names()).toEqual([["a"]]);
  version("..2", callers(`b: ${caller("b")}`));
  await vi.waitFor(() => expect(names()).toEqual([["b"]]), SOON);
});

const BAD: readonly (readonly [string, string, string])[] = [
  ["no YAML", "callers: [", "is not YAML"],
  ["nothing", "", "callers must be there"],
  ["another setting", `${callers(`a: ${caller("a")}`)}mode: development\n`, ":2:7: mode is none of a file of callers"],
  ["a wrong field", callers(`a: ${caller("a", ", rolls: [admin]")}`), "callers/a/rolls is not a known field"],
  [
    "a plain secret",
    callers("a: { roles: [decide], token_sha256: hunter2 }"),
    "callers/a/token_sha256/0 must be the SHA-256",
  ],
  ["a name of the configuration", callers(`own: ${caller("a")}`), "callers/own is the name of a caller before"],
  [
    "a secret of the configuration",
    callers(`a: ${caller("own")}`),
    "callers/a/token_sha256 has a secret that is there before",
  ],
  [
    "an issuer that is not there",
    callers("a: { roles: [decide], issuer: x, claims: { a: b } }"),
    "callers/a/issuer must name an issuer",
  ],
  ["a secret of another tenant", callers(`a: ${caller("theirs")}`), "has a secret of tenant"],
];

test.each(BAD)("%s leaves the last good file in use", async (_, text, problem) => {
  const path = fileOf(callers(`a: ${caller("a")}`));
  const tenants = `tenants: { globex: { callers: { x: ${caller("theirs")} } } }\n`;
  const { live, names, told, log } = opened(path, callers(`own: ${caller("own")}`) + tenants);
  writeFileSync(path, text);
  await vi.waitFor(() => expect(told("callers_file_refused")).toHaveLength(1), SOON);
  expect(told("callers_file_refused")[0]?.["problem"]).toContain(problem);
  expect(JSON.stringify(log.mock.calls)).not.toContain("hunter2");
  expect(names()).toEqual([["own", "a"], ["x"]]);
  expect(live.good()).toBe(false);
  writeFileSync(path, callers(`b: ${caller("b")}`));
  await vi.waitFor(() => expect(names()[0]).toEqual(["own", "b"]), SOON);
  await vi.waitFor(() => expect(live.good()).toBe(true), SOON);
  // Said once, however often it was looked at.
  expect(told("callers_file_refused")).toHaveLength(1);
});

test.each(BAD)("%s ends the start", (_, text, problem) => {
  const tenants = `tenants: { globex: { callers: { x: ${caller("theirs")} } } }\n`;
  const start = () => opened(fileOf(text), callers(`own: ${caller("own")}`) + tenants);
  expect(start).toThrow(problem);
  expect(start).not.toThrow("hunter2");
});

test("a file that others may read is not used, and a file that goes away stays in use", async () => {
  const path = fileOf(callers(`a: ${caller("a")}`));
  chmodSync(path, 0o644);
  expect(() => opened(path)).toThrow("is open to its group or to others");
  chmodSync(path, 0o600);
  const { live, names, told } = opened(path);
  chmodSync(path, 0o604);
  await vi.waitFor(() => expect(live.good()).toBe(false), SOON);
  chmodSync(path, 0o600);
  await vi.waitFor(() => expect(live.good()).toBe(true), SOON);
  rmSync(path);
  await vi.waitFor(() => expect(told("callers_file_refused")).toHaveLength(2), SOON);
  expect(told("callers_file_refused")[1]?.["problem"]).toContain("cannot be read (ENOENT)");
  expect(names()).toEqual([["a"]]);
});
