import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpartOf, programOf, titled } from "../../support/counterpart.ts";
import { type DiscoverableIssuer, startIssuer } from "../../support/discoverable-issuer.ts";
import { type Minio, type Session, startMinio } from "../../support/minio.ts";
import { CLAIMS, request } from "../../support/requests.ts";
import { newIssuer } from "../../support/tokens.ts";
import { CALLERS, claimsOf, granted, type IdentityWrit, identityWrit, postAs } from "./service.ts";

const AUD = "sts.amazonaws.com";
/** AWS makes no session shorter than this, nor does MinIO. */
const LEAST_S = 900;

const AUDIENCES = {
  aws: { kind: "aws", aud: AUD, algorithm: "RS256", credential_ttl_s: LEAST_S, tags: ["task", "agent", "verb"] },
};

/** Something that settings want a grant for `aws` for. */
const CREATE = request(
  "cloudflare",
  "kv_namespace_create",
  { title: "cache" },
  {
    intent: { claims: { ...CLAIMS, allows: [{ verb: "infra.create", max_tier: "privileged" }] } },
  },
);

const found = counterpartOf("test-aws", "minio");

describe.skipIf(found.missing !== undefined)(titled("MinIO's STS takes a grant as AWS does", found), () => {
  let writ: IdentityWrit;
  let issuer: DiscoverableIssuer;
  let minio: Minio;
  let writsRole: string;
  let othersRole: string;

  beforeAll(async () => {
    [writ, issuer] = await Promise.all([
      identityWrit(
        { ...CALLERS, broker: { ...CALLERS["broker"], audiences: [AUD] } },
        { WRIT_GRANTS_AUDIENCES: JSON.stringify(AUDIENCES) },
      ),
      startIssuer(),
    ]);
    minio = await startMinio(programOf(found), [
      { issuer: writ.issuer, audience: AUD },
      { issuer: issuer.url, audience: "other" },
    ]);
    // It lists them in no order: each takes the tokens of its own provider only.
    const { token } = await granted(writ, CREATE);
    const [first, second] = minio.roles as [string, string];
    [writsRole, othersRole] = "error" in (await minio.assume(first, token)) ? [second, first] : [first, second];
  });
  afterAll(async () => {
    await Promise.all([minio?.stop(), writ?.stop(), issuer?.stop()]);
  });

  test("and gives a session that works, for what AWS reads in it", async () => {
    const { token } = await granted(writ, CREATE);
    const session = (await minio.assume(writsRole, token)) as Session;
    const credentials = { ...session };
    const client = new S3Client({ endpoint: minio.url, region: "us-east-1", forcePathStyle: true, credentials });
    await client.send(new CreateBucketCommand({ Bucket: "made-with-a-grant" }));
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: "made-with-a-grant" }]);
    client.destroy();
    const tags = claimsOf(token)["https://aws.amazon.com/tags"] as { principal_tags: JsonObject };
    expect(tags.principal_tags).toMatchObject({ task: ["tsk_test"], agent: ["agent:test"], verb: ["infra.create"] });
  });

  test("a grant's life is not the session's: two minutes buy fifteen, and what the template bounds is what the broker asks for", async () => {
    const { token, id, digest } = await granted(writ, CREATE);
    expect(claimsOf(token).exp * 1000 - Date.now()).toBeLessThanOrEqual(120_000);
    const { status, body } = await postAs(writ, "broker", `/v1/grants/${id}:redeem`, { token, action_digest: digest });
    expect({ status, body }).toMatchObject({ status: 200, body: { credential_ttl_s: LEAST_S, kind: "aws" } });
    const life = async (durationS?: number) => {
      const session = await minio.assume(writsRole, token, durationS);
      return "error" in session ? session.error : Math.round((session.expiresAtMs - Date.now()) / 1000);
    };
    expect(await life(body["credential_ttl_s"] as number)).toBeCloseTo(LEAST_S, -1);
    // No broker can ask for less, and one that asks for more gets it.
    expect(await life(LEAST_S - 1)).toContain("InvalidParameterValue");
    expect(await life(43_200)).toBeGreaterThan(43_000);
    // Both lives are on record.
    const headers = { authorization: `Bearer ${writ.secrets["gateway"]}` };
    const record = (await (await fetch(`${writ.http}/v1/grants/${id}`, { headers })).json()) as JsonObject;
    const [{ credential_expires_at } = {}] = record["redeemed"] as { credential_expires_at?: string }[];
    expect(Date.parse(credential_expires_at as string)).toBeGreaterThan(Date.parse(record["expires_at"] as string));
  });

  test.each<[string, (token: string) => string | Promise<string>]>([
    [
      "whose claims were changed",
      (token) => token.replace(/\.[^.]*\./, `.${encoded({ ...claimsOf(token), sub: "x" })}.`),
    ],
    ["whose signature is gone", (token) => token.replace(/[^.]*$/, "")],
    ["of a key that nobody published", async () => (await newIssuer({ issuer: writ.issuer })).mint({ aud: AUD })],
  ])("refuses one %s", async (_, change) => {
    const { token } = await granted(writ, CREATE);
    expect(await minio.assume(writsRole, await change(token))).toHaveProperty("error");
  });

  test.each<[string, JsonObject, boolean]>([
    ["good", {}, true],
    ["for another audience", { aud: "elsewhere" }, false],
    ["that is over", { exp: Math.floor(Date.now() / 1000) - 120 }, false],
    // AWS finds the provider by `iss`; here it is the signature alone that counts.
    ["of an issuer that it was never told of", { iss: "https://elsewhere.example" }, true],
  ])("what it looks at: a token %s", async (_, change, taken) => {
    const token = await issuer.tokens.mint({ aud: "other", ...change });
    expect(!("error" in (await minio.assume(othersRole, token)))).toBe(taken);
  });

  test("it keeps all providers' keys in one set: each of them can sign for the others' roles, and AWS is not like that", async () => {
    const token = await issuer.tokens.mint({ aud: AUD });
    expect(await minio.assume(writsRole, token)).toHaveProperty("accessKeyId");
  });
});

function encoded(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}
