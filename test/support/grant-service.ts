import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newIssuer, type TestIssuer } from "./tokens.ts";

// A service with brokers, a gateway that gets its grants by exchange, and an issuer of agents' tokens.

/** Secrets of callers; with the characters that forms encode. */
export const SECRETS = {
  "broker-a": "broker-a_secret~1",
  "broker-b": "broker-b.secret-2",
  elsewhere: "elsewhere+secret/3=",
  old: "old_secret-6",
  gateway: "gateway_secret-4",
  auditor: "auditor_secret-5",
} as const;
export type CallerName = keyof typeof SECRETS;

const CALLERS = {
  "broker-a": { roles: ["broker"], audiences: ["bao"] },
  "broker-b": { roles: ["broker"], audiences: ["bao"] },
  elsewhere: { roles: ["broker"], audiences: ["other"] },
  old: { roles: ["broker"], audiences: ["old-ftp"] },
  gateway: { roles: ["decide", "report"], grants: "exchange", vouches: true },
  auditor: { roles: ["auditor"] },
};

/** What the default policy calls `vault` is an OpenBao here, and `aws` a long-lived key. */
const AUDIENCES = {
  vault: { kind: "openbao", aud: "bao", credential_ttl_s: 600, role: "tickets", mount: "writ" },
  aws: { kind: "legacy", aud: "old-ftp", reference: "kv/legacy/ftp" },
};

/** Settings by variables, for processes that share a database and its keys. */
export async function grantSettings(dir: string): Promise<{ env: Record<string, string>; agents: TestIssuer }> {
  const agents = await newIssuer();
  const jwks = join(dir, "agents.json");
  writeFileSync(jwks, JSON.stringify(agents.jwks()));
  const callers = Object.fromEntries(
    Object.entries(CALLERS).map(([name, caller]) => [
      name,
      { ...caller, token_sha256: hash("sha256", SECRETS[name as CallerName], "hex") },
    ]),
  );
  const trust = {
    issuers: { corp: { profile: "oidc", issuer: agents.issuer, keys: { jwks_file: jwks }, audiences: ["writ"] } },
  };
  return {
    agents,
    env: {
      WRIT_CALLERS: JSON.stringify(callers),
      WRIT_TRUST: JSON.stringify(trust),
      WRIT_GRANTS_AUDIENCES: JSON.stringify(AUDIENCES),
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      WRIT_WORKERS: "1",
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Asks as one of the callers; without a name as whoever is on this machine. */
export async function ask(base: string, path: string, body?: unknown, as?: CallerName): Promise<Answer> {
  const response = await fetch(base + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      ...(as === undefined ? {} : { authorization: `Bearer ${SECRETS[as]}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
