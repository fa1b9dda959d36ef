import { AGENT_STATUSES, type AgentEnvelope, type AgentRegistration, type AgentStatus } from "../../domain/agent.ts";
import { isDay } from "../../domain/day.ts";
import { invalidField } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import { TIERS, VERBS, verbSpec } from "../../domain/vocabulary.ts";
import type { AgentReason } from "../../pipeline/agent-commands.ts";
import type { AgentFilter, AgentPage } from "../../ports/agent-store.ts";
import { id } from "./decode.ts";
import {
  defaulted,
  integer,
  jsonObject,
  line,
  list,
  matching,
  object,
  oneOf,
  optional,
  type Reader,
  readMessage,
  refine,
  report,
  required,
  text,
} from "./reader.ts";

/** More verbs than there are, with some of the tenant's own. */
const MAX_VERBS = 200;
const MAX_NAMES = 200;
const MAX_NAME_CHARS = 1_024;
/** What fits 32 bits, as gRPC sends it. */
const MAX_CALLS = 2 ** 32 - 1;
/** For people to read. */
const MAX_PURPOSE_CHARS = 1_000;
const MAX_REASON_CHARS = 500;
/** Every worker holds every registration, and every decision of the agent carries its own. */
const MAX_REGISTRATION_CHARS = 16_384;
/** Longer than any token that this service makes. */
const MAX_PAGE_TOKEN_CHARS = 4 * MAX_ID_CHARS * 2;
/** Ten years; what is due later is due for nobody who asks now. */
const MAX_WITHIN_DAYS = 3_660;
/** Before it became due in a month: time to ask the owner. */
const DEFAULT_WITHIN = "30d";

const DOMAINS = new Set(Object.keys(VERBS).map((verb) => verb.split(".")[0]));
const DOMAIN = /^(x-[a-z0-9-]{1,40}|[a-z]+)\.\*$/;

const verb: Reader<string> = (value, at, violations) => {
  const domain = typeof value === "string" ? DOMAIN.exec(value)?.[1] : undefined;
  const known = domain === undefined ? undefined : DOMAINS.has(domain) || domain.startsWith("x-");
  if (typeof value === "string" && (known ?? verbSpec(value) !== undefined)) return value;
  return report(violations, at, "is no verb, and no domain of verbs like file.*");
};

const names = list(line(1, MAX_NAME_CHARS), MAX_NAMES);
const verbs = list(verb, MAX_VERBS);
const amount = matching(/^(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,18})?$/, "must be a non-negative decimal, as text");

const day: Reader<string> = (value, at, violations) =>
  typeof value === "string" && isDay(value) ? value : report(violations, at, "must be a day, YYYY-MM-DD");

const envelope = object<AgentEnvelope>({
  verbs: required(verbs),
  max_tier: optional(oneOf(TIERS)),
  resources: optional(names),
  destinations: optional(names),
  max_amount: optional(amount),
  currency: optional(line(1, MAX_ID_CHARS)),
  max_calls: optional(integer(0, MAX_CALLS)),
});

const REGISTRATION = {
  owner: defaulted(line(0, MAX_ID_CHARS), ""),
  purpose: defaulted(text(0, MAX_PURPOSE_CHARS), ""),
  labels: defaulted(jsonObject, {}),
  max_tier: optional(oneOf(TIERS)),
  verbs: optional(verbs),
  audiences: optional(names),
  envelope: optional(envelope),
  review_at: optional(day),
} as const;

const NOTE = {
  reason: defaulted(text(0, MAX_REASON_CHARS), ""),
  by: optional(id),
} as const;

/** A change of a registration, as it is asked for. */
interface RegistrationChange {
  readonly registration: AgentRegistration;
  readonly note: AgentReason;
}

const bounded = <T extends object>(read: Reader<T>): Reader<T> =>
  refine(read, (value, at, violations) => {
    if (JSON.stringify(value).length > MAX_REGISTRATION_CHARS) {
      report(violations, at, `must have at most ${MAX_REGISTRATION_CHARS} characters as JSON`);
    }
  });

