import type { Verdict } from "../../domain/decision.ts";
import type { Gathered } from "../gathered.ts";
import type { ExplainedRule } from "./rules.ts";

/** What decided: rules of an effect, their absence, or Writ itself (`writ.*`). */
export interface Why {
  readonly decided_by: "block" | "require_approval" | "warn" | "allow" | "nothing" | "writ";
  readonly message: string;
  /** How many rules fired. */
  readonly fired: Readonly<Record<"block" | "require_approval" | "warn" | "allow", number>>;
}

/** Why the effect is what it is: block beats require_approval beats warn beats allow; what nothing allows is blocked. */
export function whyOf(verdict: Verdict, rules: readonly ExplainedRule[]): Why {
  const count = (gathered: Gathered): number =>
    rules.filter((rule) => rule.gathered === gathered && rule.status === "fired").length;
  const fired = {
    block: count("block"),
    require_approval: count("require_approval"),
    warn: count("warn"),
    allow: count("allow"),
  };
  return { ...decided(verdict, fired), fired };
}

function decided(verdict: Verdict, fired: Why["fired"]): Pick<Why, "decided_by" | "message"> {
  const [first] = verdict.reasons;
  const allowed = fired.allow === 0 ? "" : `; ${rulesThat(fired.allow, "allow")}`;
  switch (true) {
    case verdict.effect === "allow" && fired.require_approval > 0:
      return {
        decided_by: "allow",
        message: `${rulesThat(fired.require_approval, "require")} an approval, and a person has given it`,
      };
    case verdict.effect === "allow":
      return {
        decided_by: "allow",
        message: `${rulesThat(fired.allow, "allow")}, and none blocks, asks for an approval or warns`,
      };
    case verdict.effect === "warn":
      return {
        decided_by: "warn",
        message: `${rulesThat(fired.warn, "warn")}${allowed}: the call goes on, and people are told`,
      };
    case verdict.approval !== undefined:
      return {
        decided_by: "require_approval",
        message: `${rulesThat(fired.require_approval, "require")} an approval that nobody has given${allowed}`,
      };
    case fired.block > 0 && verdict.reasons.some(({ rule }) => !rule.startsWith("writ.")):
      return {
        decided_by: "block",
        message: `${rulesThat(fired.block, "block")}, and nothing lifts a block${allowed}`,
      };
    case first?.code === "no_rule_allows":
      return { decided_by: "nothing", message: "no rule allows the call, and what nothing allows is blocked" };
    default:
      return { decided_by: "writ", message: `${first?.rule ?? "writ"} blocks: ${first?.message ?? "no reason given"}` };
  }
}

/** `1 rule blocks`, `2 rules block`. */
function rulesThat(count: number, verb: string): string {
  return count === 1 ? `1 rule ${verb}s` : `${count} rules ${verb}`;
}
