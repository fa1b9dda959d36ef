import { type Decision, goesOn } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Admission } from "../../domain/request.ts";
import type { Upstream } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import type { ForwardedEvidence } from "../forwarded/request.ts";
import { timeoutOf } from "../native/deadline.ts";
import { requestCalls } from "./message.ts";
import { mayBeLifted } from "./reasons.ts";

/** Each entry is a decision on record; servers with more tools than this confuse models anyway, and page their lists. */
const MAX_ENTRIES = 512;

/** Enough to fill a group commit, too few to take a worker's room from the calls of others. */
const AT_ONCE = 32;

/** What a method lists, and the call that an entry offers. */
export interface ListOf {
  /** Of the result: where the list is. */
  readonly member: string;
  /** Of an entry: what it is called by. */
  readonly key: string;
  /** What stands between the server's name and the entry's where the gateway merges lists of several servers. */
  readonly delimiter: string;
  readonly method: string;
  params(name: string): JsonObject;
}

const LISTS: ReadonlyMap<string, ListOf> = new Map([
  ["tools/list", { ...named("tools", "tools/call"), params: (name: string) => ({ name, arguments: {} }) }],
  ["prompts/list", { ...named("prompts", "prompts/get"), params: (name: string) => ({ name, arguments: {} }) }],
  ["resources/list", { ...located("resources", "uri"), params: (uri: string) => ({ uri }) }],
  ["resources/templates/list", { ...located("resourceTemplates", "uriTemplate"), params: (uri: string) => ({ uri }) }],
]);

// crates/agentgateway/src/mcp/handler.rs, `resource_name` and `resource_uri`: the first of these ends the server's name.
function named(member: string, method: string) {
  return { member, key: "name", delimiter: "_", method };
}
function located(member: string, key: string) {
  return { member, key, delimiter: "+", method: "resources/read" };
}

/** Undefined for a method that lists nothing that could be called. */
export function listOf(method: string): ListOf | undefined {
  return LISTS.get(method);
}

interface Listed {
  readonly services: readonly string[];
  readonly entries: readonly JsonValue[];
}

interface Asking {
  readonly admission: Admission;
  readonly evidence: ForwardedEvidence;
  readonly left_ms: number;
}

/** Those entries, in their order, that the agent could call with some arguments. @throws WritError invalid_argument, deadline_exceeded */
export async function permittedEntries(
  service: Service,
  upstreams: readonly Upstream[],
  { services, entries }: Listed,
  list: ListOf,
  asking: Asking,
): Promise<readonly JsonValue[]> {
  if (entries.length > MAX_ENTRIES) {
    throw new WritError("invalid_argument", `/mcp_response/${list.member}: must have at most ${MAX_ENTRIES} items`);
  }
  const until = Date.now() + Math.min(asking.left_ms, DEFAULT_TIMEOUT_MS);
  const permitted: JsonValue[] = [];
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE);
    const kept = await Promise.all(
      some.map((entry) => isPermitted(service, upstreams, nativeOf(entry, list, services), list, asking, until)),
    );
    permitted.push(...some.filter((_, index) => kept[index]));
  }
  return permitted;
}

/** An entry as its own server lists it. */
interface Native {
  readonly server: string;
  readonly name: string;
  readonly manifest: JsonObject;
}

/** Undefined for an entry of which nobody knows whose it is. */
function nativeOf(entry: JsonValue, { key, delimiter }: ListOf, services: readonly string[]): Native | undefined {
  if (!isJsonObject(entry)) return undefined;
  const shown = entry[key];
  if (typeof shown !== "string" || shown === "") return undefined;
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) return { server: only, name: shown, manifest: entry };
  const at = shown.indexOf(delimiter);
  const server = shown.slice(0, Math.max(at, 0));
  const name = shown.slice(at + 1);
  if (!services.includes(server) || name === "") return undefined;
  return { server, name, manifest: { ...entry, [key]: name } };
}

async function isPermitted(
  service: Service,
  upstreams: readonly Upstream[],
  native: Native | undefined,
  { method, params }: ListOf,
  { admission, evidence }: Asking,
  until: number,
): Promise<boolean> {
  if (native === undefined) return false;
  const timeout_ms = timeoutOf(until - Date.now());
  const [offered, ...more] = requestCalls(method, params(native.name), native.server, upstreams);
  if (offered === undefined || more.length > 0) return false;
  const decision = await service.decide(
    {
      request_id: "",
      ...evidence,
      call: { ...offered.call, ...(method === "tools/call" ? { manifest: native.manifest } : {}) },
      observed: [],
      context: {},
      options: { dry_run: true, explain: false },
      timeout_ms,
    },
    admission,
  );
  return isOpen(decision);
}

/** Whether there could be arguments, or a person, by which the call would go on. */
function isOpen(decision: Decision): boolean {
  const { effect, reasons, action } = decision;
  if (effect !== "block") return goesOn(decision);
  return reasons.length > 0 && reasons.every(({ code }) => mayBeLifted(code, action));
}
