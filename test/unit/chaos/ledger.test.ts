import { expect, test } from "vitest";
import type { Answer } from "../../chaos/client.ts";
import { type Known, ledgerOf } from "../../chaos/ledger.ts";
import { randomOf } from "../../chaos/random.ts";

const BLOCKED: readonly Known[] = [{ effect: "block", outcome: "blocked" }];
const WITHIN: readonly Known[] = [
  { effect: "allow", outcome: "within" },
  { effect: "block", outcome: "beyond" },
];

const answer = (effect: string, code: string, more: Readonly<Record<string, string>> = {}, status = 200): Answer => ({
  status,
  body: {
    decision_id: "dec_1",
    effect,
    reasons: [{ code }],
    recorded: "committed",
    policy: { digest: "sha256:a" },
    ...more,
  },
});

const CASES: readonly (readonly [name: string, said: string, known: readonly Known[], answer: Answer | undefined])[] = [
  ["as known", "known", BLOCKED, answer("block", "acme_a_blocked")],
  ["the other thing that may be", "other", WITHIN, answer("block", "acme_a_beyond")],
  ["an allow of what is blocked", "wrong", BLOCKED, answer("allow", "acme_a_allowed")],
  ["an allow with the code of the block", "wrong", BLOCKED, answer("allow", "acme_a_blocked")],
  ["another tenant's policy", "wrong", BLOCKED, answer("block", "globex_a_blocked")],
  ["a policy that nobody offered", "wrong", BLOCKED, answer("block", "acme_c_blocked")],
  ["the digest of another policy", "wrong", BLOCKED, answer("block", "acme_b_blocked")],
  ["an answer without a record", "wrong", WITHIN, answer("allow", "acme_a_within", { recorded: "none" })],
  ["a block of Writ's own that means not now", "refused", WITHIN, answer("block", "record_unavailable", { recorded: "none" })],
  ["an allow with such a code", "wrong", WITHIN, answer("allow", "record_unavailable")],
  ["a block of Writ's own that means something else", "wrong", WITHIN, answer("block", "policy_result_invalid")],
  ["an error", "refused", WITHIN, { status: 503, body: { code: "unavailable" } }],
  ["no answer", "unanswered", WITHIN, undefined],
]; // biome-ignore format: a row each

test.each(CASES)("what is said by %s", (_, said, known, given) => {
  const ledger = ledgerOf(
    new Map([
      ["acme_a", "sha256:a"],
      ["acme_b", "sha256:b"],
      ["globex_a", "sha256:a"],
    ]),
  );
  expect(ledger.judge("acme", known, ledger.epoch(), given)).toBe(said);
  expect(ledger.wrong).toHaveLength(said === "wrong" ? 1 : 0);
});

test("what is refused counts as refused in peace only where no fault touched it", () => {
  const ledger = ledgerOf(new Map());
  const before = ledger.epoch();
  ledger.refusal("in peace", before);
  ledger.disturbed(true);
  ledger.refusal("begun before", before);
  ledger.refusal("meanwhile", ledger.epoch());
  const during = ledger.epoch();
  ledger.disturbed(false);
  ledger.refusal("begun meanwhile", during);
  ledger.refusal("after", ledger.epoch());
  expect([...ledger.refusedInPeace.keys()]).toEqual(["in peace", "after"]);
});

test("a seed gives the same choices again", () => {
  const choices = (seed: number) => {
    const random = randomOf(seed);
    return Array.from({ length: 20 }, () => random.between(1, 1000));
  };
  expect(choices(7)).toEqual(choices(7));
  expect(choices(7)).not.toEqual(choices(8));
  expect(randomOf(7).shuffled([1, 2, 3]).toSorted()).toEqual([1, 2, 3]);
});
