import type { JsonObject, JsonValue } from "./json.ts";

// The native contract (`POST /v1/decisions`), as far as a client needs it. Names are those of the wire.

/** What the model asked for. */
export interface ToolCall {
  /** `mcp`, `openai`, `anthropic`, `gemini`, `bedrock` or `generic`; `generic` is `{name, arguments}`. */
  readonly format: string;
  /** The server that offers the tool, as the catalogue knows it. */
  readonly server?: string;
  readonly payload: JsonValue;
  /** The tool's `tools/list` entry as the client knows it. */
  readonly manifest?: JsonObject;
  readonly schema_digest?: string;
}

/** Who asks, for what task: what stands beside the call. */
export interface About {
  /** `id` is believed only of callers that may vouch. */
  readonly agent?: { readonly token?: string; readonly id?: string };
  readonly intent?: { readonly token: string } | { readonly claims: JsonObject };
  /** The calls of one task go by one name. */
  readonly session?: string;
  /** What entered the model's context since the last call, and who said it. */
  readonly observed?: readonly { readonly source: "user" | "tool" | "directory" | "system"; readonly text: string }[];
  readonly context?: JsonObject;
}

export interface DecisionRequest extends About {
  /** Chosen at random where absent. */
  readonly request_id?: string;
  readonly call?: ToolCall;
  /** Instead of `call`: the canonical action. */
  readonly action?: JsonObject;
  readonly options?: {
    readonly dry_run?: boolean;
    readonly explain?: boolean;
    /** The types of obligations that whoever asks will fulfil. */
    readonly obligations?: readonly string[];
  };
  /** How long Writ may take; the client's own timeout where absent. */
  readonly timeout_ms?: number;
}

export type Effect = "allow" | "warn" | "block";

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
  readonly controls?: readonly string[];
}

export interface Obligation {
  readonly type: string;
  readonly fulfillment: "required" | "advisory";
  readonly [property: string]: unknown;
}

/** How a person can lift a block. */
export interface Approval {
  readonly id: string;
  readonly url?: string;
  readonly expires_at?: string;
  readonly template?: string;
}

/** For whoever runs the call, and for nobody else: `token` buys a credential. */
export interface Grant {
  readonly id: string;
  readonly token?: string;
  readonly audience: string;
  readonly expires_at: string;
  readonly single_use: boolean;
}

export interface Decision {
  readonly decision_id: string;
  readonly request_id: string;
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly obligations: readonly Obligation[];
  readonly approval?: Approval;
  readonly grant?: Grant;
  readonly recorded: string;
  readonly dry_run?: boolean;
  readonly [more: string]: unknown;
}

export type OutcomeStatus = "succeeded" | "failed" | "denied" | "cancelled" | "unknown";

/** What became of a call (`POST /v1/decisions/{id}/outcome`). */
export interface Outcome {
  readonly status: OutcomeStatus;
  readonly duration_ms?: number;
  /** `sha256:` and hexadecimal digits. */
  readonly result_digest?: string;
  readonly result_excerpt?: string;
  /** What the tool returned, text or JSON: Writ keeps keyed hashes of its values, to know later where a destination came from. */
  readonly result?: unknown;
  readonly values_seen?: readonly string[];
}
