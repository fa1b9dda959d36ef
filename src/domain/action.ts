import type { Facts } from "./facts.ts";
import type { JsonObject } from "./json.ts";
import type { Sensitivity, Tier, Trait } from "./vocabulary.ts";

// Values that cross the wire keep their wire names, so that the answer, the policy's input and the record are one serialization.

export const ORIGINS = ["user", "directory", "tool_output", "unseen"] as const;

/** How a destination became known to the agent. */
export type Origin = (typeof ORIGINS)[number];

/** Which call brought something into the session; "" where nobody said. */
export interface OriginSource {
  /** `server/name` */
  readonly tool: string;
  readonly decision_id: string;
}

export interface Resource {
  readonly type: string;
  readonly uri: string;
  /** Absent where nothing is known of what the session has heard. */
  readonly origin?: Origin;
  readonly source?: OriginSource;
}

export interface Destination {
  readonly kind: string;
  readonly value: string;
  /** The DNS name that the value belongs to, where its kind has one. */
  readonly domain?: string;
  readonly origin: Origin;
  /** The call whose result named it first, where its origin is a directory or what a tool returned. */
  readonly source?: OriginSource;
}

export interface Amount {
  /** Exact decimal, e.g. "98.70". */
  readonly value: string;
  /** ISO 4217 code, or "" where the call names none. */
  readonly currency: string;
}

export interface Tool {
  readonly server: string;
  readonly name: string;
  /** Whether the catalogue has the tool. */
  readonly known: boolean;
  readonly pin: "match" | "mismatch" | "none";
}

/** `server/name`, or the name alone of a tool that no server is known of. */
export function toolName({ tool }: Pick<Action, "tool">): string {
  return tool.server === "" ? tool.name : `${tool.server}/${tool.name}`;
}

/** Whether all of the call was understood, from best to worst; anything but `complete` keeps it privileged. */
export const PARSES = ["complete", "partial", "unsupported", "limit"] as const;

export type Parse = (typeof PARSES)[number];

/** One of the things that a call would do, judged like a call of its own. */
export interface ActionPart {
  readonly verb: string;
  readonly resource?: Resource;
  readonly destinations: readonly Destination[];
  readonly tier: Tier;
  readonly traits: readonly Trait[];
}

/** The canonical form of a tool call. */
export interface Action {
  readonly verb: string;
  readonly tier: Tier;
  readonly traits: readonly Trait[];
  readonly tool: Tool;
  readonly resource?: Resource;
  readonly destinations: readonly Destination[];
  readonly amount?: Amount;
  /** How many things (records, recipients) the call touches. */
  readonly count: number;
  readonly sensitivity: Sensitivity;
  readonly data_classes: readonly string[];
  readonly parse: Parse;
  readonly parts?: readonly ActionPart[];
  /** `sha256:<hex>` over the RFC 8785 form of verb, tool, resource, destinations, amount and arguments. */
  readonly digest: string;
}

/** What canonicalization makes of a request: the action, and what policy may look at beside it. */
export interface Canonical {
  readonly action: Action;
  readonly arguments: JsonObject;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  /** Why the call cannot be judged, if so. */
  readonly refusal?: { readonly code: CanonicalRefusal; readonly message: string };
}

/** Something in the arguments that has a type, e.g. "secret.aws_access_key" or "pii.email"; never the text itself. */
export interface Finding {
  readonly type: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  /** JSON Pointer of the string that holds it, e.g. "/arguments/body". */
  readonly path: string;
  /** UTF-16 offsets in that string. */
  readonly start: number;
  readonly end: number;
}

export type CanonicalRefusal =
  | "call_format_unsupported"
  | "call_payload_unsupported"
  | "call_arguments_not_json"
  | "call_batch_unsupported"
  | "call_body_truncated"
  | "call_header_mismatch"
  | "call_metadata_mismatch"
  | "call_method_unknown";
