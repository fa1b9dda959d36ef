import * as oauth from "oauth4webapi";
import { describe, expect, test } from "vitest";
import type { Json } from "../../tools/grpc-client.ts";
import type { RunningWrit } from "../../tools/start-writ.ts";
import { comment } from "../support/requests.ts";
import { dataDir, post, serviceFor } from "../support/writ.ts";

/** What a broker does: reads the discovery document, then verifies tokens by the key set that it names. */
const INSECURE = { [oauth.allowInsecureRequests]: true } as const;

let writ: RunningWrit;
let issuer: oauth.AuthorizationServer;

/** Starts a service, and reads what a broker would read of it. */
async function start(dir: string, env: Record<string, string>): Promise<void> {
  writ = await serviceFor({ dataDir: dir, env });
  const discovered = await fetch(`${writ.http}/.well-known/openid-configuration`);
  const document = (await discovered.clone().json()) as { readonly issuer: string };
  issuer = {
    ...(await oauth.processDiscoveryResponse(new URL(document.issuer), discovered)),
    // The service listens on a port of the system's choice, which the issuer that was configured cannot name.
    jwks_uri: `${writ.http}/.well-known/jwks.json`,
  };
}

async function grantFor(body: Json): Promise<{ readonly grant: Json; readonly answer: Json }> {
  const { body: answer } = await post(writ.http, "/v1/decisions", body);
  return { answer, grant: answer["grant"] as Json };
}

/** Verifies issuer, audience, times and signature with a library that knows nothing of Writ. */
async function verify(token: string, audience: string): Promise<oauth.IDToken> {
  const client: oauth.Client = { client_id: audience };
  const response = () =>
    new Response(JSON.stringify({ access_token: "-", token_type: "bearer", id_token: token }), {
      headers: { "content-type": "application/json" },
    });
  const verified = response();
  const result = await oauth.processGenericTokenEndpointResponse(
    issuer,
    { ...client, id_token_signed_response_alg: headerOf(token).alg },
    verified,
  );
  await oauth.validateApplicationLevelSignature(issuer, verified, INSECURE);
  return oauth.getValidatedIdTokenClaims(result) as oauth.IDToken;
}

describe("grants, verified by a library that knows nothing of Writ", () => {
  test.each([
    ["ES256", {}],
    ["RS256", { WRIT_GRANTS_ALGORITHMS: "vault=RS256" }],
  ])("%s: says who acts, for whom, what exactly and under which policy", async (algorithm, env) => {
    await start(dataDir(), env);
    const { grant, answer } = await grantFor(comment({ session: "g-1" }) as Json);
    expect(headerOf(grant["token"] as string)).toMatchObject({ alg: algorithm, typ: "JWT" });
    const claims = await verify(grant["token"] as string, "vault");
    const { action, policy } = answer as { action: { digest: string }; policy: { digest: string } };
    expect(claims).toMatchObject({
      sub: "agent:test",
      act: { sub: "user:alice" },
      jti: grant["id"],
      scope: "ticket.write",
      task: "tsk_test",
      session: "g-1",
      session_epoch: 0,
      single_use: true,
      action_digest: action.digest,
      policy_digest: policy.digest,
    });
    expect(claims["authorization_details"]).toMatchObject([{ verb: "ticket.write", digest: action.digest }]);
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(300);
    // Arguments are in it by digest only.
    expect(JSON.stringify(claims)).not.toContain("Done.");
  });

  test("one that was changed, or is for another audience, is refused", async () => {
    await start(dataDir(), {});
    const { grant } = await grantFor(comment() as Json);
    const [head, payload, signature] = (grant["token"] as string).split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: "payment.transfer" })).toString("base64url");
    await expect(verify(`${head}.${changed}.${signature}`, "vault")).rejects.toThrow(/signature/);
    await expect(verify(grant["token"] as string, "aws")).rejects.toThrow(/aud/);
  });

  test("one from before a restart verifies after it, by the public halves of the same keys", async () => {
    const dir = dataDir();
    await start(dir, {});
    const { grant } = await grantFor(comment() as Json);
    await writ.stop();
    await start(dir, {});
    expect(await verify(grant["token"] as string, "vault")).toMatchObject({ jti: grant["id"] });
    const { keys } = (await (await fetch(`${writ.http}/.well-known/jwks.json`)).json()) as { keys: readonly Json[] };
    // Beside the two of grants, those of intents and of events.
    expect(keys.map(({ alg }) => alg).sort()).toEqual(["ES256", "ES256", "ES256", "RS256"]);
    const secrets = ["d", "p", "q", "dp", "dq", "qi", "k"];
    expect(keys.flatMap((key) => Object.keys(key).filter((name) => secrets.includes(name)))).toEqual([]);
  });
});

function headerOf(token: string): { readonly alg: string; readonly typ: string } {
  return JSON.parse(Buffer.from(token.split(".", 1)[0] as string, "base64url").toString());
}
