import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { type DiscoverableIssuer, startIssuer } from "../../support/discoverable-issuer.ts";
import { type OpenBao, startOpenbao, trustIssuer } from "../../support/openbao.ts";
import { CLAIMS, comment } from "../../support/requests.ts";
import { claimsOf, granted, type IdentityWrit, identityWrit, postAs } from "./service.ts";

/** What docs/brokers/openbao.md tells people to set. */
const STRICT = { expiration_leeway: -1, not_before_leeway: -1, clock_skew_leeway: -1 };

/** Grants for writing tickets of one organization, of this tenant. */
const ROLE: JsonObject = {
  role_type: "jwt",
  user_claim: "sub",
  bound_audiences: ["vault"],
  bound_claims_type: "glob",
  bound_claims: {
    tenant: "default",
    "/authorization_details/0/verb": "ticket.write",
    "/authorization_details/0/resource/uri": "https://github.com/acme/*",
  },
  claim_mappings: { jti: "grant", txn: "decision", task: "task", "/act/sub": "on_behalf_of" },
  token_policies: ["default"],
  token_ttl: "60s",
};

const found = await counterpart("openbao");
let bao: OpenBao;

/** Makes a role `name` at a mount, and logs in to it. @returns "" or OpenBao's complaint */
async function complaintOf(mount: string, change: JsonObject, jwt: string): Promise<string> {
  // Writing over a role keeps what the text of it leaves out.
  await bao.must("DELETE", `auth/${mount}/role/r`);
  await bao.must("POST", `auth/${mount}/role/r`, { ...ROLE, ...change });
  const { status, body } = await bao.ask("POST", `auth/${mount}/login`, { role: "r", jwt });
  return status === 200 ? "" : `${status} ${body.errors?.join("; ")}`;
}

describe.skipIf(found.missing !== undefined)(titled("OpenBao takes a grant as a login", found), () => {
  let writ: IdentityWrit;

  beforeAll(async () => {
    [bao, writ] = await Promise.all([startOpenbao(programOf(found)), identityWrit()]);
    await trustIssuer(bao, "writ", writ.issuer);
  });
  afterAll(async () => {
    await Promise.all([bao?.stop(), writ?.stop()]);
  });

  test("for the action, the agent and the person that it is about", async () => {
    const { token, id, digest, decision } = await granted(writ);
    await bao.must("POST", "auth/writ/role/exact", { ...ROLE, ...STRICT, bound_claims: { action_digest: digest } });
    const { status, body } = await bao.ask("POST", "auth/writ/login", { role: "exact", jwt: token });
    expect({ status, errors: body.errors }).toEqual({ status: 200 });
    const { metadata, entity_id } = body.auth as { metadata: JsonObject; entity_id: string };
    expect(metadata).toMatchObject({
      grant: id,
      decision: decision["decision_id"],
      task: "tsk_test",
      on_behalf_of: "user:alice",
    });
    const { aliases } = (await bao.must("GET", `identity/entity/id/${entity_id}`)) as { aliases: JsonObject[] };
    expect(aliases).toMatchObject([{ name: "agent:test" }]);
  });

  test.each<[string, JsonObject, string]>([
    ["another audience", { bound_audiences: ["aws"] }, "audience claim does not match"],
    [
      "another action",
      { bound_claims: { action_digest: `sha256:${"0".repeat(64)}` } },
      'claim "action_digest" does not',
    ],
    [
      "another verb",
      { bound_claims: { "/authorization_details/0/verb": "payment.*" } },
      "authorization_details/0/verb",
    ],
    ["another person", { bound_claims: { "/act/sub": "user:mallory" } }, "/act/sub"],
    ["another agent", { bound_subject: "agent:other" }, "invalid subject (sub) claim"],
    ["a network that the broker is not in", { token_bound_cidrs: ["192.0.2.1/32"] }, "403 permission denied"],
  ])("and not with a role for %s", async (_, change, complaint) => {
    const { token } = await granted(writ);
    expect(await complaintOf("writ", STRICT, token)).toBe("");
    expect(await complaintOf("writ", { ...STRICT, ...change }, token)).toContain(complaint);
  });

  test("one that was changed is refused", async () => {
    const [head, claims, signature] = (await granted(writ)).token.split(".") as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...claimsOf(`${head}.${claims}`), sub: "agent:other" }));
    const forged = `${head}.${changed.toString("base64url")}.${signature}`;
    expect(await complaintOf("writ", STRICT, forged)).toContain("failed to verify id token signature");
  });

  test("one that is over is forgiven by default, and not with the leeways off", async () => {
    const soon = new Date(Date.now() + 1500).toISOString();
    const { token } = await granted(writ, comment({ intent: { claims: { ...CLAIMS, expires_at: soon } } }));
    await new Promise((resolve) => setTimeout(resolve, claimsOf(token).exp * 1000 - Date.now() + 100));
    expect(await complaintOf("writ", {}, token)).toBe("");
    expect(await complaintOf("writ", STRICT, token)).toContain("token is expired");
  });

  test("it takes one grant as often as it is shown; Writ gives out one redemption", async () => {
    const { token, id } = await granted(writ);
    const redeem = () => postAs(writ, "broker", `/v1/grants/${id}:redeem`, { token });
    for (let login = 1; login <= 3; login += 1) {
      expect(await complaintOf("writ", { ...STRICT, token_num_uses: 1 }, token)).toBe("");
    }
    expect((await redeem()).status).toBe(200);
    expect(await redeem()).toMatchObject({ status: 409, body: { reason: "grant_used" } });
    // OpenBao never asks Writ: only who must redeem first may reach its login.
    expect(await complaintOf("writ", STRICT, token)).toBe("");
  });
});

