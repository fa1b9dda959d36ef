import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSecretFiles } from "../../../src/cli/secret-files.ts";

const URL = "postgresql://writ:hunter2@db.example/writ";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "writ-secret-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function fileWith(text: string, mode: number): string {
  const path = join(dir, `url-${mode.toString(8)}-${text.length}`);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

test("the database's URL comes from the file that the variable names", () => {
  const DATABASE_URL_FILE = fileWith(`${URL}\n`, 0o600);
  expect(withSecretFiles({ PATH: "/bin", DATABASE_URL_FILE })).toEqual({
    PATH: "/bin",
    DATABASE_URL_FILE,
    DATABASE_URL: URL,
  });
});

test.each([[{ DATABASE_URL: URL }], [{ DATABASE_URL: URL, DATABASE_URL_FILE: "" }], [{}]])(
  "without a file the environment is what it was: %j",
  (env) => {
    expect(withSecretFiles(env)).toBe(env);
  },
);

test.each([
  ["a URL beside it", () => ({ DATABASE_URL: URL, DATABASE_URL_FILE: fileWith(URL, 0o600) }), "must not be set beside"],
  [
    "a file that others may read",
    () => ({ DATABASE_URL_FILE: fileWith(URL, 0o644) }),
    "open to its group or to others",
  ],
  ["an empty file", () => ({ DATABASE_URL_FILE: fileWith("\n", 0o600) }), "is empty"],
  ["no file", () => ({ DATABASE_URL_FILE: join(dir, "none") }), "cannot be read (ENOENT)"],
  ["a folder", () => ({ DATABASE_URL_FILE: dir }), "cannot be read"],
])("refuses %s, and repeats nothing of it", (_, env, said) => {
  expect(() => withSecretFiles(env())).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  expect(() => withSecretFiles(env())).toThrow(said);
  expect(() => withSecretFiles(env())).not.toThrow("hunter2");
});
