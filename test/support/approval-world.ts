import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { rego } from "../unit/opa/fixture.ts";
import { createDatabase } from "./database.ts";
import { writePolicy } from "./gateways/policy.ts";
import { comment } from "./requests.ts";
import { newIssuer } from "./tokens.ts";

// Two replicas in production over one database, a gateway, and people that an issuer of tokens vouches for.

/** What is demanded goes by the tool's title, so that each test has questions of its own. */
const POLICY = rego(
  `decision := {"effect": "allow", "reasons": [{"code": "approved"}], "grant": {"audience": "vault", "ttl_s": 120}} if input.approval.id
else := {"effect": "block", "reasons": [{"code": "ask"}], "approval": demand}`,
  `
usual := {"approvers": ["role:approver"], "expires_in_s": 600, "template": "this_action"}

demand := object.union(usual, {"approvers": ["group:payments"], "quorum": 2, "not_by": ["requester", "on_behalf_of"]}) if input.context.four_eyes
else := object.union(usual, {"template": "comments", "uses": 3, "valid_for_s": 600, "same": ["tool"]}) if input.context.often
else := object.union(usual, {"expires_in_s": 1}) if input.context.hurry
else := usual
`,
);

export interface Answered {
  readonly status: number;
  readonly body: JsonObject;
}

export interface ApprovalWorld {
  readonly here: RunningWrit;
  readonly there: RunningWrit;
  readonly database: string;
  /** As `gateway`, `auditor`, or a person by name: the path with its method, `GET` without a body. */
  ask(as: string, at: RunningWrit, path: string, body?: JsonObject): Promise<Answered>;
  /** The value of an Authorization field. */
  authorizationOf(as: string): Promise<string>;
  /** What one call comes to. */
  decide(session: string, context: JsonObject, more?: JsonObject, at?: RunningWrit): Promise<JsonObject>;
  stop(): Promise<void>;
}

/** Groups of people, by name. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  alice: ["approvers", "payments"],
  bob: ["approvers", "payments"],
  carol: ["approvers", "sales"],
  dave: ["approvers", "payments"],
  mallory: ["payments"],
};

/** @param more variables of both replicas, such as another way to the database */
export async function approvalWorld(
  more: (databaseUrl: string) => Promise<Readonly<Record<string, string>>> = async () => ({}),
): Promise<ApprovalWorld> {
  const dir = mkdtempSync(join(tmpdir(), "writ-approvals-"));
  const database = await createDatabase();
  const issuer = await newIssuer();
  writeFileSync(join(dir, "keys.json"), JSON.stringify(issuer.jwks()));
  const secrets: Readonly<Record<string, string>> = { gateway: secret(), auditor: secret() };
  const by = (name: string) => ({ token_sha256: hash("sha256", secrets[name] as string, "hex") });
  const callers = {
    gateway: { roles: ["decide"], vouches: true, ...by("gateway") },
    auditor: { roles: ["auditor"], ...by("auditor") },
    people: {
      roles: ["approver"],
      issuer: "corp",
      claims: { groups: ["approvers"] },
      id_claim: "sub",
      id_prefix: "user:",
      groups_claim: "groups",
    },
  };
  const corp = {
    profile: "oidc",
    issuer: issuer.issuer,
    keys: { jwks_file: join(dir, "keys.json") },
    audiences: ["writ"],
    use: ["caller"],
  };
  const env = {
    DATABASE_URL: database.url,
    WRIT_WORKERS: "1",
    WRIT_PUBLIC_URL: "https://writ.example",
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WRIT_CALLERS: JSON.stringify(callers),
    WRIT_TRUST: JSON.stringify({ issuers: { corp } }),
    WRIT_BUNDLE_PATH: writePolicy(dir, POLICY),
    WRIT_BUNDLE_SIGNATURES: "ignored",
    ...(await more(database.url)),
  };
  const start = (name: string) => startWrit({ dataDir: join(dir, name), production: true, env });
  const here = await start("here");
  const there = await start("there");
  const authorizationOf = async (as: string) =>
    `Bearer ${secrets[as] ?? (await issuer.mint({ sub: as, groups: PEOPLE[as] ?? [] }))}`;
  const ask: ApprovalWorld["ask"] = async (as, at, path, body) => {
    const response = await fetch(at.http + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: await authorizationOf(as), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };
  return {
    here,
    there,
    database: database.url,
    ask,
    authorizationOf,
    decide: async (session, context, more = {}, at = here) => {
      const answer = await ask("gateway", at, "/v1/decisions", comment({ session, context, ...more }));
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    stop: async () => {
      await Promise.all([here.stop(), there.stop()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}
