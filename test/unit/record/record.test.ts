import { describe, expect, it } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import type { DecisionRow } from "../../../src/domain/record.ts";
import { CHAIN_START, nextLink } from "../../../src/record/chain.ts";
import { decisionRow } from "../../../src/record/entry.ts";
import { admissionOf, INTENT, identityOf, requestOf } from "../../support/values.ts";

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
  policy: { bundle: "b", revision: "1", digest: "sha256:aa", activated_at: "" },
  recorded: "none",
};
const judged = {
  request,
  admission: admissionOf(),
  identity: identityOf(INTENT),
  catalogueDigest: "sha256:bb",
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
      policy_digest: "sha256:aa",
      catalogue_digest: "sha256:bb",
      action_digest: action.digest,
    });
  });

  it("never holds the grant's token", () => {
    expect(JSON.stringify(row)).not.toContain("secret-token");
    expect(JSON.parse(row.answer).grant).toEqual({ id: "grt_1", audience: "vault", expires_at: "", single_use: true });
  });
});

describe("the chain of a writer", () => {
  const first = nextLink("w", CHAIN_START, row);

  it("numbers from one and is the same for the same row", () => {
    expect(first.seq).toBe(1);
    expect(nextLink("w", CHAIN_START, { ...row }).hash).toEqual(first.hash);
    expect(nextLink("w", first, row).seq).toBe(2);
  });

  const changes = Object.keys(row).map((key) => [key] as [keyof DecisionRow]);
  it.each(changes)("notices a change of %s", (key) => {
    const value = row[key];
    const changed = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value}x`;
    expect(nextLink("w", CHAIN_START, { ...row, [key]: changed } as DecisionRow).hash).not.toEqual(first.hash);
  });

  it("notices another place and another predecessor", () => {
    expect(nextLink("w", { ...CHAIN_START, seq: 1 }, row).hash).not.toEqual(first.hash);
    expect(nextLink("w", { seq: 0, hash: first.hash }, row).hash).not.toEqual(first.hash);
    expect(nextLink("v", CHAIN_START, row).hash).not.toEqual(first.hash);
  });
});
