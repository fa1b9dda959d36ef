import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./grant-service.ts";
import { newIssuer, type TestIssuer } from "./tokens.ts";

// A service with somebody who issues intents, two who agree to them, a gateway that vouches for nothing, and an issuer of intents beside
// Writ itself.

const ROLES = {
  issuer: ["intent_issuer"],
  approver: ["approver"],
  "other-approver": ["approver"],
  // One person who may do both, and still not for herself.
  lead: ["intent_issuer", "approver"],
  gateway: ["decide", "report"],
  auditor: ["auditor"],
  admin: ["admin"],
} as const;
export type IntentCaller = keyof typeof ROLES;

export const INTENT_SECRETS = Object.fromEntries(
  Object.keys(ROLES).map((name) => [name, `${name}-${randomBytes(8).toString("hex")}`]),
) as Readonly<Record<IntentCaller, string>>;

const OUTSIDE_ISSUER = "https://intents.example";

export interface IntentSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly agents: TestIssuer;
  readonly outside: TestIssuer;
}

/** Settings by variables, for processes that share a database and its keys. */
export async function intentSettings(dir: string): Promise<IntentSettings> {
  const [agents, outside] = await Promise.all([newIssuer(), newIssuer({ issuer: OUTSIDE_ISSUER })]);
  const keys = (name: string, { jwks }: TestIssuer) => {
    const path = join(dir, `${name}.json`);
    writeFileSync(path, JSON.stringify(jwks()));
    return { jwks_file: path };
  };
  const issuers = {
    corp: { profile: "oidc", issuer: agents.issuer, keys: keys("agents", agents), audiences: ["writ"] },
    tasks: { profile: "intent", issuer: OUTSIDE_ISSUER, keys: keys("outside", outside), audiences: ["writ"] },
  };
  const callers = Object.fromEntries(
    Object.entries(ROLES).map(([name, roles]) => [
      name,
      { roles, token_sha256: hash("sha256", INTENT_SECRETS[name as IntentCaller], "hex") },
    ]),
  );
  return {
    agents,
    outside,
    env: {
      WRIT_CALLERS: JSON.stringify(callers),
      WRIT_TRUST: JSON.stringify({ issuers }),
      WRIT_GRANTS_ISSUER: "https://writ.example",
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      WRIT_WORKERS: "1",
    },
  };
}

/** Asks as one of the callers. */
export async function askAs(as: IntentCaller, base: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(base + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${INTENT_SECRETS[as]}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

/** Work on the issues of one shop; with `comment` of requests.ts it is allowed, and granted. */
export const WISH = {
  purpose: "answer the customer of order 123",
  on_behalf_of: "user:alice",
  agent: "agent-1",
  allows: [
    { verb: "ticket.*", resource: "https://github.com/acme/*" },
    { verb: "file.read", resource: "file:///repo/*" },
  ],
};
