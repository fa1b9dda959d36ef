import { invalidField } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS, MAX_BATCH_ITEMS, MAX_ID_CHARS } from "../../domain/limits.ts";
import type { DecisionRequest, ToolCall } from "../../domain/request.ts";
import { MAX_TOKEN_CHARS } from "../native/decode.ts";
import {
  boolean,
  defaulted,
  jsonObject,
  line,
  list,
  object,
  readMessage,
  refine,
  report,
  required,
} from "../native/reader.ts";
import { tenantVerb } from "../native/tenant-verb.ts";
import type { CheckRequest, Principal, Resource, ResourceEntry } from "./check.ts";

/** The kind of resource that stands for a tool, and the action on it that is a call. Everything else is an action of its own name. */
const TOOL_KIND = "tool";
const TOOL_ACTION = "call";

/** Cerbos' own default is 50 resources with 50 actions each. */
const MAX_RESOURCES = 50;
const MAX_ACTIONS = 50;
const MAX_ROLES = 100;

const name = line(1, MAX_ID_CHARS);
const text = line(0, MAX_ID_CHARS);
const NO_ATTR: JsonObject = Object.freeze({});
const NO_JWT = Object.freeze({ token: "", keySetId: "" });
const NO_AUX = Object.freeze({ jwt: NO_JWT });

const principal = object<Principal>({
  id: required(name),
  policyVersion: defaulted(text, ""),
  roles: defaulted(list(name, MAX_ROLES), []),
  attr: defaulted(jsonObject, NO_ATTR),
  scope: defaulted(text, ""),
});

const resource = object<Resource>({
  kind: required(name),
  policyVersion: defaulted(text, ""),
  id: required(name),
  attr: defaulted(jsonObject, NO_ATTR),
  scope: defaulted(text, ""),
});

const entry = refine(
  object<ResourceEntry>({ actions: required(list(name, MAX_ACTIONS)), resource: required(resource) }),
  ({ actions }, at, violations) => {
    if (actions?.length === 0) report(violations, `${at}/actions`, "must name an action");
    if (new Set(actions).size !== actions?.length) report(violations, `${at}/actions`, "must not name one twice");
  },
);

const jwt = object<CheckRequest["auxData"]["jwt"]>({
  token: required(line(1, MAX_TOKEN_CHARS)),
  keySetId: defaulted(text, ""),
});

const checkRequest = refine(
  object<CheckRequest>({
    requestId: defaulted(text, ""),
    includeMeta: defaulted(boolean, false),
    principal: required(principal),
    resources: required(list(entry, MAX_RESOURCES)),
    auxData: defaulted(object<CheckRequest["auxData"]>({ jwt: defaulted(jwt, NO_JWT) }), NO_AUX),
    requestContext: defaulted(jsonObject, NO_ATTR),
  }),
  ({ resources }, at, violations) => {
    if (resources?.length === 0) report(violations, `${at}/resources`, "must name a resource");
    const checks = resources?.reduce((sum, item) => sum + (item?.actions?.length ?? 0), 0) ?? 0;
    if (checks > MAX_BATCH_ITEMS) report(violations, `${at}/resources`, `must have at most ${MAX_BATCH_ITEMS} actions`);
  },
);

/** @throws WritError invalid_argument that names every field that is wrong */
export function decodeCheck(value: JsonValue): CheckRequest {
  return readMessage(checkRequest, value, "");
}

/** One of the questions of a request. */
export interface Check {
  readonly entry: number;
  readonly action: string;
  readonly request: DecisionRequest;
}

/** Each action on each resource, in order. @throws WritError invalid_argument for what cannot be an action */
export function checksOf(check: CheckRequest, timeoutMs: number): readonly Check[] {
  return check.resources.flatMap((item, index) =>
    item.actions.map((action, at) => ({
      entry: index,
      action,
      request: requestOf(check, item.resource, action, `/resources/${index}/actions/${at}`, timeoutMs),
    })),
  );
}

function requestOf(
  { requestId, principal: who, auxData }: CheckRequest,
  what: Resource,
  action: string,
  at: string,
  timeoutMs: number,
): DecisionRequest {
  const { token } = auxData.jwt;
  const intent = stringAttr(who.attr, "writ_intent");
  const asked =
    what.kind === TOOL_KIND && action === TOOL_ACTION
      ? { call: toolCall(what) }
      : { action: ownAction(who, what, action, at) };
  return {
    request_id: requestId,
    agent: token === "" ? { id: who.id } : { token },
    ...(intent === "" ? {} : { intent: { token: intent } }),
    session: stringAttr(who.attr, "writ_session"),
    ...asked,
    observed: [],
    context: { cerbos: { principal: { id: who.id, roles: [...who.roles] } } },
    options: { dry_run: false, explain: false },
    timeout_ms: Math.min(timeoutMs, DEFAULT_TIMEOUT_MS),
  };
}

/** `{kind: "tool", id: "server/name", attr: {arguments}}`; a server's name has no slash. */
function toolCall({ id, attr }: Resource): ToolCall {
  const slash = id.indexOf("/");
  const { arguments: args = {} } = attr;
  return {
    format: "mcp",
    server: id.slice(0, Math.max(0, slash)),
    payload: { name: id.slice(slash + 1), arguments: args },
  };
}

function ownAction(who: Principal, what: Resource, action: string, at: string): JsonObject {
  const { id, attr, ...rest } = who;
  return {
    verb: tenantVerb("cerbos", action, at),
    resource: { type: what.kind, uri: `cerbos:${encodeURIComponent(what.kind)}/${encodeURIComponent(what.id)}` },
    arguments: {
      action,
      principal: { id, ...rest, roles: [...who.roles], attr: withoutOwn(attr) },
      resource: { ...what },
    },
  };
}

/** What is for Writ is no attribute of the principal. */
function withoutOwn({ writ_intent: _intent, writ_session: _session, ...attr }: JsonObject): JsonObject {
  return attr;
}

function stringAttr(attr: JsonObject, key: "writ_intent" | "writ_session"): string {
  const value = Object.hasOwn(attr, key) ? attr[key] : "";
  if (typeof value !== "string" || value.length > (key === "writ_intent" ? MAX_TOKEN_CHARS : MAX_ID_CHARS)) {
    throw invalidField(`/principal/attr/${key}`, "must be a string that is not too long");
  }
  return value;
}
