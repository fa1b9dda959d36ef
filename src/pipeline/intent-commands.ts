import { invalidField, WritError } from "../domain/errors.ts";
import { INTENT_TOKEN_TYPE, type IntentRecord, MAX_INTENT_TOKEN_CHARS } from "../domain/intent.ts";
import type { Admission } from "../domain/request.ts";
import { readTokenClaims } from "../identify/claims.ts";
import { type IntentDeps, verifyIntent } from "../identify/intent.ts";
import { meet, narrows } from "../intents/algebra.ts";
import { derivedTerms, type IntentWish, issuedTerms } from "../intents/terms.ts";
import { tokenClaims } from "../intents/token.ts";
import type { IntentFilter, IntentRevocation, IntentStore } from "../ports/intent-store.ts";
import type { TokenSigner } from "../ports/signer.ts";
import { requireRole } from "./permissions.ts";

export interface IssueCommand extends IntentWish {
  /** Whether a person has to agree first. */
  readonly consent: boolean;
}

export interface DeriveCommand extends IssueCommand {
  readonly parent: string;
  /** The parent's: who has it may hand on a part of it. */
  readonly token: string;
  /** Whether what is asked beyond the parent is left away, instead of refused. */
  readonly fit: boolean;
}

/** An intent with its token, where the caller is the one that asked for it and nobody has to agree any more. */
export interface IssuedIntent {
  readonly intent: IntentRecord;
  readonly token?: string;
}

/** Everything rejects with `permission_denied` where the caller lacks the role, and with `unavailable` without the store. */
export interface IntentCommands {
  issue(command: IssueCommand, admission: Admission): Promise<IssuedIntent>;
  /** Rejects with `invalid_argument` naming each field that is wider than the parent's, with `conflict` when the parent ended. */
  derive(command: DeriveCommand, admission: Admission): Promise<IssuedIntent>;
  /** Rejects with `not_found`, with `conflict` when somebody was first or its time is over. */
  decide(id: string, verdict: "approve" | "deny", admission: Admission): Promise<IssuedIntent>;
  /** Rejects with `not_found`. */
  revoke(id: string, admission: Admission): Promise<IntentRevocation>;
  /** Rejects with `not_found`. */
  get(id: string, admission: Admission): Promise<IssuedIntent>;
  /** Newest first, without tokens. */
  list(filter: IntentFilter, size: number, admission: Admission): Promise<readonly IntentRecord[]>;
}

export interface IntentCommandDeps extends IntentDeps {
  readonly store: IntentStore;
  readonly signer: TokenSigner;
  readonly issuer: string;
  readonly consentRequired: boolean;
  readonly maxLifetimeS: number;
  readonly newId: (prefix: "int" | "tsk", nowMs: number) => string;
}

export function intentCommands(deps: IntentCommandDeps): IntentCommands {
  return {
    issue: async (command, admission) => {
      requireRole(admission, "intents.issue");
      const { now_ms: nowMs } = admission;
      const task = command.task ?? deps.newId("tsk", nowMs);
      const terms = issuedTerms(command, task, { nowMs, maxLifetimeS: deps.maxLifetimeS });
      return keep(deps, terms, command.consent || deps.consentRequired, admission);
    },
    derive: (command, admission) => derive(deps, command, admission),
    decide: (id, verdict, admission) => decide(deps, id, verdict, admission),
    revoke: async (id, admission) => {
      const { tenant, caller, now_ms } = admission;
      const intent = await deps.store.find(tenant, id, now_ms);
      // Consent may be taken back by the one who gave it.
      const agreed = intent?.decided_by === caller.id && caller.roles.includes("approver");
      if (!agreed) requireRole(admission, "intents.revoke");
      return found(await deps.store.revoke(tenant, id, caller.id, now_ms));
    },
    get: async (id, admission) => {
      const { tenant, caller, now_ms } = admission;
      const intent = await deps.store.find(tenant, id, now_ms);
      if (intent?.requested_by !== caller.id) requireRole(admission, "intents.read");
      return withToken(deps, found(intent), admission);
    },
    list: async (filter, size, admission) => {
      requireRole(admission, "intents.list");
      return deps.store.list(admission.tenant, filter, size, admission.now_ms);
    },
  };
}

