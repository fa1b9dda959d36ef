import { spawnSync } from "node:child_process";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { CLAIMS, comment, request } from "../../support/requests.ts";
import { granted, type IdentityWrit, identityWrit } from "./service.ts";

/** What a relying party reads in a token, by discovery of the issuer. @throws why it takes none of it */
type Judge = (issuer: string, token: string, audience: string, algorithm: string) => Promise<JsonObject>;

const INSECURE = { [oauth.allowInsecureRequests]: true } as const;

const oauth4webapi: Judge = async (issuer, token, audience, algorithm) => {
  const url = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, INSECURE));
  const answer = JSON.stringify({ access_token: "-", token_type: "bearer", id_token: token });
  const response = new Response(answer, { headers: { "content-type": "application/json" } });
  // It forgives 30 s unless told otherwise.
  const client = { client_id: audience, id_token_signed_response_alg: algorithm, [oauth.clockTolerance]: 0 };
  const result = await oauth.processGenericTokenEndpointResponse(server, client, response);
  await oauth.validateApplicationLevelSignature(server, response, INSECURE);
  return oauth.getValidatedIdTokenClaims(result) as unknown as JsonObject;
};

const found = await counterpart("oidc");

const goOidc: Judge = async (issuer, token, audience, algorithm) => {
  const args = [issuer, audience, algorithm];
  const { status, stdout, stderr } = spawnSync(programOf(found), args, { input: token, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as JsonObject;
};

/** A grant for `vault`, and one for `aws`. */
const REQUESTS: Readonly<Record<string, JsonObject>> = {
  vault: comment(),
  aws: request(
    "cloudflare",
    "kv_namespace_create",
    { title: "cache" },
    {
      intent: { claims: { ...CLAIMS, allows: [{ verb: "infra.create", max_tier: "privileged" }] } },
    },
  ),
};
const ALGORITHMS: Readonly<Record<string, string>> = { vault: "ES256", aws: "RS256" };

let writ: IdentityWrit;

beforeAll(async () => {
  writ = await identityWrit(undefined, { WRIT_GRANTS_ALGORITHMS: "aws=RS256" });
});
afterAll(() => writ?.stop());

describe.each<[string, boolean, Judge]>([
  ["oauth4webapi", true, oauth4webapi],
  [titled("coreos/go-oidc", found), found.missing === undefined, goOidc],
])("grants, judged by %s", (_, there, judge) => {
  test.runIf(there).each(Object.entries(REQUESTS))("for %s: believed", async (audience, asked) => {
    const { token, id, digest } = await granted(writ, asked);
    expect(await judge(writ.issuer, token, audience, ALGORITHMS[audience] as string)).toMatchObject({
      iss: writ.issuer,
      aud: audience,
      jti: id,
      action_digest: digest,
    });
  });

  /** How a good grant is made bad, and which word of the judge's says that it was seen. */
  const CHANGES: Readonly<Record<string, [(token: string) => string, RegExp]>> = {
    "whose claims were changed": [(token) => replaced(token, 1, { sub: "agent:other" }), /signature/i],
    "whose signature was cut off": [(token) => token.replace(/[^.]*$/, ""), /signature|malformed/i],
    "with alg none": [
      (token) => replaced(token, 0, { alg: "none" }).replace(/[^.]*$/, ""),
      /alg|signature|malformed|unsupported/i,
    ],
    "of a key that it names itself": [(token) => replaced(token, 0, { kid: "../other" }), /kid|signature|key/i],
  };

  test.runIf(there).each(Object.entries(CHANGES))("one %s is refused", async (__, [change, complaint]) => {
    const { token } = await granted(writ);
    await expect(judge(writ.issuer, change(token), "vault", "ES256")).rejects.toThrow(complaint);
  });

  test.runIf(there)("one for another audience, of another issuer or algorithm, or too late, is refused", async () => {
    const soon = new Date(Date.now() + 1500).toISOString();
    const { token } = await granted(writ, comment({ intent: { claims: { ...CLAIMS, expires_at: soon } } }));
    await expect(judge(writ.issuer, token, "aws", "ES256")).rejects.toThrow(/aud/i);
    await expect(judge(writ.issuer, token, "vault", "RS256")).rejects.toThrow(/alg/i);
    await expect(judge(writ.issuer.replace("127.0.0.1", "localhost"), token, "vault", "ES256")).rejects.toThrow(
      /issuer/i,
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await expect(judge(writ.issuer, token, "vault", "ES256")).rejects.toThrow(/exp/i);
  });
});

/** The token with other members in its header (0) or claims (1). */
function replaced(token: string, part: 0 | 1, change: JsonObject): string {
  const parts = token.split(".");
  const old = JSON.parse(Buffer.from(parts[part] as string, "base64url").toString()) as JsonObject;
  parts[part] = Buffer.from(JSON.stringify({ ...old, ...change })).toString("base64url");
  return parts.join(".");
}
