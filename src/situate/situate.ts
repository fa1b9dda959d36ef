import type { Action } from "../domain/action.ts";
import { WritError } from "../domain/errors.ts";
import type { Agent, Identity } from "../domain/identity.ts";
import { isCounted } from "../domain/intent.ts";
import type { Provenance } from "../domain/provenance.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { Session, TaskFacts, UsageFacts } from "../domain/session.ts";
import {
  newSession,
  type StoredSession,
  sessionView,
  taskUsage,
  type VersionedSession,
} from "../domain/session-state.ts";
import { NO_USAGE, totalOf, type VersionedUsage, windowsOf } from "../domain/usage.ts";
import { maxSensitivity, SENSITIVITIES } from "../domain/vocabulary.ts";
import type { AgentReader } from "../ports/agent-store.ts";
import type { SessionReader, TaskLabels, TaskReader, UsageReader } from "../ports/record-store.ts";
import { type AgentRefusal, registered, stopped } from "./registered.ts";
import type { Wants } from "./wants.ts";

/** What is known of the task and the session at the moment of the call. */
export interface Situation {
  /** The agent, with what the registry knows of it. */
  readonly agent: Agent;
  readonly session?: SituatedSession;
  /** Where the intent limits the calls of its task together, or the policy can read what they come to. */
  readonly task?: KeyedUsage;
  /** Where the policy can read what the agent's calls come to. */
  readonly agentUsage?: KeyedUsage;
  /** The parts of the policy's input that were made of these. */
  readonly seen: { readonly task?: TaskFacts; readonly usage?: UsageFacts; readonly provenance?: Provenance };
  /** The action, as sensitive as what the session has read and the call could carry out. */
  readonly action: Action;
  readonly refusal?: { readonly code: SituationRefusal; readonly message: string };
}

/** A session as stored, and what policy sees of it at this moment. */
export interface SituatedSession extends VersionedSession {
  readonly view: Session;
}

/** What the calls of one agent or task have come to. */
export interface KeyedUsage extends VersionedUsage {
  readonly id: string;
}

type SituationRefusal = AgentRefusal | "session_closed" | "session_revoked" | "task_completed" | "record_unavailable";

export interface SituateDeps {
  readonly agents: AgentReader;
  readonly sessions: SessionReader;
  readonly tasks: TaskReader;
  /** What the calls of tasks, and of agents, have come to. */
  readonly counts: UsageReader;
  readonly agentUsage: UsageReader;
  /** How long a call that nobody reports the outcome of counts as in flight, in seconds. */
  readonly inFlightTtlS: number;
}

/** One read for each of what the call has and what is wanted of it: a session, a task, the agent; none otherwise. */
export async function situate(
  deps: SituateDeps,
  request: DecisionRequest,
  identity: Identity,
  action: Action,
  admission: Admission,
  wants: Wants,
): Promise<Situation> {
  const agent = registered(deps.agents, admission.tenant, identity.agent);
  const refusal = stopped(agent);
  if (refusal !== undefined) return { agent, action, seen: {}, refusal };
  const task = identity.intent?.task ?? "";
  if (task !== "" && deps.tasks.isCompleted(admission.tenant, task)) {
    const message = "the task of the intent is completed";
    return { agent, action, seen: {}, refusal: { code: "task_completed", message } };
  }
  const read = await known(deps, request, identity, admission, wants).catch(unavailable);
  if (read === "unavailable") {
    const message = "the session could not be read";
    return { agent, action, seen: {}, refusal: { code: "record_unavailable", message } };
  }
  const { stored, labels: _labels, ...counted } = read;
  const seen = factsOf(identity, read, admission.now_ms, wants);
  if (request.session === "") return { agent, ...counted, seen, action };
  const { session, version } = stored ?? { session: newSession(request.session, task, admission.now_ms), version: 0 };
  const view = sessionView(session, admission.now_ms, deps.inFlightTtlS);
  const refused = stoppedSession(session);
  const situated = { agent, session: { session, version, view }, seen };
  if (refused !== undefined) return { ...situated, action, refusal: refused };
  return { ...situated, ...counted, action: carrying(action, session) };
}

/** The task whose calls are counted together, whatever sessions they are in; "" where nobody wants it. */
export function countedTask({ intent }: Pick<Identity, "intent">, { taskUsage }: Pick<Wants, "taskUsage">): string {
  return intent !== undefined && (taskUsage || isCounted(intent)) ? intent.task : "";
}

function stoppedSession({ closed, suspended }: StoredSession): Situation["refusal"] {
  if (closed) return { code: "session_closed", message: "the session is closed" };
  if (suspended === undefined) return undefined;
  return { code: "session_revoked", message: "the session is suspended until a person lets it go on" };
}

interface Known {
  readonly stored?: VersionedSession;
  readonly task?: KeyedUsage;
  readonly agentUsage?: KeyedUsage;
  readonly labels?: TaskLabels;
}

async function known(
  deps: SituateDeps,
  { session }: DecisionRequest,
  identity: Identity,
  { tenant }: Admission,
  wants: Wants,
): Promise<Known> {
  const named = identity.intent?.task ?? "";
  const [stored, task, agentUsage, labels] = await Promise.all([
    session === "" ? undefined : deps.sessions.load(tenant, session),
    keyed(deps.counts, tenant, countedTask(identity, wants)),
    keyed(deps.agentUsage, tenant, wants.agentUsage ? identity.agent.id : ""),
    // Labels are of sessions: a call outside of any joins none, and needs no store to be judged.
    wants.taskLabels && named !== "" && session !== "" ? deps.sessions.labels(tenant, named, session) : undefined,
  ]);
  return {
    ...(stored === undefined ? {} : { stored }),
    ...(task === undefined ? {} : { task }),
    ...(agentUsage === undefined ? {} : { agentUsage }),
    ...(labels === undefined ? {} : { labels }),
  };
}

async function keyed(reader: UsageReader, tenant: string, id: string): Promise<KeyedUsage | undefined> {
  if (id === "") return undefined;
  return { id, ...((await reader.load(tenant, id)) ?? { usage: NO_USAGE, version: 0 }) };
}

/** What policy sees of the task and of usage. */
function factsOf(
  { intent }: Identity,
  { task, agentUsage, labels }: Known,
  nowMs: number,
  wants: Wants,
): Situation["seen"] {
  const counts = task !== undefined && intent !== undefined && isCounted(intent) ? totalOf(task.usage) : undefined;
  const usage: UsageFacts = {
    ...(agentUsage === undefined ? {} : { agent: windowsOf(agentUsage.usage, nowMs) }),
    ...(task === undefined || !wants.taskUsage ? {} : { task: taskUsage(task.usage, nowMs) }),
  };
  const told = counts !== undefined || labels !== undefined;
  return {
    ...(told && intent !== undefined ? { task: { id: intent.task, ...counts, ...labels } } : {}),
    ...(Object.keys(usage).length === 0 ? {} : { usage }),
  };
}

function unavailable(error: unknown): "unavailable" {
  if (error instanceof WritError && error.code === "unavailable") return "unavailable";
  throw error;
}

const READ_LABEL = "read:";

/** A call that sends something out may carry what the session has read, so it is at least as sensitive. */
function carrying(action: Action, session: StoredSession): Action {
  if (!action.traits.includes("egress")) return action;
  const sensitivity = SENSITIVITIES.filter((level) => session.labels.includes(READ_LABEL + level)).reduce(
    maxSensitivity,
    action.sensitivity,
  );
  return sensitivity === action.sensitivity ? action : { ...action, sensitivity };
}
