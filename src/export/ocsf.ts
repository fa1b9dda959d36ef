import type { Effect } from "../domain/decision.ts";
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import type { ReadDecision } from "./line.ts";

// Open Cybersecurity Schema Framework 1.8.0 (https://schema.ocsf.io/1.8.0/classes/api_activity), with its profile security_control.
const VERSION = "1.8.0";
const API_ACTIVITY = 6003;
const APPLICATION_ACTIVITY = 6;

const ACTIVITIES = { create: 1, read: 2, update: 3, delete: 4, other: 99 } as const;
const NAMES = { 1: "Create", 2: "Read", 3: "Update", 4: "Delete", 99: "Other" } as const;

/** Operations of the vocabulary by what they do to their resource; what is none of these is `other`, under its own name. */
const OPERATIONS: Readonly<Record<string, keyof typeof ACTIVITIES>> = {
  ...{ read: "read", list: "read", search: "read", fetch: "read", browse: "read", export: "read", scan: "read" },
  ...{ create: "create", send: "create", upload: "create", submit: "create", transfer: "create", refund: "create" },
  ...{ install: "create", copy: "create", schedule: "create", admit: "create", release: "create" },
  ...{ write: "update", append: "update", update: "update", move: "update", share: "update", permission: "update" },
  ...{ push: "update", merge: "update", rotate: "update", grant: "update", control: "update", cancel: "update" },
  ...{ delete: "delete", remove: "delete", kill: "delete" },
};

const SEVERITY: Readonly<Record<Effect, number>> = { allow: 1, warn: 2, block: 3 };
const ALLOWED = { action_id: 1, action: "Allowed" };
const ACTIONS: Readonly<Record<Effect, JsonObject>> = {
  allow: { ...ALLOWED, disposition_id: 1, disposition: "Allowed" },
  warn: { ...ALLOWED, disposition_id: 19, disposition: "Alert" },
  block: { action_id: 2, action: "Denied", disposition_id: 2, disposition: "Blocked" },
};
/** Nothing was let go on or held back. */
const DRY_RUN: JsonObject = { action_id: 3, action: "Observed", disposition_id: 17, disposition: "Logged" };

const STATUS: Readonly<Record<string, JsonObject>> = {
  succeeded: { status_id: 1, status: "Success" },
  failed: { status_id: 2, status: "Failure" },
};
const UNKNOWN: JsonObject = { status_id: 0, status: "Unknown" };

/** A decision as an OCSF event of the class API Activity: the tool call is the API's operation, the agent the application that asks. */
export function apiActivity(stored: StoredDecision, { input, decision }: ReadDecision): JsonObject {
  const { effect, id, at_ms, tenant, verb, outcome, dry_run, policy_digest } = stored;
  const activity = ACTIVITIES[OPERATIONS[verb.split(".")[1] ?? ""] ?? "other"];
  const policy = withText({ uid: policy_digest, name: textAt(decision, "policy", "bundle") });
  return {
    class_uid: API_ACTIVITY,
    class_name: "API Activity",
    category_uid: APPLICATION_ACTIVITY,
    category_name: "Application Activity",
    activity_id: activity,
    activity_name: activity === ACTIVITIES.other ? verb : NAMES[activity],
    type_uid: API_ACTIVITY * 100 + activity,
    time: at_ms,
    severity_id: SEVERITY[effect],
    metadata: {
      version: VERSION,
      product: { name: "Writ", vendor_name: "Writ" },
      uid: id,
      tenant_uid: tenant,
      profiles: ["security_control"],
    },
    actor: actorOf(stored, input),
    src_endpoint: { svc_name: stored.caller },
    api: apiOf(stored, input),
    ...resourcesOf(input),
    ...(dry_run ? DRY_RUN : ACTIONS[effect]),
    ...(STATUS[outcome?.status ?? ""] ?? UNKNOWN),
    ...(outcome?.duration_ms === undefined ? {} : { duration: outcome.duration_ms }),
    ...reasonOf(stored, decision),
    policy,
    authorizations: [{ decision: effect, policy }],
    unmapped: {
      verb,
      action_digest: stored.action_digest,
      catalogue_digest: stored.catalogue_digest,
      protocol: stored.protocol,
    },
  };
}

function actorOf({ agent, session }: StoredDecision, input: JsonValue): JsonObject {
  const behalf = textAt(input, "intent", "on_behalf_of");
  return {
    app_uid: agent,
    app_name: agent,
    ...(session === "" ? {} : { session: { uid: session } }),
    ...(behalf === "" ? {} : { user: { uid: behalf } }),
  };
}

function apiOf({ tool, request_id, id }: StoredDecision, input: JsonValue): JsonObject {
  const server = textAt(input, "action", "tool", "server");
  return {
    operation: textAt(input, "action", "tool", "name") || tool || "unknown",
    request: { uid: request_id || id },
    ...(server === "" ? {} : { service: { name: server } }),
  };
}

function resourcesOf(input: JsonValue): JsonObject {
  const uri = textAt(input, "action", "resource", "uri");
  if (uri === "") return {};
  return { resources: [withText({ uid: uri, type: textAt(input, "action", "resource", "type") })] };
}

function reasonOf({ reason }: StoredDecision, decision: JsonValue | undefined): JsonObject {
  const reasons = memberOf(decision, "reasons");
  const message = Array.isArray(reasons) ? textAt(reasons[0], "message") : "";
  return withText({ status_code: reason, message });
}

/** Without what is empty. */
function withText(members: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ""));
}

function textAt(value: JsonValue | undefined, ...path: readonly string[]): string {
  const found = path.reduce<JsonValue | undefined>(
    (inner, name) => (isJsonObject(inner) ? memberOf(inner, name) : undefined),
    value,
  );
  return typeof found === "string" ? found : "";
}
