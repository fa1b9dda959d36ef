import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotObtained, obtainCounterpart } from "../../../tools/counterparts/obtain.ts";
import { Unavailable } from "../../../tools/counterparts/unavailable.ts";
import { counterpart } from "../../support/counterpart.ts";

let dir: string;

/** A machine without programs, in a project that has obtained none. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "writ-counterparts-"));
  vi.stubEnv("PATH", dir);
  vi.spyOn(process, "cwd").mockReturnValue(dir);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

test("a gateway that a machine without apt cannot have is named, with what is missing", async () => {
  const failure = await obtainCounterpart("nginx", dir).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NotObtained);
  expect(failure).toMatchObject({ message: expect.stringMatching(/^nginx: apt-get is not installed/) });
  expect((failure as NotObtained).cause).toBeInstanceOf(Unavailable);
});

test.each(["nginx", "caddy", "haproxy", "apache"] as const)(
  "%s: skipped by name, and a failure in CI",
  async (name) => {
    expect(await counterpart(name, {})).toEqual({ missing: expect.stringMatching(new RegExp(`^${name}: `)) });
    await expect(counterpart(name, { CI: "true" })).rejects.toThrow(`${name}: `);
  },
);
