import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { type BaoAnswer, type OpenBao, startOpenbao, trustIssuer } from "../../support/openbao.ts";
import { granted, type IdentityWrit, identityWrit } from "./service.ts";

/** A user of a real database that OpenBao makes for whoever may read `database/creds/orders`, and removes afterwards. */
const ORDERS = {
  db_name: "orders",
  default_ttl: "60s",
  max_ttl: "120s",
  creation_statements: [`CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`],
  revocation_statements: [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`,
    `DROP ROLE IF EXISTS "{{name}}"`,
  ],
};

const POLICY =
  'path "database/creds/orders" { capabilities = ["read"] }\npath "auth/token/revoke-self" { capabilities = ["update"] }';

const ROLE: JsonObject = {
  role_type: "jwt",
  user_claim: "sub",
  bound_audiences: ["vault"],
  bound_claims: { "/authorization_details/0/verb": "ticket.write" },
  clock_skew_leeway: -1,
  token_policies: ["orders"],
  token_no_default_policy: true,
  token_ttl: "60s",
};

/** What PostgreSQL says to a user whose password or role has gone, before or after the connection was made. */
const DEAD = /password authentication failed|does not exist|terminating connection/;

const found = await counterpart("openbao");

describe.skipIf(found.missing !== undefined)(titled("a secret that OpenBao gives for a grant", found), () => {
  let bao: OpenBao;
  let writ: IdentityWrit;
  let database: TestDatabase;

  beforeAll(async () => {
    [bao, writ, database] = await Promise.all([startOpenbao(programOf(found)), identityWrit(), createDatabase()]);
    await trustIssuer(bao, "writ", writ.issuer);
    await bao.must("PUT", "sys/policies/acl/orders", { policy: POLICY });
    await bao.must("POST", "sys/mounts/database", { type: "database" });
    const server = new URL(inject("databaseServer"));
    await bao.must("POST", "database/config/orders", {
      plugin_name: "postgresql-database-plugin",
      allowed_roles: ["orders"],
      connection_url: urlFor(database, "{{username}}", "{{password}}"),
      username: decodeURIComponent(server.username),
      password: decodeURIComponent(server.password),
    });
    await bao.must("POST", "database/roles/orders", ORDERS);
  });
  afterAll(async () => {
    await Promise.all([bao?.stop(), writ?.stop()]);
    await database?.drop();
  });
  beforeEach(() => bao.must("DELETE", "auth/writ/role/orders"));

  /** Logs in with a fresh grant. */
  async function login(change: JsonObject = {}): Promise<string> {
    await bao.must("POST", "auth/writ/role/orders", { ...ROLE, ...change });
    const { token } = await granted(writ);
    const { body } = await bao.ask("POST", "auth/writ/login", { role: "orders", jwt: token });
    return (body.auth as { client_token: string }).client_token;
  }

  const read = (token: string) => bao.ask("GET", "database/creds/orders", undefined, token);

  /** Whether PostgreSQL lets that user in. */
  async function works({ body }: BaoAnswer): Promise<boolean> {
    const { username, password } = body.data as { username: string; password: string };
    const client = new pg.Client({ connectionString: urlFor(database, username, encodeURIComponent(password)) });
    // OpenBao may cut it off between the query's answer and its end: it worked, and nobody is left to hear that it died.
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("select 1");
      return true;
    } catch (error) {
      if (!DEAD.test((error as Error).message)) throw error;
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** A lease that has ended is cleared up a moment later. */
  const isDead = (secret: BaoAnswer) =>
    eventually(async () => ((await works(secret)) ? undefined : true), "the end of the secret");

  test("works, and is dead once the login that it hangs on is revoked", async () => {
    const token = await login();
    const secret = await read(token);
    expect(await works(secret)).toBe(true);
    expect((await bao.ask("POST", "auth/token/revoke-self", {}, token)).status).toBe(204);
    // OpenBao answers before it has cleared up what was leased.
    await isDead(secret);
    expect((await read(token)).status).toBe(403);
  });

  /** The lease says how long the engine would give; the login's own end comes first. */
  test.each([{ token_explicit_max_ttl: "2s" }, { token_ttl: "2s" }])("dies with a login that has %j", async (bound) => {
    const secret = await read(await login(bound));
    expect(secret.body["lease_duration"]).toBe(60);
    expect(await works(secret)).toBe(true);
    await isDead(secret);
  });

  /** A login counts its uses, and what was leased to it goes with the last one. */
  test.each([
    [1, [400]],
    [2, [200, 400]],
  ])("with token_num_uses %i, reading it gives %j, and nothing lives on", async (uses, statuses) => {
    const token = await login({ token_num_uses: uses });
    const answers: BaoAnswer[] = [];
    for (const _ of statuses) answers.push(await read(token));
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    for (const answer of answers.filter(({ status }) => status === 200)) await isDead(answer);
  });

  test("is nothing that the grant's holder may read elsewhere", async () => {
    const token = await login();
    for (const path of ["secret/data/other", "database/config/orders", "auth/token/lookup-self"]) {
      expect((await bao.ask("GET", path, undefined, token)).status).toBe(403);
    }
  });
});

/** Of the same database as another user; it is reached by a socket that the query names, or by its host. */
function urlFor({ url }: TestDatabase, username: string, password: string): string {
  const { host, pathname, search } = new URL(url);
  return `postgresql://${username}:${password}@${host}${pathname}${search}`;
}
