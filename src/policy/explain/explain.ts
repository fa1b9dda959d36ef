import type { Effect, Reason } from "../../domain/decision.ts";
import { canonicalJson } from "../../domain/jcs.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { Policy } from "../../ports/policy.ts";
import type { PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";
import { interpret } from "./evaluation.ts";
import { Failures } from "./failure.ts";
import type { Given, Question } from "./input.ts";
import { Modules } from "./modules.ts";
import { type ExplainedRule, explainRules } from "./rules.ts";
import { constantsIn, queriesOf } from "./trace.ts";
import { Values } from "./values.ts";
import { type Why, whyOf } from "./why.ts";

/** Everything that is known about one decision. */
export interface Explanation {
  readonly format: "writ.explanation/v1";
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly why: Why;
  /** Every rule that main gathers, fired or not; none where Writ itself blocks and asks no policy. */
  readonly rules: readonly ExplainedRule[];
  readonly call: { readonly verb: string; readonly tool: string; readonly agent: string };
  readonly compiled: Comparison;
  /** Only of a recorded decision. */
  readonly record?: { readonly effect?: string; readonly redacted: readonly string[] };
}

/** Whether the compiled policy says the same as OPA's interpreter, which the rules above are read from. */
export type Comparison =
  | { readonly same: true }
  | { readonly same: false; readonly compiled: string; readonly interpreted: string };

export interface ExplainDeps {
  readonly toolchain: OpaToolchain;
  /** The policy as production runs it. */
  readonly policy: Policy;
  /** Whether values that may hold what the call's arguments hold are shown. */
  readonly showValues: boolean;
}

/** Explains one decision. @throws WritError `invalid_argument` when the policy fails on the input */
export async function explain(
  { toolchain, policy, showValues }: ExplainDeps,
  project: PolicyProject,
  given: Given,
  { input, refused }: Question,
): Promise<Explanation> {
  const verdict = refused ?? evaluate(policy, JSON.stringify(input));
  const common = {
    format: "writ.explanation/v1",
    effect: verdict.effect,
    reasons: verdict.reasons,
    call: callOf(input),
    ...(given.kind === "record" ? { record: recordOf(given) } : {}),
  } as const;
  if (refused !== undefined) return { ...common, why: whyOf(verdict, []), rules: [], compiled: { same: true } };
  return withStaged(project, async (staged) => {
    const { document, trace } = await interpret(toolchain, staged, input);
    const queries = queriesOf(trace);
    const modules = new Modules(toolchain, staged, project);
    const values = new Values(input, project.data, constantsIn(queries), showValues);
    const failures = new Failures(queries, modules, values);
    const rules = await explainRules(queries, modules, failures, values);
    return { ...common, why: whyOf(verdict, rules), rules, compiled: compare(policy, input, document) };
  });
}

function compare(policy: Policy, input: JsonObject, interpreted: JsonValue | undefined): Comparison {
  const evaluation = policy.evaluate(JSON.stringify(input));
  const compiled = evaluation.ok
    ? canonicalJson(evaluation.document)
    : evaluation.code === "policy_undefined"
      ? "undefined"
      : `${evaluation.code}: ${evaluation.message}`;
  const text = interpreted === undefined ? "undefined" : canonicalJson(interpreted);
  return compiled === text ? { same: true } : { same: false, compiled, interpreted: text };
}

function callOf({ action, agent }: JsonObject): Explanation["call"] {
  const { verb, tool } = (action ?? {}) as {
    readonly verb?: string;
    readonly tool?: { readonly server?: string; readonly name?: string };
  };
  return {
    verb: verb ?? "",
    tool: [tool?.server, tool?.name].filter((part) => part !== undefined && part !== "").join("/"),
    agent: (agent as { readonly id?: string } | undefined)?.id ?? "",
  };
}

function recordOf({ effect, redacted }: Extract<Given, { kind: "record" }>): NonNullable<Explanation["record"]> {
  return { ...(effect === undefined ? {} : { effect }), redacted };
}
