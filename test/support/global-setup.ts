import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A server whose user may create databases. */
    databaseServer: string;
  }
}

let dir: string | undefined;
let server: EmbeddedPostgres | undefined;

/** One PostgreSQL for all integration tests: the one that the environment names, else one of their own. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env["WRIT_TEST_DATABASE_URL"];
  if (given === undefined) {
    // Not in the project's folder: test runs at the same time must not end each other's server.
    dir = mkdtempSync(join(tmpdir(), "writ-test-postgres-"));
    server = await startEmbeddedPostgres({ dir, log: () => {} });
  }
  project.provide("databaseServer", given ?? (server as EmbeddedPostgres).url);
}

export async function teardown(): Promise<void> {
  await server?.stop();
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
}
