import { hash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase } from "../database.ts";
import { WISH } from "../intent-service.ts";
import { killTree } from "../kill.ts";
import { newIssuer } from "../tokens.ts";
import { writePolicy } from "./policy.ts";

const AGENT = "agent-1";

export interface GatewayWrit extends RunningWrit {
  /** `host:port` of the HTTP API. */
  readonly address: string;
  /** The secret of a configured caller: `gateway` is there always. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of an agent that Writ believes, unless the claims say otherwise. */
  agentToken(claims?: JsonObject): Promise<string>;
  /** An intent for that agent, issued by this service. */
  intentToken(wish?: JsonObject): Promise<string>;
  /** The newest records first, with `decision`, `caller` and `input`; `query` as in `GET /v1/decisions?…`. */
  records(query?: string): Promise<readonly JsonObject[]>;
  /** SIGSTOP to all of its processes: connections are taken, nothing is answered. */
  pause(): void;
  resume(): void;
  /** SIGKILL to all of its processes. */
  kill(): Promise<void>;
}

export interface GatewayWritOptions {
  /** Changes to the caller `gateway`, e.g. `{ obligations: ["redact"] }`, and further callers. */
  readonly callers?: Readonly<Record<string, JsonObject>>;
  readonly upstreams?: readonly JsonObject[];
  readonly env?: Readonly<Record<string, string>>;
  /** Development mode, where callers on loopback are believed. */
  readonly dev?: boolean;
  /** Rego in place of the policy of policy.ts; "default": the built-in one. */
  readonly policy?: string;
  /** The bundle's data beside that policy: `{ catalog: … }`. */
  readonly data?: JsonObject;
}

/** What stands behind the gateway, unless a test says otherwise. */
const UPSTREAMS = [{ server: "github", path: "/mcp", protocol: "mcp" }];

/** A service as in production: callers with secrets, an issuer of agents' tokens, records in PostgreSQL. */
export async function startGatewayWrit(options: GatewayWritOptions = {}): Promise<GatewayWrit> {
  const dir = mkdtempSync(join(tmpdir(), "writ-gateway-"));
  const database = await createDatabase();
  const agents = await newIssuer();
  const callers: Readonly<Record<string, JsonObject>> = {
    auditor: { roles: ["auditor"] },
    planner: { roles: ["intent_issuer"] },
    ...options.callers,
    gateway: { roles: ["decide"], ...options.callers?.["gateway"] },
  };
  const secrets = Object.fromEntries(Object.keys(callers).map((name) => [name, randomBytes(24).toString("base64url")]));
  const clean = async () => {
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const env = { ...settings(dir, agents.jwks(), callers, secrets, options), DATABASE_URL: database.url };
    const writ = await startWrit({
      dataDir: dir,
      production: options.dev !== true,
      detached: true,
      env: { ...env, ...options.env },
    });
    return handleOf(writ, secrets, agents.mint, clean);
  } catch (error) {
    await clean();
    throw error;
  }
}

function settings(
  dir: string,
  jwks: JsonObject,
  callers: Readonly<Record<string, JsonObject>>,
  secrets: Readonly<Record<string, string>>,
  { upstreams = UPSTREAMS, policy, data }: GatewayWritOptions,
): Record<string, string> {
  const keys = join(dir, "agents.json");
  writeFileSync(keys, JSON.stringify(jwks));
  const agents = { profile: "oidc", issuer: "https://idp.example", keys: { jwks_file: keys }, audiences: ["writ"] };
  const configured = Object.entries(callers).map(([name, caller]) => {
    return [name, { ...caller, token_sha256: hash("sha256", secrets[name] as string, "hex") }];
  });
  return {
    WRIT_WORKERS: "1",
    WRIT_PUBLIC_URL: "https://writ.example",
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WRIT_CALLERS: JSON.stringify(Object.fromEntries(configured)),
    WRIT_TRUST: JSON.stringify({ issuers: { agents } }),
    WRIT_UPSTREAMS: JSON.stringify(upstreams),
    ...(policy === "default"
      ? {}
      : { WRIT_BUNDLE_PATH: writePolicy(dir, policy, data), WRIT_BUNDLE_SIGNATURES: "ignored" }),
  };
}

function handleOf(
  writ: RunningWrit,
  secrets: Readonly<Record<string, string>>,
  mint: (claims: JsonObject) => Promise<string>,
  clean: () => Promise<void>,
): GatewayWrit {
  const group = -(writ.process.pid as number);
  const ask = async (as: string, path: string, body?: JsonObject): Promise<JsonObject> => {
    const response = await fetch(writ.http + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${secrets[as]}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as JsonObject;
  };
  let killed = false;
  return {
    ...writ,
    address: new URL(writ.http).host,
    secrets,
    agentToken: (claims = {}) => mint({ sub: AGENT, jti: randomUUID(), ...claims }),
    intentToken: async (wish = {}) => {
      const whole = { ...WISH, agent: AGENT, task: `tsk_${randomUUID()}`, ...wish } as JsonObject;
      return String((await ask("planner", "/v1/intents", whole))["token"]);
    },
    records: async (query = "") => {
      const { decisions } = await ask("auditor", `/v1/decisions?page_size=100${query === "" ? "" : `&${query}`}`);
      return decisions as readonly JsonValue[] as readonly JsonObject[];
    },
    pause: () => process.kill(group, "SIGSTOP"),
    resume: () => process.kill(group, "SIGCONT"),
    kill: async () => {
      killed = true;
      await killTree(writ.process, false);
    },
    stop: async () => {
      if (!killed) process.kill(group, "SIGCONT");
      const code = await writ.stop();
      await clean();
      return code;
    },
  };
}
