import { expect, test } from "vitest";
import type { Obligation, Verdict } from "../../../src/domain/decision.ts";
import { withSupported } from "../../../src/evaluate/obligations.ts";

const REDACT: Obligation = { type: "redact", fulfillment: "required" };
const NOTIFY: Obligation = { type: "notify", fulfillment: "advisory" };

function verdictOf(effect: Verdict["effect"], obligations: readonly Obligation[]): Verdict {
  const reasons = [{ code: "x", message: "", rule: "", controls: [] }];
  const grant = { audience: "vault", scopes: [], ttl_s: 60, single_use: true };
  const session = { add_labels: ["read:confidential"], revoke: true };
  return { effect, reasons, obligations, ...(effect === "block" ? {} : { grant }), session };
}

const ROWS = [
  { effect: "allow", obligations: [REDACT], request: undefined, caller: [], unsupported: true },
  { effect: "warn", obligations: [REDACT], request: undefined, caller: ["sandbox"], unsupported: true },
  { effect: "allow", obligations: [REDACT], request: undefined, caller: ["redact"], unsupported: false },
  { effect: "allow", obligations: [REDACT], request: undefined, caller: "any", unsupported: false },
  { effect: "allow", obligations: [REDACT], request: [], caller: "any", unsupported: true },
  { effect: "allow", obligations: [REDACT], request: [], caller: ["redact"], unsupported: true },
  { effect: "allow", obligations: [REDACT], request: ["redact"], caller: [], unsupported: false },
  { effect: "allow", obligations: [NOTIFY], request: [], caller: [], unsupported: false },
  { effect: "allow", obligations: [NOTIFY, REDACT], request: ["notify"], caller: [], unsupported: true },
  { effect: "block", obligations: [REDACT], request: [], caller: [], unsupported: false },
] as const;

test.each(ROWS)("$effect under $obligations, of $request and $caller", (row) => {
  const verdict = verdictOf(row.effect, row.obligations);
  const options = {
    dry_run: false,
    explain: false,
    ...(row.request === undefined ? {} : { obligations: row.request }),
  };
  const found = withSupported(verdict, options, { obligations: row.caller });
  if (!row.unsupported) {
    expect(found).toBe(verdict);
    return;
  }
  expect(found).toMatchObject({ effect: "block", obligations: [], session: { add_labels: [], revoke: true } });
  expect(found.reasons.map(({ code }) => code)).toEqual(["obligation_unsupported"]);
  expect(found.grant).toBeUndefined();
});
