import type { Answer, Gateway } from "./gateway.ts";
import { type FactsOf, type IntentClaims, intentOf } from "./intents.ts";
import { isToolStep, type Session, type ToolStep } from "./sessions.ts";

/** One call of a session and what became of it. */
export interface Replayed {
  readonly label: ToolStep["label"];
  readonly effect: string;
  readonly code: string;
  readonly decisionId: string;
  readonly milliseconds: number;
}

/** What an outcome takes of a result. */
const MAX_RESULT_CHARS = 262_144;

/** Formats that calls without a kept original are written in, by turns. */
const FORMATS = ["mcp", "anthropic", "gemini", "bedrock", "generic"] as const;

/** Who acts, and by what: `agent` alone by its registered envelope. */
interface Acting {
  readonly agent: string;
  readonly intent?: IntentClaims;
}

/**
 * Plays one session as a gateway would: asks before each call, runs what may go on, reports how it went and what came of it.
 * @param enveloped the agent whose envelope stands in for intents; absent: the session's own intent is sent
 */
export async function replay(
  gateway: Gateway,
  session: Session,
  run: string,
  factsOf: FactsOf,
  enveloped?: string,
): Promise<readonly Replayed[]> {
  const acting: Acting =
    enveloped === undefined ? { agent: "agent:demo", intent: intentOf(session, factsOf) } : { agent: enveloped };
  const calls: Replayed[] = [];
  let observed: { source: string; text: string }[] = [];
  for (const step of session.steps) {
    if (!isToolStep(step)) {
      observed.push({ source: "user", text: step.user });
      continue;
    }
    const request = requestFor(session, run, step, calls.length, acting, observed);
    const started = performance.now();
    const answer = await gateway.decide(request);
    calls.push(replayed(step, answer, performance.now() - started));
    observed = [];
    if (answer.effect === "block") continue;
    await gateway.report(answer.decision_id, {
      status: "succeeded",
      duration_ms: 1,
      ...(step.result === undefined
        ? {}
        : { result_excerpt: step.result.slice(0, 1000), result: step.result.slice(0, MAX_RESULT_CHARS) }),
    });
  }
  return calls;
}

function requestFor(
  session: Session,
  run: string,
  step: ToolStep,
  index: number,
  { agent, intent }: Acting,
  observed: readonly unknown[],
): Record<string, unknown> {
  return {
    request_id: `${session.id}/${index}`,
    agent: { id: agent },
    ...(intent === undefined ? {} : { intent: { claims: { ...intent, task: `${intent.task}-${run}` } } }),
    session: `${session.id}-${run}`,
    call: { server: session.server, ...callOf(step, index) },
    observed,
  };
}

function callOf(step: ToolStep, index: number): { format: string; payload: unknown } {
  if (step.raw !== undefined) return step.raw;
  const { tool: name, arguments: args } = step;
  const format = FORMATS[index % FORMATS.length] as (typeof FORMATS)[number];
  switch (format) {
    case "mcp":
      return { format, payload: { name, arguments: args } };
    case "anthropic":
      return { format, payload: { type: "tool_use", id: `toolu_${index}`, name, input: args } };
    case "gemini":
      return { format, payload: { functionCall: { name, args } } };
    case "bedrock":
      return { format, payload: { toolUse: { toolUseId: `t-${index}`, name, input: args } } };
    case "generic":
      return { format, payload: { name, arguments: args } };
  }
}

function replayed(step: ToolStep, answer: Answer, milliseconds: number): Replayed {
  return {
    label: step.label,
    effect: answer.effect === "block" && answer.approval !== undefined ? "block (a person may lift it)" : answer.effect,
    code: answer.reasons[0]?.code ?? "",
    decisionId: answer.decision_id,
    milliseconds,
  };
}
