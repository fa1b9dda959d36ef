import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { composeToolhive } from "../../../src/compose/toolhive.ts";
import type { Config } from "../../../src/config/load.ts";
import { TOOLHIVE_DEFAULTS } from "../../../src/domain/protocols.ts";
import type { Service } from "../../../src/pipeline/service.ts";

const SHORT = "not thirty-two bytes long";

function composed(file: string) {
  const toolhive = { ...TOOLHIVE_DEFAULTS, webhook_secret_file: file };
  return composeToolhive({ protocols: { toolhive }, upstreams: [] } as unknown as Config, () => [], {} as Service);
}

function secretFile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-toolhive-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, "secret"), text);
  return join(dir, "secret");
}

test("a secret is not needed", () => {
  expect(composed("").routes).toHaveLength(3);
});

test("a secret of 32 bytes is taken", () => {
  expect(composed(secretFile("x".repeat(32))).routes).toHaveLength(3);
});

test("a file that is not there is an error at start, which names it", () => {
  expect(() => composed("/nowhere/secret")).toThrow(
    "protocols.toolhive.webhook_secret_file (/nowhere/secret) cannot be read (ENOENT)",
  );
});

test("a secret that is too short is an error at start, which does not show it", () => {
  const path = secretFile(SHORT);
  expect(() => composed(path)).toThrow(`protocols.toolhive.webhook_secret_file (${path}) must have at least 32 bytes`);
  expect(() => composed(path)).not.toThrow(SHORT);
});
