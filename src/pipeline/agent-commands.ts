import { type DeclaredEntry, declaredAgent, declaredAgents } from "../agents/declared.ts";
import { type DueReason, dueReasons } from "../agents/due.ts";
import { redact } from "../canonicalize/redact/index.ts";
import type { AgentEvent, AgentRegistration, AgentState, AgentStatus, RegistrationRecord } from "../domain/agent.ts";
import { dayAfter } from "../domain/day.ts";
import { WritError } from "../domain/errors.ts";
import type { JsonValue } from "../domain/json.ts";
import type { Admission } from "../domain/request.ts";
import type { AgentFilter, AgentNote, AgentPage, AgentRow, AgentStore, DeclaredAgent } from "../ports/agent-store.ts";
import { actorOf, requireRole } from "./permissions.ts";

/** What of an agent's history one answer shows. */
const MAX_EVENTS = 100;

/** How long before its day a review counts as due, where nothing else is asked for. */
const USUAL_NOTICE_DAYS = 0;

/** One agent, wherever it is registered. */
export interface AgentView {
  readonly id: string;
  /** `none`: people ordered something about an id that nobody has registered. */
  readonly source: "api" | "bundle" | "none";
  /** The strictest of what was ordered and what the bundle says, which may be anything. */
  readonly status: string;
  /** Of the source; of a registration by the API the fields that it lacks are the bundle's. */
  readonly registration?: AgentRegistration;
  /** What the bundle says beside a registration by the API. */
  readonly bundle?: AgentRegistration;
  readonly record?: Omit<RegistrationRecord, "registration">;
  readonly state?: AgentState;
  readonly due: readonly DueReason[];
}

/** What a caller says about a change. */
export interface AgentReason {
  readonly reason: string;
  /** Who it is for, as a caller that may vouch says it. */
  readonly by?: string;
}

/** Reading takes the role `auditor` or `admin`, changing `admin`. */
export interface AgentCommands {
  /** In the order of ids. */
  list(filter: Omit<AgentFilter, "due_by">, page: AgentPage, admission: Admission): Promise<readonly AgentView[]>;
  /** Those without an owner, or whose review is due within so many days. */
  due(withinDays: number, page: AgentPage, admission: Admission): Promise<readonly AgentView[]>;
  /** Rejects with `not_found`. */
  get(id: string, admission: Admission): Promise<AgentView & { readonly events: readonly AgentEvent[] }>;
  /** Rejects with `conflict` for an id that is registered or retired, `resource_exhausted` when there are too many. */
  register(id: string, registration: AgentRegistration, reason: AgentReason, admission: Admission): Promise<AgentView>;
  /** Replaces the whole registration. Rejects with `not_found`, and with `conflict` if it is not of this version any more. */
  update(
    id: string,
    registration: AgentRegistration,
    version: number | undefined,
    reason: AgentReason,
    admission: Admission,
  ): Promise<AgentView>;
  /** Rejects with `conflict` for a retired agent. An id that nobody has registered may be stopped as well. */
  order(
    id: string,
    status: AgentStatus,
    reason: AgentReason,
    admission: Admission,
  ): Promise<AgentView & { readonly grants_revoked: number }>;
}

export interface AgentCommandDeps {
  readonly store: AgentStore;
  /** `data.agents` of the bundle that the tenant uses. */
  readonly declared: (tenant: string, nowMs: number) => JsonValue | undefined;
}

export function agentCommands(deps: AgentCommandDeps): AgentCommands {
  const { store } = deps;
  return {
    list: (filter, page, admission) => list(deps, filter, page, USUAL_NOTICE_DAYS, admission),
    due: (withinDays, page, admission) => {
      const due_by = dayAfter(admission.now_ms, withinDays);
      return list(deps, { due_by }, page, withinDays, admission);
    },
    get: async (id, admission) => {
      requireRole(admission, "agents.read");
      const [found, events] = await Promise.all([
        view(deps, id, admission),
        store.events(admission.tenant, id, MAX_EVENTS),
      ]);
      return { ...found, events };
    },
    register: async (id, registration, reason, admission) => {
      const note = changeNote(reason, admission);
      await store.register(admission.tenant, id, registration, note);
      return view(deps, id, admission);
    },
    update: async (id, registration, version, reason, admission) => {
      const note = changeNote(reason, admission);
      await store.update(admission.tenant, id, registration, version, note);
      return view(deps, id, admission);
    },
    order: async (id, status, reason, admission) => {
      const note = changeNote(reason, admission);
      const { grants_revoked } = await store.order(admission.tenant, id, status, note);
      return { ...(await view(deps, id, admission)), grants_revoked };
    },
  };
}

function changeNote({ reason, by }: AgentReason, admission: Admission): AgentNote {
  requireRole(admission, "agents.order");
  return { by: actorOf(admission, by), reason: redact(reason), at_ms: admission.now_ms };
}

async function list(
  { store, declared }: AgentCommandDeps,
  filter: AgentFilter,
  page: AgentPage,
  withinDays: number,
  admission: Admission,
): Promise<readonly AgentView[]> {
  requireRole(admission, "agents.read");
  const { tenant, now_ms } = admission;
  const entries = new Map(declaredAgents(declared(tenant, now_ms)).map((entry) => [entry.id, entry]));
  const rows = await store.list(tenant, [...entries.values()].map(declaredRow), filter, page);
  return rows.map((row) => viewOf(row, entries.get(row.id), now_ms, withinDays));
}

async function view({ store, declared }: AgentCommandDeps, id: string, admission: Admission): Promise<AgentView> {
  const { tenant, now_ms } = admission;
  const entry = declaredAgent(declared(tenant, now_ms), id);
  const row = await store.find(tenant, entry && declaredRow(entry), id);
  if (row === undefined) throw new WritError("not_found", "no agent with this id is known");
  return viewOf(row, entry, now_ms, USUAL_NOTICE_DAYS);
}

function declaredRow({ id, status, registration: { owner, review_at } }: DeclaredEntry): DeclaredAgent {
  return { id, status, owner, ...(review_at === undefined ? {} : { review_at }) };
}

function viewOf(
  { id, status, record, state }: AgentRow,
  entry: DeclaredEntry | undefined,
  nowMs: number,
  withinDays: number,
): AgentView {
  const bundle = entry?.registration;
  const known = { id, status, ...(state === undefined ? {} : { state }) };
  if (record === undefined && bundle === undefined) return { ...known, source: "none", due: [] };
  const effective = { ...bundle, ...record?.registration, owner: record?.registration.owner ?? bundle?.owner ?? "" };
  const due = status === "retired" ? [] : dueReasons(effective, nowMs, withinDays);
  if (record === undefined) return { ...known, source: "bundle", due, ...(bundle && { registration: bundle }) };
  const { registration, ...rest } = record;
  return { ...known, source: "api", due, registration, ...(bundle && { bundle }), record: rest };
}
