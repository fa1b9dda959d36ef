import { describe, expect, test } from "vitest";
import type { GrantDemand } from "../../../src/domain/decision.ts";
import { type GrantTemplate, plainTemplate } from "../../../src/domain/grant.ts";
import type { Identity } from "../../../src/domain/identity.ts";
import { grantClaims } from "../../../src/grant/claims.ts";
import { mintGrant } from "../../../src/grant/mint.ts";
import { ACTION } from "../../support/grants.ts";
import { admissionOf, INTENT, identityOf } from "../../support/values.ts";

const DEMAND: GrantDemand = { audience: "target", scopes: [], ttl_s: 120, single_use: true };
const TEMPLATE: GrantTemplate = { ...plainTemplate("https://target.example"), name: "target" };

interface Changes {
  readonly template?: Partial<GrantTemplate>;
  readonly demand?: Partial<GrantDemand>;
  readonly agent?: Partial<Identity["agent"]>;
  readonly task?: string;
}

function termsOf({ template, demand, agent, task = "tsk_1" }: Changes) {
  const identity = identityOf({ ...INTENT, task });
  return {
    id: "grt_1",
    issuer: "https://writ.example",
    demand: { ...DEMAND, ...demand },
    template: { ...TEMPLATE, ...template },
    identity: { ...identity, agent: { ...identity.agent, ...agent } },
    action: ACTION,
    policyDigest: ACTION.digest,
    session: undefined,
    admission: admissionOf(),
    decisionId: "dec_1",
  };
}

function claimsOf(changes: Changes) {
  const said = grantClaims(termsOf(changes));
  return said === "refused" ? said : said.claims;
}

const AWS = "https://aws.amazon.com/tags";

describe("what a template makes a grant say", () => {
  test.each<[string, Changes, object]>([
    ["its audience, whatever the policy calls it", {}, { aud: "https://target.example", sub: "agent-1" }],
    [
      "a fixed subject; who acts moves into the chain",
      { template: { kind: "azure", subject: "writ-agents" } },
      { sub: "writ-agents", act: { sub: "agent-1", act: { sub: "user:alice" } } },
    ],
    [
      "AWS session tags, those that there are",
      { template: { kind: "aws", tags: ["task", "agent", "verb", "tenant", "on_behalf_of"] } },
      {
        [AWS]: {
          principal_tags: {
            task: ["tsk_1"],
            agent: ["agent-1"],
            verb: ["ticket.write"],
            tenant: ["default"],
            on_behalf_of: ["user:alice"],
          },
          transitive_tag_keys: ["task", "agent", "verb", "tenant", "on_behalf_of"],
        },
      },
    ],
    [
      "no tag without a value",
      { template: { kind: "aws", tags: ["task", "agent"] }, task: "" },
      { [AWS]: { principal_tags: { agent: ["agent-1"] }, transitive_tag_keys: ["agent"] } },
    ],
    ["where the long-lived key is", { template: { kind: "legacy", reference: "kv/ftp" } }, { reference: "kv/ftp" }],
    ["all its scopes when the policy names none", { template: { scopes: ["a", "b"] } }, { scope: "a b" }],
    [
      "those of its scopes that the policy names",
      { template: { scopes: ["a", "b"] }, demand: { scopes: ["b"] } },
      { scope: "b" },
    ],
    ["the agent's key", { agent: { key: { kind: "jkt", thumbprint: "abc" } } }, { cnf: { jkt: "abc" } }],
    [
      "the agent's certificate",
      { agent: { key: { kind: "x5t#S256", thumbprint: "abc" } } },
      { cnf: { "x5t#S256": "abc" } },
    ],
  ])("%s", (_, changes, claims) => {
    expect(claimsOf(changes)).toMatchObject(claims);
  });

  test("nothing that another target would read", () => {
    const claims = claimsOf({ template: { kind: "kubernetes" } }) as object;
    for (const name of ["azp", AWS, "reference", "cnf", "scope"]) expect(claims).not.toHaveProperty(name);
  });

  test.each<[string, Changes, number]>([
    ["the template's", { template: { max_ttl_s: 60 } }, 60],
    ["the policy's", { template: { max_ttl_s: 60 }, demand: { ttl_s: 30 } }, 30],
    ["Writ's own", { demand: { ttl_s: 3600 } }, 300],
  ])("the shortest life: %s", (_, changes, seconds) => {
    const claims = claimsOf(changes) as { exp: number; iat: number };
    expect(claims.exp - claims.iat).toBe(seconds);
  });

  test.each<[string, Changes]>([
    ["a scope that the template has not", { template: { scopes: ["a"] }, demand: { scopes: ["c"] } }],
    ["a tag that AWS does not take", { template: { kind: "aws", tags: ["agent"] }, agent: { id: "agent*1" } }],
    ["a tag that is too long for AWS", { template: { kind: "aws", tags: ["task"] }, task: "t".repeat(257) }],
    ["a name that is longer than GCP takes", { template: { kind: "gcp" }, agent: { id: "a".repeat(128) } }],
    [
      "an agent without a name behind a fixed subject",
      { template: { kind: "azure", subject: "s" }, agent: { id: "" } },
    ],
  ])("none at all with %s", (_, changes) => {
    expect(claimsOf(changes)).toBe("refused");
  });
});

describe("what the gateway gets", () => {
  const signed: object[] = [];
  const mint = (changes: Changes, grants: "answer" | "exchange") =>
    mintGrant({
      ...termsOf(changes),
      admission: admissionOf({ grants }),
      newId: () => "grt_1",
      signer: {
        sign: async ({ claims }) => {
          signed.push(claims);
          return "a.b.c";
        },
        jwks: () => ({ keys: [] }),
        algorithms: () => [],
      },
    });

  test("a token in the answer, and none of its claims in the row", async () => {
    const minted = await mint({ template: { kind: "legacy", reference: "kv/ftp", credential_ttl_s: 900 } }, "answer");
    expect(minted).toMatchObject({
      grant: { token: "a.b.c", kind: "legacy", legacy: true, credential_ttl_s: 900 },
      row: {
        kind: "legacy",
        template: "target",
        reference: "kv/ftp",
        credential_ttl_s: 900,
        on_behalf_of: "user:alice",
      },
    });
    expect(minted).not.toHaveProperty("row.claims");
  });

  test("none where it is told in exchange: nothing is signed, and what it will say is kept", async () => {
    signed.length = 0;
    const minted = await mint({}, "exchange");
    expect(signed).toEqual([]);
    expect(minted).not.toHaveProperty("grant.token");
    expect(minted).toMatchObject({ row: { claims: { jti: "grt_1", aud: "https://target.example" } } });
  });

  test.each(["answer", "exchange"] as const)(
    "none at all when its token is longer than AWS takes: %s",
    async (grants) => {
      const scopes = Array.from({ length: 400 }, (_, i) => `scope-${i}-${"s".repeat(40)}`);
      const long = { demand: { scopes } };
      const real = await mintGrant({
        ...termsOf(long),
        admission: admissionOf({ grants }),
        newId: () => "grt_1",
        signer: {
          sign: async ({ claims }) => JSON.stringify(claims),
          jwks: () => ({ keys: [] }),
          algorithms: () => [],
        },
      });
      expect(real).toBe("refused");
    },
  );
});
