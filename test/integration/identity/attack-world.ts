import { hash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import type { Json } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { bundleKeys } from "../../support/certificates.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { WISH } from "../../support/intent-service.ts";
import { comment } from "../../support/requests.ts";
import { newIssuer, serve, type TestIssuer, type TestServer } from "../../support/tokens.ts";
import { CA, DOMAIN, ID } from "../../unit/trust/certificate-table.ts";

// One service in production for all attacks: whom it trusts, who may ask, and what a good call needs.

const CALLERS = {
  gateway: { roles: ["decide", "report"] },
  exchanging: { roles: ["decide"], grants: "exchange" },
  mesh: { roles: ["decide"], forwards_certificates: true },
  planner: { roles: ["intent_issuer"] },
  approver: { roles: ["approver"] },
  broker: { roles: ["broker"], audiences: ["vault"] },
  elsewhere: { roles: ["broker"], audiences: ["aws"] },
  auditor: { roles: ["auditor"] },
  admin: { roles: ["admin"] },
} as const;
export type CallerName = keyof typeof CALLERS;

/** What trusting an issuer says beside the usual; each such entry is an issuer of its own, with its own key. */
export type Trust = Partial<IssuerTrust>;

/** Issues intents beside Writ itself. */
export const INTENTS: Trust = { profile: "intent", uses: ["intent"] };
/** Whose tokens callers show, as those that the tables of tokens are about show them. */
const PLAIN: Trust = {};

export const AGENT = "agent-1";

export interface Issued {
  readonly id: string;
  readonly token: string;
}

export interface Granted extends Issued {
  readonly digest: string;
  readonly decision: string;
  readonly task: string;
}

export interface AttackWorld {
  readonly writ: RunningWrit;
  readonly databaseUrl: string;
  readonly secrets: Readonly<Record<CallerName, string>>;
  issuer(trust?: Trust): TestIssuer;
  /** A request that is allowed and granted, with what `more` says otherwise. Without `agent` and `intent` they are good ones, for a task of their own. */
  request(more?: JsonObject): Promise<JsonObject>;
  /** An intent that Writ issued. */
  issued(wish?: JsonObject): Promise<Issued>;
  /** A decision with its grant. */
  granted(more?: JsonObject, as?: CallerName): Promise<Granted>;
  /** Over HTTP, as a caller. @throws unless it succeeds */
  must(as: CallerName, path: string, body?: JsonObject): Promise<Json>;
  /** An agent that is registered, and nothing else. */
  registered(): Promise<string>;
  stop(): Promise<void>;
}

const keyOf = (trust: Trust) => JSON.stringify(trust);

/** @param trusts of all issuers that there have to be */
export async function attackWorld(trusts: readonly Trust[]): Promise<AttackWorld> {
  const distinct = [...new Map([PLAIN, INTENTS, ...trusts].map((trust) => [keyOf(trust), trust])).entries()];
  const issuers = new Map<string, TestIssuer>();
  for (const [index, [key]] of distinct.entries()) {
    // The name that the table of tokens knows its issuer by.
    const issuer = key === keyOf(PLAIN) ? "https://idp.example" : `https://idp-${index}.example`;
    issuers.set(key, await newIssuer({ issuer }));
  }
  const issuerOf = (trust: Trust = PLAIN) => issuers.get(keyOf(trust)) as TestIssuer;
  const keys = await keyServer(distinct.map(([, trust]) => ({ trust, issuer: issuerOf(trust) })));
  const trusted = distinct.map(([, trust], index) => [
    `idp-${index}`,
    entryOf(trust, issuerOf(trust), `${keys.url}/${index}`),
  ]);
  const mesh = { profile: "x509-svid", trust_domain: DOMAIN, keys: { spiffe_bundle_url: `${keys.url}/authorities` } };
  const secrets = Object.fromEntries(Object.keys(CALLERS).map((name) => [name, randomBytes(24).toString("base64url")]));
  const callers = Object.entries(CALLERS).map(([name, caller]) => {
    return [name, { ...caller, token_sha256: hash("sha256", secrets[name] as string, "hex") }];
  });
  const people = { roles: ["decide"], issuer: "idp-0", claims: { sub: [AGENT] } };
  const database = await createDatabase();
  const dir = mkdtempSync(join(tmpdir(), "writ-attacks-"));
  let writ: RunningWrit | undefined;
  const stop = async () => {
    await writ?.stop();
    await Promise.all([database.drop(), keys.close()]);
    rmSync(dir, { recursive: true, force: true });
  };
  const env = {
    DATABASE_URL: database.url,
    WRIT_WORKERS: "1",
    WRIT_LOG_LEVEL: "trace",
    WRIT_PUBLIC_URL: "https://writ.example",
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WRIT_CALLERS: JSON.stringify({ ...Object.fromEntries(callers), people }),
    WRIT_TRUST: JSON.stringify({ issuers: { ...Object.fromEntries(trusted), mesh } }),
  };
  try {
    writ = await startWrit({ dataDir: dir, production: true, env });
    const world = worldOf(writ, database, secrets as AttackWorld["secrets"], issuerOf, stop);
    await ready(world);
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As `trust` of the configuration says it. */
function entryOf(trust: Trust, { issuer }: TestIssuer, url: string): JsonObject {
  const { profile = "oidc", uses, trustDomain, tenantClaim, delegation } = trust;
  const isSpiffe = profile === "jwt-svid";
  return {
    profile,
    ...(isSpiffe ? {} : { issuer }),
    keys: isSpiffe ? { spiffe_bundle_url: url } : { jwks_url: url },
    audiences: ["writ"],
    ...(keyOf(trust) === keyOf(PLAIN) ? { use: ["agent", "caller"] } : uses === undefined ? {} : { use: [...uses] }),
    ...(trustDomain === undefined ? {} : { trust_domain: trustDomain }),
    ...(tenantClaim === undefined ? {} : { tenant_claim: tenantClaim }),
    ...(delegation === undefined ? {} : { delegation }),
  };
}

function keyServer(issuers: readonly { readonly trust: Trust; readonly issuer: TestIssuer }[]): Promise<TestServer> {
  const documents = new Map<string, object>([["/authorities", { keys: bundleKeys(CA) }]]);
  for (const [index, { trust, issuer }] of issuers.entries()) {
    const use = trust.profile === "jwt-svid" ? { use: "jwt-svid" } : {};
    documents.set(`/${index}`, { keys: issuer.jwks().keys.map((key) => ({ ...key, ...use })) });
  }
  return serve((request, response) => {
    const document = documents.get(request.url ?? "");
    if (document === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", "application/json").end(JSON.stringify(document));
  });
}

function worldOf(
  writ: RunningWrit,
  database: TestDatabase,
  secrets: AttackWorld["secrets"],
  issuer: AttackWorld["issuer"],
  stop: () => Promise<void>,
): AttackWorld {
  const must: AttackWorld["must"] = async (as, path, body) => {
    const response = await fetch(writ.http + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${secrets[as]}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text.startsWith("{") ? (JSON.parse(text) as Json) : { text };
  };
  const issued: AttackWorld["issued"] = async (wish = {}) => {
    const { id, token } = await must("planner", "/v1/intents", { ...WISH, task: `tsk_${randomUUID()}`, ...wish });
    return { id: String(id), token: String(token) };
  };
  const request: AttackWorld["request"] = async (more = {}) => ({
    ...comment(),
    agent: { token: await issuer().mint({ jti: randomUUID() }) },
    ...(more["intent"] === undefined ? { intent: { token: (await issued()).token } } : {}),
    ...more,
  });
  return {
    writ,
    databaseUrl: database.url,
    secrets,
    issuer,
    must,
    issued,
    request,
    granted: async (more, as = "gateway") => {
      const answer = await must(as, "/v1/decisions", await request(more));
      const grant = answer["grant"] as Issued | undefined;
      if (grant === undefined) throw new Error(`no grant: ${JSON.stringify(answer["reasons"])}`);
      const { digest } = answer["action"] as { readonly digest: string };
      const decision = String(answer["decision_id"]);
      const { task } = await must("auditor", `/v1/grants/${grant.id}`);
      return { ...grant, digest, decision, task: String(task) };
    },
    registered: async () => {
      const id = `agent-${randomUUID()}`;
      await must("admin", "/v1/agents", { id, owner: "team-attacks" });
      return id;
    },
    stop,
  };
}

/** Registers the agents of good calls, and waits until every issuer's keys are there: a good call goes through. */
async function ready(world: AttackWorld): Promise<void> {
  for (const id of [AGENT, ID]) await world.must("admin", "/v1/agents", { id, owner: "team-attacks" });
  await eventually(async () => {
    const answer = await world.must("gateway", "/v1/decisions", await world.request());
    return answer["effect"] === "allow" ? true : undefined;
  }, "a good call");
}
