import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { eventually } from "../../support/eventually.ts";
import { type OidcProvider, startOidcProvider } from "../../support/oidc-provider.ts";
import { CLAIMS, readFile } from "../../support/requests.ts";
import { newKey, sign, type TestKey } from "../../support/tokens.ts";
import { CALLERS, type IdentityWrit, identityWrit, postAs } from "./service.ts";

const WRIT = "https://writ.example";
const AGENT = "agent:refunds-bot";

/** Agents and people that the provider knows. People come with client credentials too: what counts is their claims. */
const CLIENTS = [
  { id: "refunds-bot", claims: { team: "payments" } },
  { id: "bob", claims: { groups: ["staff", "writ-approvers"], email: "bob@example.com" } },
  { id: "mallory", claims: { groups: ["staff"], email: "mallory@example.com" } },
];

let provider: OidcProvider;
let writ: IdentityWrit;

beforeAll(async () => {
  provider = await startOidcProvider(CLIENTS);
  const trusted = { profile: "at+jwt", issuer: provider.issuer, keys: { discovery: true }, audiences: [WRIT] };
  const issuers = {
    corp: { ...trusted, use: ["agent", "caller"], agent_id: { prefix: "agent:" }, labels: { team: "/team" } },
  };
  const people = { issuer: "corp", claims: { groups: ["writ-approvers"] }, id_claim: "email", id_prefix: "user:" };
  writ = await identityWrit(
    { ...CALLERS, people: { ...people, roles: ["approver"] } },
    { WRIT_TRUST: JSON.stringify({ issuers }) },
  );
});
afterAll(async () => {
  await Promise.all([writ?.stop(), provider?.stop()]);
});

/** Reading a file: what Writ says to the agent of this token. */
async function decided(agent: JsonObject): Promise<JsonObject> {
  const { body } = await postAs(writ, "gateway", "/v1/decisions", readFile({ agent }));
  return body;
}

const refusal = ({ reasons }: JsonObject) => (reasons as { code: string }[])[0]?.code;

describe("an agent with an access token (RFC 9068) of oidc-provider", () => {
  test("is known by it", async () => {
    const answer = await decided({ token: await provider.token("refunds-bot", WRIT) });
    expect(answer).toMatchObject({ effect: "allow" });
    const { body } = await recordOf(answer);
    expect(JSON.stringify(body)).toContain(AGENT);
  });

  test.each<[string, (token: string) => Promise<string> | string, string]>([
    [
      "for another resource",
      () => provider.token("refunds-bot", "https://other.example"),
      "agent_token_audience_mismatch",
    ],
    ["whose claims were changed", (token) => changed(token, { client_id: "bob", sub: "bob" }), "agent_token_invalid"],
    ["whose signature is gone", (token) => token.replace(/[^.]*$/, ""), "agent_token_invalid"],
  ])("is blocked with one %s", async (_, change, code) => {
    const token = await change(await provider.token("refunds-bot", WRIT));
    const answer = await decided({ token });
    expect(answer).toMatchObject({ effect: "block" });
    expect(refusal(answer)).toBe(code);
  });

  test("goes on when the provider changes its key, at once, and the keys are not fetched for each token", async () => {
    await provider.rotate();
    await eventually(async () => {
      const answer = await decided({ token: await provider.token("refunds-bot", WRIT) });
      return answer["effect"] === "allow" ? true : undefined;
    }, "the provider's next key");
    const before = provider.keyFetches();
    for (let call = 0; call < 20; call += 1) await decided({ token: await provider.token("refunds-bot", WRIT) });
    expect(provider.keyFetches() - before).toBeLessThanOrEqual(1);
  });

  test("which is bound to a key (RFC 9449) needs a proof of that key, once and for this request", async () => {
    const key = await newKey();
    const token = await provider.token("refunds-bot", WRIT, await dpop(key, "POST", `${provider.issuer}/token`));
    const sent = { method: "POST", uri: "https://gateway.example/mcp" };
    const proof = (by: TestKey) => dpop(by, sent.method, sent.uri, token);
    expect((await decided({ token }))["effect"]).toBe("block");
    expect((await decided({ token, proof: { ...sent, token: await proof(await newKey()) } }))["effect"]).toBe("block");
    const good = await proof(key);
    expect(await decided({ token, proof: { ...sent, token: good } })).toMatchObject({ effect: "allow" });
    expect((await decided({ token, proof: { ...sent, token: good } }))["effect"]).toBe("block");
  });
});

describe("a person with an access token of oidc-provider", () => {
  /** A request of somebody's own. */
  const asked = async (token: string, path: string) => {
    const response = await fetch(writ.http + path, { method: "POST", headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };

  /** An intent that waits for a person. */
  const pending = async () => {
    const wish = { ...CLAIMS, task: `tsk_${randomUUID()}`, agent: AGENT, lifetime_s: 60, consent: true };
    const { status, body } = await postAs(writ, "gateway", "/v1/intents", wish);
    expect({ status, body }).toMatchObject({ status: 200, body: { status: "pending" } });
    return String(body["id"]);
  };

  test("approves as the caller that its claims say, and the agent may go on", async () => {
    const id = await pending();
    const approved = await asked(await provider.token("bob", WRIT), `/v1/intents/${id}:approve`);
    expect(approved).toMatchObject({ status: 200, body: { decided_by: "user:bob@example.com" } });
    const agent = { token: await provider.token("refunds-bot", WRIT) };
    const read = readFile({ agent, intent: { token: await intentToken(id) } });
    expect((await postAs(writ, "gateway", "/v1/decisions", read)).body).toMatchObject({ effect: "allow" });
  });

  test.each([
    ["without the claim", "mallory", WRIT],
    ["for another resource", "bob", "https://other.example"],
  ])("%s is nobody", async (_, person, resource) => {
    const { status } = await asked(await provider.token(person, resource), `/v1/intents/${await pending()}:approve`);
    expect(status).toBe(401);
  });
});

/** Who asked for an intent gets its token once it is approved. */
async function intentToken(id: string): Promise<string> {
  const headers = { authorization: `Bearer ${writ.secrets["gateway"]}` };
  const body = (await (await fetch(`${writ.http}/v1/intents/${id}`, { headers })).json()) as JsonObject;
  return body["token"] as string;
}

async function recordOf(answer: JsonObject): Promise<{ readonly body: JsonObject }> {
  const response = await fetch(`${writ.http}/v1/decisions/${answer["decision_id"]}`, {
    headers: { authorization: `Bearer ${writ.secrets["gateway"]}` },
  });
  return { body: (await response.json()) as JsonObject };
}

/** The same token with other claims. */
function changed(token: string, change: JsonObject): string {
  const [head, claims, signature] = token.split(".") as [string, string, string];
  const all = { ...JSON.parse(Buffer.from(claims, "base64url").toString()), ...change };
  return `${head}.${Buffer.from(JSON.stringify(all)).toString("base64url")}.${signature}`;
}

/** RFC 9449 section 4.2; `ath` where there is an access token. */
function dpop(key: TestKey, htm: string, htu: string, token?: string): Promise<string> {
  const { kid: _, alg: __, ...jwk } = key.jwk;
  const ath = token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") };
  const claims = { jti: randomUUID(), htm, htu, iat: Math.floor(Date.now() / 1000), ...ath };
  return sign(key, claims, { typ: "dpop+jwt", jwk, kid: undefined });
}
