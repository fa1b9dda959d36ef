import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import type { DecisionRow } from "../../../src/domain/record.ts";
import { CHAIN_START, nextLink } from "../../../src/record/chain.ts";
import { decisionRow } from "../../../src/record/entry.ts";
import { admissionOf, INTENT, identityOf, requestOf } from "../../support/values.ts";

const POLICY_DIGEST = `sha256:${"aa".repeat(32)}`;
const CATALOGUE_DIGEST = `sha256:${"bb".repeat(32)}`;

const request = requestOf({ session: "s", action: { verb: "file.read", tool: { server: "fs", name: "read" } } });
const { action } = canonicalize(request, compileCatalogue({}));
const decision: Decision = {
  decision_id: "dec_1",
  request_id: "r-1",
  effect: "allow",
  reasons: [],
  obligations: [],
  grant: { id: "grt_1", token: "secret-token", audience: "vault", expires_at: "", single_use: true },
  action,
  policy: { bundle: "b", revision: "1", digest: POLICY_DIGEST, activated_at: "" },
  recorded: "none",
};
const judged = {
  request,
  admission: admissionOf(),
  identity: identityOf(INTENT),
  catalogueDigest: CATALOGUE_DIGEST,
  input: "{}",
};
const row = decisionRow(judged, decision);

describe("the row of a decision", () => {
  it("says who, what, for which task and with which effect", () => {
    expect(row).toMatchObject({
      id: "dec_1",
      agent: "agent-1",
      task: "tsk_1",
      session: "s",
      tool: "fs/read",
      verb: "file.read",
      effect: "allow",
      reason: "",
      policy_digest: POLICY_DIGEST,
      catalogue_digest: CATALOGUE_DIGEST,
      action_digest: action.digest,
    });
  });

  it("never holds the grant's token", () => {
    expect(JSON.stringify(row)).not.toContain("secret-token");
    expect(JSON.parse(row.answer).grant).toEqual({ id: "grt_1", audience: "vault", expires_at: "", single_use: true });
  });
});

const SALT = Buffer.alloc(16, 7);

describe("the chain of a writer", () => {
  const first = nextLink("w", CHAIN_START, row, SALT);

  it("numbers from one and is the same for the same row and salt", () => {
    expect(first.seq).toBe(1);
    expect(nextLink("w", CHAIN_START, { ...row }, SALT)).toEqual(first);
    expect(nextLink("w", first, row).seq).toBe(2);
  });

  const changes = Object.keys(row).map((key) => [key] as [keyof DecisionRow]);
  it.each(changes)("notices a change of %s", (key) => {
    const value = row[key];
    const changed = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : other(value);
    expect(nextLink("w", CHAIN_START, { ...row, [key]: changed } as DecisionRow, SALT).hash).not.toEqual(first.hash);
  });

  it("notices another place and another predecessor", () => {
    expect(nextLink("w", { ...CHAIN_START, seq: 1 }, row, SALT).hash).not.toEqual(first.hash);
    expect(nextLink("w", { seq: 0, hash: first.hash }, row, SALT).hash).not.toEqual(first.hash);
    expect(nextLink("v", CHAIN_START, row, SALT).hash).not.toEqual(first.hash);
  });

  it("covers the texts by digests over a salt of the row's own", () => {
    const { salt, input_digest, answer_digest } = nextLink("w", CHAIN_START, row);
    const of = (text: string) => hash("sha256", Buffer.concat([salt, Buffer.from(text)]), "buffer");
    expect([input_digest, answer_digest]).toEqual([of(row.input), of(row.answer)]);
    expect(salt).toHaveLength(16);
    expect(nextLink("w", CHAIN_START, row).salt).not.toEqual(salt);
  });

  it("takes no digest that is none", () => {
    expect(() => nextLink("w", CHAIN_START, { ...row, policy_digest: "sha256:aa" })).toThrow(RangeError);
  });
});

function other(text: string): string {
  return text.startsWith("sha256:") ? `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}` : `${text}x`;
}
