import { shownDigest } from "../approvals/shown.ts";
import { redact } from "../canonicalize/redact/index.ts";
import { type ApprovalRecord, type ApprovalVote, isFinal } from "../domain/approval.ts";
import { approverWords, nearnessOf } from "../domain/approval-votes.ts";
import type { Role } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import { permissionOf } from "../domain/operations.ts";
import type { Admission } from "../domain/request.ts";
import type { ApprovalFilter, ApprovalNews, ApprovalStore } from "../ports/approval-store.ts";
import { requireRole } from "./permissions.ts";

/** One person's answer, and what it answers. */
export interface ApprovalAnswer {
  readonly verdict: "approve" | "deny";
  readonly comment: string;
  /** The digest of what the person was shown; another one is refused. */
  readonly shown_digest: string;
  /** By which way in: api, cli, page. */
  readonly via: string;
  /** The address of the person's machine, as far as that is known. */
  readonly address: string;
}

/** Everything rejects with `permission_denied` where the caller may not, with `not_found`, and with `unavailable` without the store. */
export interface ApprovalCommands {
  /** Newest first. */
  list(filter: ApprovalFilter, size: number, admission: Admission): Promise<readonly ApprovalRecord[]>;
  get(id: string, admission: Admission): Promise<ApprovalRecord>;
  /** Rejects with `conflict` when it does not wait any more, or something else was shown. The same said twice is the same as once. */
  answer(id: string, answer: ApprovalAnswer, admission: Admission): Promise<ApprovalRecord>;
  /** Takes back a question, or a yes that is not used up: grants that rest on it die. */
  withdraw(id: string, reason: string, admission: Admission): Promise<ApprovalRecord>;
  /** Resolves as soon as it is not pending any more, or as it is when the time is over. Rejects with `resource_exhausted`. */
  wait(id: string, timeoutMs: number, signal: AbortSignal, admission: Admission): Promise<ApprovalRecord>;
  /** As it is now, then after each change, until nothing can become of it any more or at the signal. */
  watch(id: string, signal: AbortSignal, admission: Admission): AsyncGenerator<ApprovalRecord, void, void>;
}

