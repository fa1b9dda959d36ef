import { expect, test } from "vitest";
import type { Finding } from "../../../src/domain/action.ts";
import { plainTemplate } from "../../../src/domain/grant.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Judged } from "../../../src/pipeline/conclude.ts";
import { mint } from "../../../src/pipeline/mint.ts";
import { ACTION } from "../../support/grants.ts";
import { decideDepsOf } from "../../support/pipeline.ts";
import { admissionOf, INTENT, identityOf, requestOf } from "../../support/values.ts";

const SECRET = "ghp_016C7mZ2p9Qx4Lr8Vt3Ws6Yb1Nd5Hf0KjTgAe";
const AUDIENCE = { audience: "vault", scopes: [], ttl_s: 60, single_use: true };

/** As much of a judged call as a grant is made of. */
function judgedOf(changes: object = {}): Judged {
  const uri = `https://x:${SECRET}@example.com/in`;
  return {
    verdict: {
      effect: "allow",
      reasons: [],
      obligations: [],
      grant: AUDIENCE,
      session: { add_labels: [], revoke: false },
    },
    request: requestOf(),
    admission: admissionOf({ grants: "exchange" }),
    identity: identityOf(INTENT),
    situation: { action: { ...ACTION, destinations: [{ kind: "url", value: uri, origin: "unseen" }] } },
    canonical: { findings: [{ type: "secret.github_token", severity: "high", path: "/arguments/url" } as Finding] },
    bundle: { policy: { ref: { digest: ACTION.digest } } },
    ...changes,
  } as unknown as Judged;
}

const counted: string[] = [];
function deps() {
  const base = decideDepsOf({
    bundle: () => {
      throw new Error("nothing is decided here");
    },
    templates: new Map([["vault", { ...plainTemplate("https://bao.example"), name: "vault", kind: "openbao" }]]),
  });
  return { ...base, telemetry: { ...base.telemetry, granted: (kind: string) => counted.push(kind) } };
}

test("the name that the policy uses is a template's; a secret in a URL goes neither with the grant nor into its row", async () => {
  const minted = await mint(deps(), judgedOf(), "dec_1");
  expect(minted).toMatchObject({
    grant: { audience: "https://bao.example", kind: "openbao" },
    row: { template: "vault" },
  });
  const { row } = minted as { row: { claims: JsonObject } };
  expect(row.claims["action_digest"]).toBe(ACTION.digest);
  expect(JSON.stringify(minted)).not.toContain(SECRET);
  expect(counted).toEqual(["openbao"]);
});

test.each([
  ["a block", { verdict: { ...judgedOf().verdict, effect: "block" } }],
  ["a dry run", { request: requestOf({ options: { dry_run: true, explain: false } }) }],
])("%s has none", async (_, changes) => {
  counted.length = 0;
  expect(await mint(deps(), judgedOf(changes), "dec_1")).toBeUndefined();
  expect(counted).toEqual([]);
});
