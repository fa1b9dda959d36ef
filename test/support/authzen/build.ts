import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { type GatewayWrit, type GatewayWritOptions, startGatewayWrit } from "../gateways/writ.ts";
import { writ } from "../policy-cli.ts";

/** The folders here that are policy projects. */
export type Scenario = "todo" | "records" | "certification";

/** The working group's vectors. */
const VECTORS = join(process.env["WRIT_CASES"] ?? "../shared/cases", "authzen");
export const haveVectors = existsSync(VECTORS);

export function vectorFile(name: string): JsonValue {
  return JSON.parse(readFileSync(join(VECTORS, `${name}.json`), "utf8")) as JsonValue;
}

/**
 * A service with the policy of a scenario.
 * @param data more of the bundle's data, by folder: what a scenario's candidates are
 */
export async function startScenario(
  scenario: Scenario,
  data: Readonly<Record<string, JsonObject>> = {},
  options: GatewayWritOptions = { dev: true },
): Promise<GatewayWrit> {
  const dir = mkdtempSync(join(tmpdir(), "writ-authzen-"));
  try {
    const bundle = await buildScenario(dir, scenario, data);
    const env = { ...options.env, WRIT_BUNDLE_PATH: bundle, WRIT_BUNDLE_SIGNATURES: "ignored" };
    const service = await startGatewayWrit({ ...options, policy: "default", env });
    return {
      ...service,
      stop: async () => {
        const code = await service.stop();
        rmSync(dir, { recursive: true, force: true });
        return code;
      },
    };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function buildScenario(dir: string, scenario: Scenario, data: Readonly<Record<string, JsonObject>>) {
  const project = join(dir, "project");
  cpSync(resolve("test/support/authzen", scenario), project, { recursive: true });
  for (const [folder, document] of Object.entries(data)) {
    mkdirSync(join(project, folder), { recursive: true });
    writeFileSync(join(project, folder, "data.json"), JSON.stringify(document));
  }
  const bundle = join(dir, "bundle");
  const run = await writ(["build", project, "-o", bundle]);
  if (run.code !== 0) throw new Error(run.stderr);
  return bundle;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonValue;
}

/** POST of JSON, as an AuthZEN client does it. */
export async function ask(
  base: string,
  path: string,
  body: JsonValue | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const response = await fetch(`${base}/access/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as JsonValue };
}