export interface ApprovalCommandDeps {
  /** Whoever waits is answered as it is then: the process ends. */
  readonly stopping: AbortSignal;
  readonly store: ApprovalStore;
  readonly news: ApprovalNews;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Below the notifications: what a lost connection has swallowed is seen by then. */
const LOOK_EVERY_MS = 5_000;

export function approvalCommands(deps: ApprovalCommandDeps): ApprovalCommands {
  const { store, stopping } = deps;
  return {
    list: async (filter, size, admission) => {
      requireRole(admission, "approvals.list");
      return store.list(admission.tenant, filter, size, admission.now_ms);
    },
    get: async (id, admission) => readable(await find(deps, id, admission), admission),
    answer: async (id, answer, admission) => {
      requireRole(admission, "approvals.answer");
      const { tenant, now_ms } = admission;
      return found(await store.vote(tenant, id, (record) => judgeAnswer(record, answer, admission), now_ms));
    },
    withdraw: async (id, reason, admission) => {
      const { tenant, caller, now_ms } = admission;
      const before = await find(deps, id, admission);
      if (!isRequester(before, admission)) requireRole(admission, "approvals.withdraw");
      const after = found(await store.withdraw(tenant, id, caller.id, redact(reason), now_ms));
      // The same said twice, e.g. because the first answer was lost.
      if (after.state === "withdrawn") return readable(after, admission);
      throw new WritError("conflict", `nothing is left of the approval to be withdrawn: it is ${after.state}`);
    },
    wait: (id, timeoutMs, signal, admission) =>
      wait(deps, id, timeoutMs, admission, AbortSignal.any([signal, stopping])),
    watch: (id, signal, admission) => watch(deps, id, admission, AbortSignal.any([signal, stopping])),
  };
}

/** The vote that an answer is; undefined for one that was given before. @throws WritError */
function judgeAnswer(record: ApprovalRecord, answer: ApprovalAnswer, admission: Admission): ApprovalVote | undefined {
  const { caller, now_ms: at_ms } = admission;
  const words = approverWords(record.demand, caller);
  if (words.length === 0) throw denied("the policy does not name this caller among who may answer");
  const nearness = nearnessOf(record.demand, record, caller);
  if (nearness !== undefined) throw denied(NEARNESS[nearness]);
  const { verdict, comment, shown_digest, via, address } = answer;
  const before = record.votes.find(({ by }) => by === caller.id);
  if (before?.verdict === verdict) return undefined;
  if (record.state !== "pending") throw conflict(`the approval does not wait for an answer: it is ${record.state}`);
  if (before !== undefined)
    throw conflict("this caller has given another answer; whoever takes back a yes withdraws it");
  if (shownDigest(record.shown) !== record.shown_digest)
    throw conflict("what was asked was erased since: nobody can see any more what an answer would be about");
  if (shown_digest !== record.shown_digest) throw conflict("the answer is about something else than what is asked");
  return { by: caller.id, verdict, as: words, at_ms, via, address, comment: redact(comment) };
}

const NEARNESS = {
  agent: "no agent answers what it asks itself",
  requester: "whoever asks may not be the one who answers",
  owner: "the agent's owner may not be the one who answers",
  on_behalf_of: "whoever the agent acts for may not be the one who answers",
} as const;

async function wait(
  deps: ApprovalCommandDeps,
  id: string,
  timeoutMs: number,
  admission: Admission,
  signal: AbortSignal,
): Promise<ApprovalRecord> {
  const endMs = deps.now() + timeoutMs;
  for (;;) {
    const [record, change] = await lookAndListen(deps, id, admission, signal, () => endMs - deps.now());
    if (record.state !== "pending" || deps.now() >= endMs || signal.aborted) {
      change.cancel();
      return record;
    }
    await change.happened;
  }
}

async function* watch(
  deps: ApprovalCommandDeps,
  id: string,
  admission: Admission,
  signal: AbortSignal,
): AsyncGenerator<ApprovalRecord, void, void> {
  let told = "";
  for (;;) {
    const [record, change] = await lookAndListen(deps, id, admission, signal, () => LOOK_EVERY_MS);
    const said = `${record.state} ${record.votes.length} ${record.uses}`;
    const news = said !== told;
    told = said;
    try {
      if (news) yield record;
      if (isFinal(record.state) || signal.aborted) return;
      await change.happened;
    } finally {
      change.cancel();
    }
  }
}

interface Change {
  readonly happened: Promise<void>;
  cancel(): void;
}

/** Listens first, then looks: what happens between the two is heard. */
async function lookAndListen(
  deps: ApprovalCommandDeps,
  id: string,
  admission: Admission,
  signal: AbortSignal,
  leftMs: () => number,
): Promise<[ApprovalRecord, Change]> {
  const own = new AbortController();
  const any = AbortSignal.any([own.signal, signal]);
  const patience = Math.max(0, Math.min(LOOK_EVERY_MS, leftMs()));
  const happened = deps.news.changed(admission.tenant, id, patience, any);
  // Awaited below, or of no interest any more.
  happened.catch(() => {});
  const cancel = () => own.abort();
  try {
    return [readable(await find(deps, id, admission), admission), { happened, cancel }];
  } catch (error) {
    cancel();
    throw error;
  }
}

function find({ store, now }: ApprovalCommandDeps, id: string, { tenant }: Admission) {
  return store.find(tenant, id, now());
}

function isRequester(record: ApprovalRecord | undefined, { caller }: Admission): boolean {
  return record?.requester === caller.id && caller.roles.includes("decide");
}

const READERS: readonly Role[] = permissionOf("approvals.read").roles;

/** Whoever only asked may read how far it is, not what people said and from where. @throws WritError permission_denied, not_found */
function readable(it: ApprovalRecord | undefined, admission: Admission): ApprovalRecord {
  if (!isRequester(it, admission)) requireRole(admission, "approvals.read");
  const record = found(it);
  if (READERS.some((role) => admission.caller.roles.includes(role))) return record;
  const votes = record.votes.map((vote) => ({ ...vote, address: "", comment: "" }));
  return { ...record, votes, ended_reason: "" };
}

function denied(message: string): WritError {
  return new WritError("permission_denied", message);
}

function conflict(message: string): WritError {
  return new WritError("conflict", message);
}

function found<T>(it: T | undefined): T {
  if (it === undefined) throw new WritError("not_found", "there is no approval with this id");
  return it;
}
