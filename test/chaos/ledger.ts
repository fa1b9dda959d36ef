import type { JsonObject } from "../../src/domain/json.ts";
import type { Answer } from "./client.ts";
import type { Tenant } from "./policies.ts";

/** What a call has to come to. */
export interface Known {
  readonly effect: "allow" | "warn" | "block";
  /** One of these, as the policy's codes end. */
  readonly outcome: string;
}

/** How a decision was answered: as known, refused for want of something, or not at all. */
export type Said = "known" | "other" | "refused" | "unanswered" | "wrong";

export interface Decided {
  readonly tenant: Tenant;
  readonly id: string;
  readonly effect: string;
}

export interface Spent {
  readonly tenant: Tenant;
  readonly id: string;
}

/** Everything that was asked, and what was said. */
export interface Ledger {
  /** Answers that said that they are on record. */
  readonly decided: readonly Decided[];
  readonly redeemed: readonly Spent[];
  /** What must never be, in words. */
  readonly wrong: readonly string[];
  /** What was refused, by code; of it what was refused with no fault under way. */
  readonly refused: ReadonlyMap<string, number>;
  readonly refusedInPeace: ReadonlyMap<string, number>;
  readonly counts: Readonly<Record<Said, number>>;
  /** The longest time without an allow since this was asked last, in milliseconds. */
  longestGap(): number;
  /** From now on a fault is under way, or none is. */
  disturbed(yes: boolean): void;
  /** A number that changes with each disturbance: what begins and ends under one even number met no fault. */
  epoch(): number;
  judge(tenant: Tenant, known: readonly Known[], begun: number, answer: Answer | undefined): Said;
  redemption(tenant: Tenant, id: string): void;
  refusal(code: string, begun: number): void;
  violation(text: string): void;
}

/** Codes of blocks that mean: not now. */
const NOT_NOW = new Set([
  "record_unavailable",
  "session_conflict",
  "session_unavailable",
  "state_unavailable",
  "grant_unavailable",
  "policy_timeout",
]);

/** @param marks digests of the bundles by what the codes of their reasons begin with: `<tenant>_<mark>` */
export function ledgerOf(marks: ReadonlyMap<string, string>): Ledger {
  const decided: Decided[] = [];
  const redeemed: Spent[] = [];
  const wrong: string[] = [];
  const refused = new Map<string, number>();
  const refusedInPeace = new Map<string, number>();
  const counts: Record<Said, number> = { known: 0, other: 0, refused: 0, unanswered: 0, wrong: 0 };
  let allowedAt = performance.now();
  let gapMs = 0;
  let epoch = 0;
  const count = (map: Map<string, number>, code: string) => void map.set(code, (map.get(code) ?? 0) + 1);
  const refusal = (code: string, begun: number) => {
    count(refused, code);
    if (begun === epoch && epoch % 2 === 0) count(refusedInPeace, code);
  };
  const allowed = () => {
    const now = performance.now();
    gapMs = Math.max(gapMs, now - allowedAt);
    allowedAt = now;
  };

  const said = (tenant: Tenant, known: readonly Known[], begun: number, answer: Answer | undefined): Said => {
    if (answer === undefined) {
      refusal("no answer", begun);
      return "unanswered";
    }
    const { effect, code, id, recorded, digest } = decisionIn(answer);
    if (answer.status !== 200) {
      refusal(`${answer.status} ${code}`, begun);
      return "refused";
    }
    if (recorded === "committed") decided.push({ tenant, id, effect });
    if (effect === "block" && NOT_NOW.has(code)) {
      refusal(`block ${code}`, begun);
      return "refused";
    }
    const [mark, outcome] = [code.slice(0, code.lastIndexOf("_")), code.slice(code.lastIndexOf("_") + 1)];
    const of = `${tenant}: ${effect} ${code} ${recorded} ${id}`;
    if (!mark.startsWith(`${tenant}_`) || marks.get(mark) !== digest) return tell(`no bundle of the tenant: ${of}`);
    if (recorded !== "committed") return tell(`an answer without a record: ${of}`);
    const at = known.findIndex((each) => each.effect === effect && each.outcome === outcome);
    if (at < 0)
      return tell(`${of}, where ${known.map((each) => `${each.effect} ${each.outcome}`).join(" or ")} is right`);
    if (effect === "allow") allowed();
    return at === 0 ? "known" : "other";
  };
  const tell = (text: string): "wrong" => {
    wrong.push(text);
    return "wrong";
  };
  return {
    decided,
    redeemed,
    wrong,
    refused,
    refusedInPeace,
    counts,
    longestGap: () => {
      const longest = Math.max(gapMs, performance.now() - allowedAt);
      gapMs = 0;
      return longest;
    },
    disturbed: (yes) => {
      if (yes === (epoch % 2 === 0)) epoch += 1;
    },
    epoch: () => epoch,
    judge: (tenant, known, begun, answer) => {
      const how = said(tenant, known, begun, answer);
      counts[how] += 1;
      return how;
    },
    redemption: (tenant, id) => void redeemed.push({ tenant, id }),
    refusal,
    violation: (text) => void wrong.push(text),
  };
}

function decisionIn({ body }: Answer) {
  const { effect, reasons, decision_id, recorded, policy, code, reason } = body as unknown as {
    readonly effect?: string;
    readonly reasons?: readonly { readonly code: string }[];
    readonly decision_id?: string;
    readonly recorded?: string;
    readonly policy?: { readonly digest: string };
    readonly code?: string;
    readonly reason?: string;
  };
  return {
    effect: effect ?? "",
    code: reasons?.[0]?.code ?? reason ?? code ?? "",
    id: decision_id ?? "",
    recorded: recorded ?? "",
    digest: policy?.digest ?? "",
  };
}

/** A member of an answer that is an object, or nothing. */
export function partOf(body: JsonObject, name: string): JsonObject | undefined {
  const part = body[name];
  return typeof part === "object" && part !== null && !Array.isArray(part) ? (part as JsonObject) : undefined;
}