const registered = bounded(
  object<AgentRegistration & AgentReason & { readonly id: string }>({ id: required(id), ...REGISTRATION, ...NOTE }),
);

const updated = bounded(
  object<AgentRegistration & AgentReason & { readonly version?: number }>({
    ...REGISTRATION,
    ...NOTE,
    version: optional(integer(1, Number.MAX_SAFE_INTEGER)),
  }),
);

/** `POST /v1/agents`. @throws WritError invalid_argument with all that is wrong, by field */
export function decodeRegister(body: JsonValue): RegistrationChange & { readonly id: string } {
  const { id: agent, ...rest } = readMessage(registered, body, "");
  return { id: agent, ...parted(rest) };
}

/** `PUT /v1/agents/{id}`. @throws WritError invalid_argument with all that is wrong, by field */
export function decodeUpdate(body: JsonValue): RegistrationChange & { readonly version?: number } {
  const { version, ...rest } = readMessage(updated, body, "");
  return { ...parted(rest), ...(version === undefined ? {} : { version }) };
}

function parted({ reason, by, ...registration }: AgentRegistration & AgentReason): RegistrationChange {
  return { registration, note: by === undefined ? { reason } : { reason, by } };
}

/** What is said about an order; absent or `{}` where nothing is. @throws WritError invalid_argument */
export function decodeAgentNote(body: JsonValue | undefined): AgentReason {
  return readMessage(object<AgentReason>(NOTE), body ?? {}, "");
}

interface AgentListMessage {
  readonly status?: AgentStatus;
  readonly owner?: string;
  readonly page_size?: number;
  readonly page_token?: string;
}

const PAGE = {
  page_size: optional(integer(1, MAX_PAGE_SIZE)),
  page_token: optional(text(1, MAX_PAGE_TOKEN_CHARS)),
} as const;

const listed = object<AgentListMessage>({
  status: optional(oneOf(AGENT_STATUSES)),
  owner: optional(line(0, MAX_ID_CHARS)),
  ...PAGE,
});

/** A query string, in which every value is text. @throws WritError invalid_argument */
export function decodeAgentList(query: JsonObject): {
  readonly filter: Omit<AgentFilter, "due_by">;
  readonly page: AgentPage;
} {
  const { page_size, page_token, ...filter } = readMessage(listed, withNumbers(query), "");
  return { filter, page: pageOf(page_size, page_token) };
}

const WITHIN = /^(\d{1,4})d$/;

const due = object<{ readonly within: string } & Pick<AgentListMessage, "page_size" | "page_token">>({
  within: defaulted(matching(WITHIN, "must be a number of days, like 30d"), DEFAULT_WITHIN),
  ...PAGE,
});

/** @throws WritError invalid_argument */
export function decodeAgentsDue(query: JsonObject): { readonly withinDays: number; readonly page: AgentPage } {
  const { within, page_size, page_token } = readMessage(due, withNumbers(query), "");
  const withinDays = Number(WITHIN.exec(within)?.[1]);
  if (withinDays > MAX_WITHIN_DAYS) throw invalidField("/within", `must be at most ${MAX_WITHIN_DAYS}d`);
  return { withinDays, page: pageOf(page_size, page_token) };
}

function withNumbers(query: JsonObject): JsonObject {
  const size = query["page_size"];
  return typeof size === "string" && /^\d{1,9}$/.test(size) ? { ...query, page_size: Number(size) } : query;
}

function pageOf(size: number = DEFAULT_PAGE_SIZE, token: string | undefined): AgentPage {
  return token === undefined ? { size } : { size, after: decodeAgentPageToken(token, "/page_token") };
}

/** The last id of a page; opaque, though no secret. */
export function encodeAgentPageToken(last: string): string {
  return Buffer.from(last).toString("base64url");
}

function decodeAgentPageToken(token: string, at: string): string {
  const last = Buffer.from(token, "base64url").toString();
  if (encodeAgentPageToken(last) !== token) throw invalidField(at, "is not a page token of this service");
  return readMessage(id, last, at);
}