async function derive(deps: IntentCommandDeps, command: DeriveCommand, admission: Admission): Promise<IssuedIntent> {
  requireRole(admission, "intents.derive");
  // Comparing takes the time of all pairs: not for what no token could hold anyway.
  refuseLong(JSON.stringify(command.allows ?? []));
  const { now_ms: nowMs } = admission;
  const proven = await verifyIntent(deps, command.token, admission);
  if ("refusal" in proven) {
    const { code, message } = proven.refusal;
    const ended = ["intent_expired", "intent_revoked", "intent_parent_revoked"].includes(code);
    throw ended ? new WritError("conflict", `${code}: ${message}`) : invalidField("/token", `${code}: ${message}`);
  }
  const parent = proven.terms;
  if (parent.id !== command.parent) throw invalidField("/token", "is another intent's");
  const asked = derivedTerms(parent, command, { nowMs, maxLifetimeS: deps.maxLifetimeS });
  const terms = command.fit ? { ...asked, allows: meet(parent.allows, asked.allows) } : asked;
  if (terms.allows.length === 0) throw invalidField("/allows", "has nothing that the parent permits");
  const violations = narrows(parent, terms);
  if (violations.length > 0) {
    const [first] = violations;
    const message = `${first?.pointer}: ${first?.description}`;
    throw new WritError("invalid_argument", message, { violations });
  }
  return keep(deps, terms, command.consent, admission);
}

/** Puts it on record, before anybody has its token. */
async function keep(
  deps: IntentCommandDeps,
  terms: ReturnType<typeof issuedTerms>,
  consent: boolean,
  admission: Admission,
): Promise<IssuedIntent> {
  const { tenant, caller, now_ms } = admission;
  const intent: IntentRecord = {
    ...terms,
    id: deps.newId("int", now_ms),
    tenant,
    status: consent ? "pending" : "active",
    requested_by: caller.id,
    requested_at_ms: now_ms,
  };
  // As whoever decides will read it: what two intents share can be more than one intent may say.
  readTokenClaims(tokenClaims(intent, deps.issuer));
  const token = await sign(deps, intent);
  refuseLong(token);
  await deps.store.insert(intent, now_ms);
  return consent ? { intent } : { intent, token };
}

async function decide(
  { store }: IntentCommandDeps,
  id: string,
  verdict: "approve" | "deny",
  admission: Admission,
): Promise<IssuedIntent> {
  requireRole(admission, "intents.answer");
  const { tenant, caller, now_ms } = admission;
  const before = found(await store.find(tenant, id, now_ms));
  if (before.requested_by === caller.id) {
    throw new WritError("permission_denied", "whoever asks for an intent may not be the one who agrees to it");
  }
  const to = verdict === "approve" ? "active" : "denied";
  const intent = await store.decide(tenant, id, to, caller.id, now_ms);
  if (intent !== undefined) return { intent };
  const now = found(await store.find(tenant, id, now_ms));
  // The same said twice, e.g. because the first answer was lost.
  if (now.status === to && now.decided_by === caller.id) return { intent: now };
  throw new WritError("conflict", `the intent does not wait for consent: it is ${now.status}`);
}

/** @param text a token, or what will stand in one */
function refuseLong(text: string): void {
  if (text.length <= MAX_INTENT_TOKEN_CHARS) return;
  const message = `makes a token of more than ${MAX_INTENT_TOKEN_CHARS} characters, which no request may carry`;
  throw invalidField("/allows", message);
}

async function withToken(deps: IntentCommandDeps, intent: IntentRecord, { caller }: Admission): Promise<IssuedIntent> {
  if (intent.status !== "active" || intent.requested_by !== caller.id) return { intent };
  return { intent, token: await sign(deps, intent) };
}

function sign({ signer, issuer }: IntentCommandDeps, intent: IntentRecord): Promise<string> {
  return signer.sign({
    purpose: "intent",
    audience: issuer,
    type: INTENT_TOKEN_TYPE,
    claims: tokenClaims(intent, issuer),
  });
}

function found<T>(it: T | undefined): T {
  if (it === undefined) throw new WritError("not_found", "there is no intent with this id");
  return it;
}