describe.skipIf(found.missing !== undefined)(titled("what OpenBao forgives a token by default", found), () => {
  let issuer: DiscoverableIssuer;

  beforeAll(async () => {
    [bao, issuer] = await Promise.all([startOpenbao(programOf(found)), startIssuer()]);
    await trustIssuer(bao, "test", issuer.url);
  });
  afterAll(async () => {
    await Promise.all([bao?.stop(), issuer?.stop()]);
  });

  /** Seconds from now of `exp`, `nbf`, `iat`; by the leeways that are left as they are, whether it is taken. */
  test.each<[string, Readonly<Record<"exp" | "nbf" | "iat", number | undefined>>, boolean, boolean]>([
    ["good", { iat: -10, nbf: -10, exp: 60 }, true, true],
    ["over for 50 s", { iat: -200, nbf: -200, exp: -50 }, true, false],
    ["over for 70 s", { iat: -200, nbf: -200, exp: -70 }, false, false],
    ["not valid for 50 s yet", { iat: 0, nbf: 50, exp: 90 }, true, false],
    ["not valid for 70 s yet", { iat: 0, nbf: 70, exp: 90 }, false, false],
    ["made in 50 s", { iat: 50, nbf: 0, exp: 90 }, true, false],
    ["without an end, 140 s old", { iat: -140, nbf: -140, exp: undefined }, true, false],
    ["without an end, 220 s old", { iat: -220, nbf: -220, exp: undefined }, false, false],
  ])("%s", async (_, seconds, byDefault, strictly) => {
    const now = Math.floor(Date.now() / 1000);
    const times = Object.entries(seconds).map(([name, after]) => [name, after === undefined ? undefined : now + after]);
    const jwt = await issuer.tokens.mint({ aud: "vault", ...Object.fromEntries(times) });
    expect((await complaintOf("test", { bound_claims: {} }, jwt)) === "").toBe(byDefault);
    expect((await complaintOf("test", { bound_claims: {}, ...STRICT }, jwt)) === "").toBe(strictly);
  });

  test("a token for two audiences is taken as one for either: Writ signs one only", async () => {
    const jwt = await issuer.tokens.mint({ aud: ["vault", "aws"] });
    expect(await complaintOf("test", { bound_claims: {}, ...STRICT }, jwt)).toBe("");
  });
});
