import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { WritError } from "../../domain/errors.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { readHookEvent } from "../../hooks/agents/index.ts";
import { answer, deny, goOn, type HookOutput } from "../../hooks/answer.ts";
import { type AfterTool, type BeforeTool, type HookAgentName, HookInputError } from "../../hooks/event.ts";
import { decisionRequest } from "../../hooks/request.ts";
import { type HookVerdict, NoDecision, readVerdict } from "../../hooks/verdict.ts";
import { postToWrit, type WritService } from "./ask.ts";
import { readInput } from "./input.ts";
import { recallDecision, rememberDecision } from "./memory.ts";
import type { HookSettings } from "./settings.ts";

/** When the hook has to have answered, and what ends it then. */
export interface HookDeadline {
  readonly signal: AbortSignal;
  readonly at_ms: number;
}

/** One run of a hook. Whatever goes wrong before a call is a deny; after a call it is only said. */
export async function runHook(
  agent: HookAgentName,
  stdin: Readable,
  settings: HookSettings,
  deadline: HookDeadline,
): Promise<HookOutput> {
  try {
    const event = readHookEvent(agent, parseStrictJson(await readInput(stdin)), settings);
    const service = serviceOf(settings, deadline);
    if (event.phase === "before") return await judge(agent, event, settings, deadline);
    if (event.phase === "after") return await report(agent, event, settings, service);
    return goOn(agent, event);
  } catch (error) {
    return deny(agent, whyDenied(error));
  }
}

/** What is said of a failure. Only errors of our own making are: others may quote what they stumbled over. */
function whyDenied(error: unknown): string {
  if (error instanceof NoDecision) return `nothing was decided, so the call may not run: ${error.message}`;
  if (error instanceof HookInputError || error instanceof WritError) {
    return `the hook's input cannot be read, so the call may not run: ${error.message}`;
  }
  return "the hook failed, so the call may not run";
}

function serviceOf({ url, token }: HookSettings, { signal }: HookDeadline): WritService {
  return { url, signal, ...(token === undefined ? {} : { token }) };
}

async function judge(
  agent: HookAgentName,
  event: BeforeTool,
  settings: HookSettings,
  deadline: HookDeadline,
): Promise<HookOutput> {
  const requestId = randomUUID();
  const timeoutMs = Math.max(1, deadline.at_ms - Date.now());
  const body = decisionRequest(agent, event, settings.identity, { requestId, timeoutMs, fulfils: settings.fulfils });
  const said = await postToWrit(serviceOf(settings, deadline), "/v1/decisions", body);
  const verdict = readVerdict(said, requestId, settings.fulfils);
  remember(agent, event, verdict, settings);
  return answer(agent, verdict, settings.autoApprove);
}

/** An outcome that cannot be reported is no reason against a call that may run. */
function remember(agent: HookAgentName, event: BeforeTool, verdict: HookVerdict, { state }: HookSettings): void {
  if (state === undefined || verdict.effect === "block") return;
  try {
    rememberDecision(state, { agent, session: event.session, callKey: event.callKey }, verdict.decision_id, Date.now());
  } catch {
    // The record then says that nobody reported an outcome, which is true.
  }
}

async function report(
  agent: HookAgentName,
  event: AfterTool,
  { state }: HookSettings,
  service: WritService,
): Promise<HookOutput> {
  const id = state === undefined ? undefined : recallDecision(state, { agent, ...event });
  if (id === undefined) return goOn(agent, event);
  const { status, duration_ms } = event;
  try {
    await postToWrit(service, `/v1/decisions/${id}/outcome`, {
      status,
      ...(duration_ms === undefined ? {} : { duration_ms }),
    });
    return goOn(agent, event);
  } catch (error) {
    const why = error instanceof NoDecision ? error.message : "the report failed";
    return { ...goOn(agent, event), stderr: `Writ: the outcome is not reported: ${why}\n` };
  }
}
