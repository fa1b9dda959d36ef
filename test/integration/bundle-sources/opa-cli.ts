import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

export { eventually } from "../../support/eventually.ts";

/** Native: the one that Writ ships has no server. */
export const OPA = resolve(process.env["OPA"] ?? "var/bin/opa");

/** What the real servers of these tests are built with. */
export const hasGo = spawnSync("go", ["version"]).status === 0;

/** @returns what it said on both streams @throws when it fails */
export function opa(...args: readonly string[]): string {
  return opaIn(".", ...args);
}

/** The same in a folder: `opa sign` takes the paths of files as they are given to it. */
export function opaIn(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(OPA, args, { encoding: "utf8", cwd });
  if (status !== 0) throw new Error(`opa ${args.join(" ")}: ${error?.message ?? stdout + stderr}`);
  return stdout + stderr;
}

const endings: (() => unknown)[] = [];

// Here, because vitest forgets an afterAll that a test or another hook calls.
afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

/** Done after the tests of the file, the latest first. */
export function atTheEnd(end: () => unknown): void {
  endings.push(end);
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-sources-"));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A program that is stopped after the tests of the file. */
export function started(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const child = spawn(command, args, { stdio: "ignore", env: { ...process.env, ...env } });
  atTheEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
}
