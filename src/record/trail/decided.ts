import type { Action, Finding } from "../../domain/action.ts";
import type { GivenApproval } from "../../domain/approval.ts";
import type { Decision } from "../../domain/decision.ts";
import type { Facts } from "../../domain/facts.ts";
import type { Agent, Intent } from "../../domain/identity.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { StoredDecision } from "../../domain/record.ts";
import type { Session } from "../../domain/session.ts";
import { type Draft, listed } from "./draft.ts";

/** The policy's input as it was recorded, as far as a trail tells it. */
interface RecordedInput {
  readonly agent: Agent;
  readonly intent?: Intent;
  readonly action: Action;
  readonly arguments?: JsonObject;
  readonly facts?: Facts;
  readonly findings?: readonly Finding[];
  readonly session?: Session;
  readonly approval?: GivenApproval;
  readonly context?: JsonObject;
  readonly redacted?: readonly string[];
}

type RecordedAnswer = Omit<Decision, "action" | "recorded">;

/** What the decision itself says: who asked, for whom, what for, what it was about, and what was answered. */
export function decidedEntries(stored: StoredDecision): readonly Draft[] {
  const input = JSON.parse(stored.input) as RecordedInput;
  const answer = JSON.parse(stored.answer) as RecordedAnswer;
  return [
    asked(stored),
    agent(input.agent),
    ...intent(input.intent),
    ...prompt(input.context),
    call(input),
    ...facts(input),
    ...session(input.session),
    policy(answer),
    ...reliedOn(input.approval),
    decided(answer),
    ...granted(answer),
  ].map((draft) => ({ at_ms: stored.at_ms, ...draft }));
}

type Said = Omit<Draft, "at_ms">;

function asked({ caller, protocol, request_id, dry_run }: StoredDecision): Said {
  const request = request_id === "" ? "" : `, as ${request_id}`;
  return {
    what: "asked",
    who: caller,
    text: `asked over ${protocol}${request}${dry_run ? ", as a dry run" : ""}`,
    detail: { protocol, request_id, dry_run },
  };
}

function agent({ id, verified, method, owner, delegation, issuer }: Agent): Said {
  const known = verified ? `proven by ${method}` : `not proven (${method})`;
  const of = owner === undefined ? "" : `, of ${owner}`;
  const chain = delegation.length === 0 ? "" : `, acting for ${delegation.join(", then ")}`;
  return {
    what: "agent",
    who: id,
    text: `${known}${issuer === undefined ? "" : ` (issuer ${issuer})`}${of}${chain}`,
    detail: { verified, method, owner: owner ?? "", delegation: [...delegation] },
  };
}

function intent(intent: Intent | undefined): readonly Said[] {
  if (intent === undefined) return [{ what: "intent", who: "", text: "no intent was presented", detail: {} }];
  const { id, task, purpose, on_behalf_of, verified, method, expires_at } = intent;
  const known = verified ? "proven" : `not proven (${method})`;
  return [
    {
      what: "intent",
      who: on_behalf_of,
      text: `${id === "" ? "intent" : id}, ${known}, task ${task}: ${purpose}`,
      detail: { id, task, purpose, verified, expires_at },
    },
  ];
}

function prompt(context: JsonObject | undefined): readonly Said[] {
  const excerpt = context?.["prompt_excerpt"];
  return typeof excerpt === "string" ? [{ what: "prompt", who: "", text: excerpt, detail: {} }] : [];
}

function call({ action, arguments: args = {}, redacted = [] }: RecordedInput): Said {
  const { verb, tier, tool, resource, destinations, amount, count, sensitivity, parse, parts = [] } = action;
  const said = [
    verb,
    ...(resource === undefined ? [] : [`on ${resource.uri}`]),
    ...(destinations.length === 0
      ? []
      : [`to ${listed(destinations.map(({ value, origin }) => `${value} (${origin})`))}`]),
    ...(amount === undefined ? [] : [`${amount.value} ${amount.currency}`.trimEnd()]),
    ...(parts.length === 0
      ? []
      : [`in ${parts.length} parts (${listed([...new Set(parts.map((part) => part.verb))])})`]),
  ];
  return {
    what: "call",
    who: tool.server === "" ? tool.name : `${tool.server}/${tool.name}`,
    text: `${said.join(" ")}; ${tier}, ${sensitivity}, understood: ${parse}`,
    detail: { action: action as unknown as JsonObject, arguments: args, count, redacted: [...redacted] },
  };
}

function facts({ findings = [], facts }: RecordedInput): readonly Said[] {
  const signals = facts?.signals ?? [];
  const found = [
    ...new Set([...signals.map(({ code }) => code), ...findings.map(({ type, path }) => `${type} at ${path}`)]),
  ];
  return found.length === 0 ? [] : [{ what: "facts", who: "", text: listed(found), detail: {} }];
}

function session(session: Session | undefined): readonly Said[] {
  if (session === undefined) return [];
  const { id, calls, labels } = session;
  const seen = labels.length === 0 ? "" : `, which had: ${listed(labels)}`;
  return [{ what: "session", who: id, text: `after ${calls} calls${seen}`, detail: { labels: [...labels] } }];
}

function policy({ policy: { bundle, revision, digest } }: RecordedAnswer): Said {
  return {
    what: "policy",
    who: bundle,
    text: `revision ${revision}, ${digest}`,
    detail: { bundle, revision, digest },
  };
}

function reliedOn(approval: GivenApproval | undefined): readonly Said[] {
  if (approval === undefined) return [];
  const { id, approvers, approved_at, template } = approval;
  return [
    { what: "approval", who: listed(approvers), text: `${id} (${template}), approved ${approved_at}`, detail: { id } },
  ];
}

function decided({ effect, reasons, obligations }: RecordedAnswer): Said {
  const why = reasons.map(({ code, message }) => (message === "" ? code : `${code}: ${message}`));
  const must = obligations.map(({ type, fulfillment }) => `${type} (${fulfillment})`);
  const also = must.length === 0 ? "" : `; obligations: ${listed(must)}`;
  return {
    what: "decision",
    who: "writ",
    text: `${effect}${why.length === 0 ? "" : `: ${why.join("; ")}`}${also}`,
    detail: { effect, reasons: reasons as unknown as JsonObject[] },
  };
}

function granted({ grant }: RecordedAnswer): readonly Said[] {
  if (grant === undefined) return [];
  const { id, audience, expires_at, single_use } = grant;
  const text = `${id} until ${expires_at}${single_use ? ", to be used once" : ""}`;
  return [{ what: "grant", who: audience, text, detail: { id, audience, expires_at, single_use } }];
}
