import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { ask, type CallerName, grantSettings, SECRETS } from "../../support/grant-service.ts";
import { comment } from "../../support/requests.ts";
import type { TestIssuer } from "../../support/tokens.ts";

const INSECURE = { [oauth.allowInsecureRequests]: true } as const;
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const JWT = "urn:ietf:params:oauth:token-type:jwt";

const dir = mkdtempSync(join(tmpdir(), "writ-oauth-"));
let writ: RunningWrit;
let agents: TestIssuer;
let server: oauth.AuthorizationServer;
beforeAll(async () => {
  const settings = await grantSettings(dir);
  agents = settings.agents;
  writ = await startWrit({ dataDir: dir, env: settings.env });
  const discovered = await fetch(`${writ.http}/.well-known/openid-configuration`);
  const { issuer } = (await discovered.clone().json()) as { issuer: string };
  const document = await oauth.processDiscoveryResponse(new URL(issuer), discovered);
  // The service listens on a port of the system's choice, which the issuer that was configured cannot name.
  const here = (url: string | undefined) => new URL(new URL(url as string).pathname, writ.http).href;
  server = {
    ...document,
    token_endpoint: here(document.token_endpoint),
    introspection_endpoint: here(document.introspection_endpoint),
    revocation_endpoint: here(document.revocation_endpoint),
  };
});
afterAll(async () => {
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const client = (id: CallerName): oauth.Client => ({ client_id: id });
const auth = (id: CallerName) => oauth.ClientSecretBasic(SECRETS[id]);

async function introspect(token: string, as: CallerName): Promise<oauth.IntrospectionResponse> {
  const response = await oauth.introspectionRequest(server, client(as), auth(as), token, INSECURE);
  return oauth.processIntrospectionResponse(server, client(as), response);
}

async function revoke(token: string, as: CallerName): Promise<void> {
  const response = await oauth.revocationRequest(server, client(as), auth(as), token, INSECURE);
  await oauth.processRevocationResponse(response);
}

async function exchange(parameters: Record<string, string>, as: CallerName = "gateway") {
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client(as),
    auth(as),
    EXCHANGE,
    parameters,
    INSECURE,
  );
  return oauth.processGenericTokenEndpointResponse(server, client(as), response, {
    recognizedTokenTypes: { n_a: () => {} },
  });
}

interface Granted {
  readonly decision: string;
  readonly grant: { readonly id: string; readonly token: string };
}

async function granted(as?: CallerName): Promise<Granted> {
  const { body } = await ask(writ.http, "/v1/decisions", comment(), as);
  return { decision: body["decision_id"] as string, grant: body["grant"] as Granted["grant"] };
}

describe("introspection (RFC 7662)", () => {
  test("a living grant is active, with what it says; for its broker and for auditors", async () => {
    const { grant } = await granted();
    for (const as of ["broker-a", "auditor"] as const) {
      expect(await introspect(grant.token, as)).toMatchObject({
        active: true,
        jti: grant.id,
        aud: "bao",
        sub: "agent:test",
        scope: "ticket.write",
      });
    }
  });

  test.each<[string, (granted: Granted) => Promise<string>, CallerName]>([
    ["of another broker's audience", async ({ grant }) => grant.token, "elsewhere"],
    [
      "taken",
      async ({ grant }) => {
        await ask(writ.http, `/v1/grants/${grant.id}:redeem`, { token: grant.token }, "broker-a");
        return grant.token;
      },
      "broker-a",
    ],
    [
      "revoked",
      async ({ grant }) => {
        await revoke(grant.token, "broker-b");
        return grant.token;
      },
      "broker-a",
    ],
    [
      "whose outcome is known",
      async ({ decision, grant }) => {
        await ask(writ.http, `/v1/decisions/${decision}/outcome`, { status: "succeeded" });
        return grant.token;
      },
      "auditor",
    ],
    ["altered", async ({ grant }) => grant.token.replace(/\.[^.]/, ".A"), "broker-a"],
    ["somebody else's", async () => agents.mint(), "broker-a"],
    ["no token", async () => "hello", "broker-a"],
  ])("one that is %s is not, and nothing more is said", async (_, make, as) => {
    expect(await introspect(await make(await granted()), as)).toEqual({ active: false });
  });

  test("not for a gateway", async () => {
    const { grant } = await granted();
    await expect(introspect(grant.token, "gateway")).rejects.toMatchObject({ error: "unauthorized_client" });
  });
});

describe("revocation (RFC 7009)", () => {
  test("ends a grant; again, and of what is no grant, it is no failure", async () => {
    const { grant } = await granted();
    await revoke(grant.token, "broker-a");
    await revoke(grant.token, "broker-a");
    await revoke("hello", "broker-a");
    const { body } = await ask(writ.http, `/v1/grants/${grant.id}`, undefined, "auditor");
    expect(body).toMatchObject({ state: "revoked", revoked: { reason: "by_request" } });
  });

  test("not of another broker's audience", async () => {
    const { grant } = await granted();
    await expect(revoke(grant.token, "elsewhere")).rejects.toMatchObject({ error: "invalid_grant" });
    expect(await introspect(grant.token, "broker-a")).toMatchObject({ active: true });
  });
});

describe("token exchange (RFC 8693)", () => {
  const subject = async (sub = "agent:test") => ({
    subject_token: await agents.mint({ sub }),
    subject_token_type: JWT,
  });

  test("tells the decision's grant, once, to its agent", async () => {
    const { decision, grant } = await granted("gateway");
    expect(grant.token).toBeUndefined();
    const told = await exchange({ ...(await subject()), decision_id: decision });
    expect(told).toMatchObject({ issued_token_type: JWT, token_type: "n_a" });
    expect(told.expires_in).toBeGreaterThan(0);
    expect(await introspect(told.access_token, "broker-a")).toMatchObject({
      active: true,
      jti: grant.id,
      txn: decision,
    });
    const again = exchange({ ...(await subject()), decision_id: decision });
    await expect(again).rejects.toMatchObject({ error: "invalid_grant" });
    const redeemed = await ask(writ.http, `/v1/grants/${grant.id}:redeem`, { token: told.access_token }, "broker-a");
    expect(redeemed).toMatchObject({
      status: 200,
      body: { kind: "openbao", role: "tickets", mount: "writ", credential_ttl_s: 600 },
    });
  });

  test("by the agent's id, from a caller that may vouch for it", async () => {
    const { decision } = await granted("gateway");
    const parameters = { subject_token: "agent:test", subject_token_type: "urn:writ:token-type:agent-id" };
    expect(await exchange({ ...parameters, decision_id: decision, audience: "bao" })).toHaveProperty("access_token");
  });

  test.each<[string, (decision: string) => Promise<Record<string, string>>, string]>([
    ["another agent", async (decision_id) => ({ ...(await subject("agent:other")), decision_id }), "invalid_grant"],
    [
      "another audience",
      async (decision_id) => ({ ...(await subject()), decision_id, audience: "aws" }),
      "invalid_grant",
    ],
    ["another decision", async () => ({ ...(await subject()), decision_id: "dec_0" }), "invalid_grant"],
    [
      "a token that proves nothing",
      async (decision_id) => ({ subject_token: "hello", subject_token_type: JWT, decision_id }),
      "invalid_request",
    ],
    ["no decision", async () => subject(), "invalid_request"],
    [
      "another token type",
      async (decision_id) => ({ ...(await subject()), subject_token_type: "urn:x", decision_id }),
      "invalid_request",
    ],
    ["an actor", async (decision_id) => ({ ...(await subject()), actor_token: "x", decision_id }), "invalid_request"],
  ])("not with %s", async (_, parameters, error) => {
    const { decision } = await granted("gateway");
    await expect(exchange(await parameters(decision))).rejects.toMatchObject({ error });
    expect(await exchange({ ...(await subject()), decision_id: decision })).toHaveProperty("access_token");
  });

  test("not of a grant that was told in the answer", async () => {
    const { decision } = await granted();
    const told = exchange({ ...(await subject()), decision_id: decision });
    await expect(told).rejects.toMatchObject({ error: "invalid_grant" });
  });
});

test.each(["Basic bm86Ym9keQ==", "Bearer nobody"])(
  "who is not known is asked by its own scheme: %s",
  async (authorization) => {
    const { status, headers } = await fetch(`${writ.http}/oauth2/introspect`, {
      method: "POST",
      headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      body: "token=a",
    });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe(`${authorization.split(" ")[0]} realm="writ"`);
  },
);

describe("what is no request of these", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(writ.http + path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });

  test.each<[string, () => Promise<Response>, number, string]>([
    ["JSON", () => post("/oauth2/introspect", "{}", { "content-type": "application/json" }), 400, "invalid_request"],
    ["no token", () => post("/oauth2/introspect", ""), 400, "invalid_request"],
    ["a token twice", () => post("/oauth2/introspect", "token=a&token=b"), 400, "invalid_request"],
    ["a password", () => post("/oauth2/token", "grant_type=password&username=a"), 400, "unsupported_grant_type"],
    [
      "a credential that is nobody's",
      () => post("/oauth2/introspect", "token=a", { authorization: "Bearer nobody" }),
      401,
      "invalid_client",
    ],
    ["GET", () => fetch(`${writ.http}/oauth2/token`), 405, "invalid_request"],
    [
      "a web page",
      () => post("/oauth2/revoke", "token=a", { origin: "https://evil.example" }),
      403,
      "unauthorized_client",
    ],
    ["more than fits", () => post("/oauth2/introspect", `token=${"a".repeat(200_000)}`), 413, "invalid_request"],
  ])("%s", async (_, send, status, error) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toContain("no-store");
    const body = (await response.json()) as Record<string, string>;
    expect(Object.keys(body).sort()).toEqual(["error", "error_description"]);
    expect(body["error"]).toBe(error);
  });
});
