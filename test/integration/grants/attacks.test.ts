import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { brokerOf, type GrantWorld, grantWorld, type Issued, outcomeOf as outcome } from "../../support/grants.ts";
import { AT_MS, digestOf, openStore } from "../../support/records.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

async function world(): Promise<GrantWorld> {
  return grantWorld(await openStore(database.url));
}

describe("attacks", () => {
  type Attack = (world: GrantWorld, grant: Issued) => Promise<unknown>;
  const shown =
    (token: (grant: Issued) => string, more: object = {}, admission = brokerOf()): Attack =>
    ({ commands }, grant) =>
      commands.redeem({ grant_id: grant.id, token: token(grant), ...more }, admission);
  const part = (token: string, index: number) =>
    JSON.parse(Buffer.from(token.split(".")[index] as string, "base64url").toString());
  const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const withClaims = (token: string, changes: JsonObject) => {
    const [head, , signature] = token.split(".");
    return `${head}.${written({ ...part(token, 1), ...changes })}.${signature}`;
  };
  const withHead = (token: string, changes: JsonObject) => {
    const [, payload, signature] = token.split(".");
    return `${written({ ...part(token, 0), ...changes })}.${payload}.${signature}`;
  };

  test.each<readonly [string, string, Attack]>([
    [
      "for another audience",
      "audience_mismatch",
      shown(({ token }) => token, {}, brokerOf("b", { audiences: ["aws"] })),
    ],
    [
      "by a broker of no audience",
      "audience_mismatch",
      shown(({ token }) => token, {}, brokerOf("b", { audiences: [] })),
    ],
    ["with another action", "action_mismatch", shown(({ token }) => token, { action_digest: digestOf("other") })],
    [
      "redirected to another audience",
      "token_invalid",
      shown(({ token }) => withClaims(token, { aud: "aws" }), {}, brokerOf("b", { audiences: ["aws"] })),
    ],
    ["prolonged", "token_invalid", shown(({ token }) => withClaims(token, { exp: 9_999_999_999 }))],
    [
      "with one claim twice",
      "token_invalid",
      shown(({ token }) =>
        token.replace(/\.[^.]+\./, `.${Buffer.from('{"jti":"a","jti":"b"}').toString("base64url")}.`),
      ),
    ],
    ["without a signature", "token_invalid", shown(({ token }) => token.replace(/[^.]+$/, ""))],
    ["alg none", "token_invalid", shown(({ token }) => `${withHead(token, { alg: "none" }).replace(/[^.]+$/, "")}AA`)],
    ["HS256 with the public key", "token_invalid", shown(({ token }) => withHead(token, { alg: "HS256" }))],
    ["a critical header", "token_invalid", shown(({ token }) => withHead(token, { crit: ["exp"] }))],
    ["a key of its own", "token_invalid", shown(({ token }) => withHead(token, { jwk: { kty: "EC" } }))],
    ["a kid that is a path", "token_invalid", shown(({ token }) => withHead(token, { kid: "../../dev/null" }))],
    ["a signature in another spelling", "token_invalid", shown(({ token }) => `${token}=`)],
    ["huge", "token_invalid", shown(({ token }) => `${token}${"A".repeat(30_000)}`)],
    ["no token", "token_invalid", shown(() => "hello")],
    [
      "another grant's id",
      "token_invalid",
      async ({ commands, issue }, { token }) => commands.redeem({ grant_id: (await issue()).id, token }, brokerOf()),
    ],
    ["in another tenant", "grant_unknown", shown(({ token }) => token, {}, brokerOf("b", { tenant: "acme" }))],
    [
      "a token of an intent's key",
      "token_invalid",
      async ({ commands, signer }, { id, token }) =>
        commands.redeem(
          {
            grant_id: id,
            token: await signer.sign({ purpose: "intent", audience: "vault", type: "JWT", claims: part(token, 1) }),
          },
          brokerOf(),
        ),
    ],
    [
      "a token of an event's key",
      "token_invalid",
      async ({ commands, signer }, { id, token }) =>
        commands.redeem(
          {
            grant_id: id,
            token: await signer.sign({
              purpose: "event",
              audience: "vault",
              type: "secevent+jwt",
              claims: part(token, 1),
            }),
          },
          brokerOf(),
        ),
    ],
    [
      "signed, and never recorded",
      "grant_unknown",
      async ({ commands, signer }, { token }) => {
        const claims = { ...part(token, 1), jti: "grt_0" };
        return commands.redeem(
          { grant_id: "grt_0", token: await signer.sign({ purpose: "grant", audience: "vault", type: "JWT", claims }) },
          brokerOf(),
        );
      },
    ],
  ])("%s: %s", async (_, reason, attack) => {
    const here = await world();
    const grant = await here.issue();
    expect(await outcome(attack(here, grant))).toEqual({ reason, status: "permission_denied" });
    expect(here.counted).toEqual([reason]);
    // It is as good as before, for whom it was made.
    expect(await outcome(here.commands.redeem({ grant_id: grant.id, token: grant.token }, brokerOf()))).toBe(
      "redeemed",
    );
  });
});
