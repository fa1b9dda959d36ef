import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AdmitDeps, admit, type TenantCallers } from "../../../src/admit/admit.ts";
import { CARRIES_TOKEN, type KnownCaller, type Peer } from "../../../src/domain/caller.ts";
import { NO_TOKENS } from "../../../src/identify/identify.ts";

const gateway: KnownCaller = {
  id: "gateway",
  roles: ["decide", "report"],
  token_digests: [hash("sha256", "s3cret-of-the-gateway", "hex"), hash("sha256", "its-next-secret", "hex")],
  acts: false,
  vouches: false,
  forwards_certificates: true,
  grants: "exchange",
  audiences: [],
  obligations: ["redact"],
  carries: CARRIES_TOKEN,
};
const people: KnownCaller = {
  id: "people",
  roles: ["approver"],
  token_digests: [],
  by: { issuer: "corp", claims: { groups: ["approvers"] }, id_claim: "email", id_prefix: "user:" },
  acts: false,
  vouches: false,
  forwards_certificates: false,
  grants: "answer",
  audiences: [],
  obligations: ["redact"],
  carries: CARRIES_TOKEN,
};

/** An issuer whose tokens are the JSON of their claims. */
const tokens: TenantCallers["tokens"] = {
  verify: (_, token) => {
    if (!token.startsWith("corp.")) return { fault: "token_invalid", message: "no token" };
    const claims = JSON.parse(Buffer.from(token.slice(5), "base64url").toString());
    return { issuer: "corp", profile: "oidc", claims, digest: "sha256:0", expires_at_ms: 1 };
  },
};
const tokenOf = (claims: object) => `Bearer corp.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;

const deps = (callers: readonly KnownCaller[], development = false): AdmitDeps => ({
  development,
  tenants: [{ tenant: "acme", callers, tokens }],
});
const DEPS = deps([gateway, people]);
const from = (authorization: string, address = "10.0.0.1"): Peer => ({ address, authorization });
const basic = (pair: string) => from(`Basic ${Buffer.from(pair).toString("base64")}`);

describe("a caller is who its credential says", () => {
  test.each<[string, Peer, object]>([
    ["a secret", from("Bearer s3cret-of-the-gateway"), { id: "gateway", roles: ["decide", "report"] }],
    ["the secret that takes its place", from("bearer its-next-secret"), { id: "gateway" }],
    ["a secret as OAuth clients send it", basic("gateway:s3cret-of-the-gateway"), { id: "gateway" }],
    ["the same, form-encoded (RFC 6749)", basic("gateway:s3cret%2Dof%2dthe%2Dgateway"), { id: "gateway" }],
    [
      "a token",
      from(tokenOf({ email: "bob@acme.example", groups: ["x", "approvers"] })),
      { id: "user:bob@acme.example" },
    ],
  ])("%s", async (_, peer, caller) => {
    expect(await admit(DEPS, peer, "http", 7)).toMatchObject({ tenant: "acme", now_ms: 7, caller });
  });

  test("with what it may do beside its roles", async () => {
    expect(await admit(DEPS, from("Bearer its-next-secret"), "http", 7)).toMatchObject({
      vouches: false,
      forwards_certificates: true,
      grants: "exchange",
    });
  });

  test("and is the agent of its connection's certificate only where it may be", async () => {
    const certificates = [new Uint8Array([1])];
    const peer = { ...from("Bearer its-next-secret"), certificates };
    expect(await admit(DEPS, peer, "http", 7)).not.toHaveProperty("certificates");
    const acting = deps([{ ...gateway, acts: true }]);
    expect(await admit(acting, peer, "http", 7)).toMatchObject({ certificates });
  });

  test.each<[string, Peer]>([
    ["no credential", { address: "10.0.0.1" }],
    ["no credential, from this machine", { address: "127.0.0.1" }],
    ["another secret", from("Bearer s3cret")],
    ["the digest of a secret", from(`Bearer ${gateway.token_digests[0]}`)],
    ["another scheme", from("Digest s3cret-of-the-gateway")],
    ["a token of another group", from(tokenOf({ email: "eve@acme.example", groups: ["staff"] }))],
    ["a token without the claim that names its bearer", from(tokenOf({ groups: ["approvers"] }))],
    ["a token whose claims are inherited", from(tokenOf({ ["__proto__"]: { groups: ["approvers"] } }))],
    ["a token whose name ends a line", from(tokenOf({ email: "bob\nadmin", groups: ["approvers"] }))],
    ["a token whose name runs backwards", from(tokenOf({ email: "bob\u202enimda", groups: ["approvers"] }))],
    ["a token whose name is endless", from(tokenOf({ email: "b".repeat(300), groups: ["approvers"] }))],
    ["Basic without a password", basic("s3cret-of-the-gateway")],
  ])("and nobody with %s", async (_, peer) => {
    await expect(admit(DEPS, peer, "http", 7)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("without callers in the configuration", () => {
  const open: AdmitDeps = { development: false, tenants: [{ tenant: "acme", callers: [], tokens: NO_TOKENS }] };

  test.each<[string, boolean, string, object]>([
    ["development believes this machine", true, "::1", { vouches: true, caller: { id: "loopback" } }],
    [
      "production lets it decide, and believes nothing",
      false,
      "127.0.0.1",
      { vouches: false, forwards_certificates: false },
    ],
    [
      "development does not believe others",
      true,
      "10.0.0.1",
      { vouches: false, caller: { id: "anonymous", roles: [] } },
    ],
    ["production lets others do nothing", false, "10.0.0.1", { caller: { id: "anonymous", roles: [] } }],
  ])("%s", async (_, development, address, expected) => {
    expect(await admit({ ...open, development }, { address }, "grpc", 7)).toMatchObject(expected);
  });

  test("a credential is nobody's", async () => {
    await expect(admit(open, from("Bearer x", "127.0.0.1"), "http", 7)).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("the tenant is that of the credential", () => {
  const other: KnownCaller = { ...gateway, id: "other", token_digests: [hash("sha256", "the-other-one", "hex")] };
  const sales: KnownCaller = {
    ...people,
    by: { issuer: "corp", claims: { groups: ["sales"] }, id_claim: "email", id_prefix: "user:" },
  };
  const two: AdmitDeps = {
    development: false,
    tenants: [
      { tenant: "acme", callers: [gateway, people], tokens },
      { tenant: "globex", callers: [other, sales], tokens },
    ],
  };

  test.each<[string, Peer, object]>([
    ["a secret of the first", from("Bearer its-next-secret"), { tenant: "acme", caller: { id: "gateway" } }],
    ["a secret of the second", from("Bearer the-other-one"), { tenant: "globex", caller: { id: "other" } }],
    ["a token of the second", from(tokenOf({ email: "eve@x", groups: ["sales"] })), { tenant: "globex" }],
  ])("%s", async (_, peer, expected) => {
    expect(await admit(two, peer, "http", 7)).toMatchObject(expected);
  });

  test.each([
    ["a token that fits callers of both", from(tokenOf({ email: "eve@x", groups: ["sales", "approvers"] }))],
    ["no credential", { address: "127.0.0.1" }],
  ])("%s is nobody", async (_, peer) => {
    await expect(admit(two, peer, "http", 7)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test.each<[string, boolean, object]>([
    ["the first tenant's in development", true, { tenant: "acme" }],
    ["nobody in production, whoever is known", false, { code: "unauthenticated" }],
  ])("no credential is %s", async (_, development, expected) => {
    const none: AdmitDeps = {
      development,
      tenants: [
        { tenant: "acme", callers: [], tokens: NO_TOKENS },
        { tenant: "globex", callers: [], tokens: NO_TOKENS },
      ],
    };
    const answer = await admit(none, { address: "127.0.0.1" }, "http", 7).catch((error: unknown) => error);
    expect(answer).toMatchObject(expected);
  });
});
