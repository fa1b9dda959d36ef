import { hash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROLES } from "../../src/domain/caller.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { rego } from "../unit/opa/fixture.ts";
import { createDatabase } from "./database.ts";
import { writePolicy } from "./gateways/policy.ts";
import { newIssuer, type TestIssuer } from "./tokens.ts";

// One service in production for several tenants, each with a caller that has every role, and a policy that says whose it is.

/** `alpha` has the settings outside; of the policy of `gamma` a test says more. */
export const TENANTS = ["alpha", "beta", "gamma"] as const;
export type TenantName = (typeof TENANTS)[number];

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: JsonObject;
}

export interface Question {
  readonly method?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TenantsWorld {
  readonly writ: RunningWrit;
  readonly database: string;
  /** Whose agents' and people's tokens each tenant trusts: one issuer, the same for all. */
  readonly issuer: TestIssuer;
  /** The folder of a tenant's policy. */
  folder(tenant: TenantName): string;
  authorization(tenant: TenantName): string;
  ask(tenant: TenantName, path: string, question?: Question): Promise<Answered>;
  stop(): Promise<void>;
}

/** Says whose it is and how many calls of the session it has seen; `context.ask` wants a person's yes first. */
export function policyOf(tenant: string): string {
  return rego(
    `decision := {"effect": "allow", "reasons": [{"code": code}], "grant": {"audience": "vault", "ttl_s": 600}} if settled
else := {"effect": "block", "reasons": [{"code": code}], "approval": {"approvers": ["role:approver"], "expires_in_s": 600, "template": "this_action"}}`,
    `
code := sprintf("${tenant}_%d", [object.get(input, ["session", "calls"], -1)])
settled if input.approval.id
settled if not input.context.ask
`,
  );
}

/** The policy of `gamma` is missing when the service starts; its bundle is stale when its source is silent for 2 s. */
export async function tenantsWorld(): Promise<TenantsWorld> {
  const dir = mkdtempSync(join(tmpdir(), "writ-tenants-"));
  const folder = (tenant: TenantName) => join(dir, tenant, "policy");
  const database = await createDatabase();
  const issuer = await newIssuer();
  writeFileSync(join(dir, "keys.json"), JSON.stringify(issuer.jwks()));
  const secrets = new Map(TENANTS.map((tenant) => [tenant, `${tenant}_${randomBytes(18).toString("base64url")}`]));
  for (const tenant of ["alpha", "beta"] as const) writePolicy(join(dir, tenant), policyOf(tenant));
  mkdirSync(folder("gamma"), { recursive: true });
  const settings = (tenant: TenantName): JsonObject => ({
    callers: {
      // The same name in each: a name is a tenant's own.
      everything: {
        roles: [...ROLES],
        vouches: true,
        audiences: ["vault"],
        token_sha256: hash("sha256", secrets.get(tenant) ?? ""),
      },
      people: { roles: ["auditor"], issuer: "corp", claims: { tenant: [tenant] }, id_claim: "sub", id_prefix: "user:" },
    },
    trust: {
      issuers: {
        corp: {
          profile: "oidc",
          issuer: issuer.issuer,
          keys: { jwks_file: join(dir, "keys.json") },
          audiences: ["writ"],
          use: ["caller"],
        },
      },
    },
    bundle: {
      path: folder(tenant),
      signatures: "ignored",
      poll_interval_s: 1,
      ...(tenant === "gamma" ? { max_age_s: 2 } : {}),
    },
  });
  const { alpha, ...others } = Object.fromEntries(TENANTS.map((tenant) => [tenant, settings(tenant)]));
  const file = join(dir, "writ.yaml");
  writeFileSync(file, JSON.stringify({ ...alpha, tenant: "alpha", tenants: others }));
  const writ = await startWrit({
    dataDir: join(dir, "data"),
    production: true,
    args: ["--config", file],
    env: {
      DATABASE_URL: database.url,
      WRIT_WORKERS: "1",
      WRIT_GRANTS_ISSUER: "https://writ.example",
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    },
  });
  const authorization = (tenant: TenantName) => `Bearer ${secrets.get(tenant)}`;
  return {
    writ,
    database: database.url,
    issuer,
    folder,
    authorization,
    ask: async (tenant, path, { method, body, form, headers = {} } = {}) => {
      const sent = form === undefined ? JSON.stringify(body) : new URLSearchParams(form);
      const response = await fetch(writ.http + path, {
        method: method ?? (sent === undefined ? "GET" : "POST"),
        headers: {
          authorization: authorization(tenant),
          ...(typeof sent === "string" ? { "content-type": "application/json" } : {}),
          ...headers,
        },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      return { status: response.status, text, body: isJson && text !== "" ? (JSON.parse(text) as JsonObject) : {} };
    },
    stop: async () => {
      await writ.stop();
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
