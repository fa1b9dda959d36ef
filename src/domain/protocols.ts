/** What the configuration says of the protocols of others, by name: `protocols.<name>`. */
export interface ProtocolSettings {
  /** The protocols that are not answered. */
  readonly off: readonly ProtocolName[];
  readonly ext_authz: ExtAuthzSettings;
  readonly opa: OpaSettings;
  readonly toolhive: ToolhiveSettings;
  readonly authzen: AuthzenSettings;
}

/** Every protocol beside the native one; each is a folder in `src/transports/`. */
export const PROTOCOLS = [
  "ext_authz",
  "forward_auth",
  "ext_mcp",
  "toolhive",
  "authzen",
  "opa",
  "cerbos",
  "hooks",
  "litellm",
] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** What the `input` of a decision over OPA's REST API looks like, and its `result`: one file each in `src/transports/opa/shapes/`. */
export const OPA_SHAPES = [
  "decision",
  "allow",
  "envoy",
  "apisix",
  "kong",
  "contextforge",
  "cpex",
  "tool_calls",
] as const;
export type OpaShape = (typeof OPA_SHAPES)[number];

export interface OpaSettings {
  /** By path below `/v1/data/`, what is asked and answered there. Whatever else is asked for is undefined. */
  readonly paths: Readonly<Record<string, OpaShape>>;
  /** The path that `POST /` asks (OPA's `default_decision`). */
  readonly default_decision: string;
  /** Paths of the bundle's data that callers may read, with all that is below them. */
  readonly documents: readonly string[];
}

export const OPA_DEFAULTS: OpaSettings = Object.freeze({
  paths: Object.freeze({
    "writ/main/decision": "decision",
    "writ/main/allow": "allow",
    "envoy/authz": "envoy",
    "apisix/authz": "apisix",
    "kong/authz": "kong",
    mcpgateway: "contextforge",
    "cpex/authz": "cpex",
    guardrail: "tool_calls",
  }),
  default_decision: "writ/main/decision",
  documents: Object.freeze([]),
});

/** How much of an answer each item of an AuthZEN batch has. */
export const AUTHZEN_BATCH_CONTEXTS = ["needed", "full"] as const;

export interface AuthzenSettings {
  /** Names of actions that, on a resource of one of `tool_types`, are the call of the tool that is its id. */
  readonly tool_actions: readonly string[];
  readonly tool_types: readonly string[];
  /** The server that a tool is of, where the request names none. */
  readonly server: string;
  /** The types of obligations that the policies in use can demand: what the metadata says, and what requests may say they fulfil. */
  readonly obligations: readonly string[];
  /** `needed`: an item has a context where something in it has to be acted on; `full`: always. */
  readonly batch_context: (typeof AUTHZEN_BATCH_CONTEXTS)[number];
}

export const AUTHZEN_DEFAULTS: AuthzenSettings = Object.freeze({
  tool_actions: Object.freeze(["tools/call"]),
  tool_types: Object.freeze(["tool"]),
  server: "",
  obligations: Object.freeze(["notify", "redact", "sandbox"]),
  batch_context: "needed",
});

export interface ExtAuthzSettings {
  /** Whether the field that the agent's token came in stays behind: the upstream server gets no credential that is good for more than itself. */
  readonly remove_token: boolean;
}

export const EXT_AUTHZ_DEFAULTS: ExtAuthzSettings = Object.freeze({ remove_token: false });

export interface ToolhiveSettings {
  /** Where the secret is by which ToolHive signs its webhooks (`hmac_secret_ref`); "": they are not signed. */
  readonly webhook_secret_file: string;
  /** How old a signed webhook may be, and how far ahead its clock, in seconds. */
  readonly signature_window_s: number;
  /**
   * What a question of the authorizer without arguments is: `none`, a call that has none, is right only where its `include_args` is on; with it
   * off, every call would be judged as if it had none.
   */
  readonly absent_arguments: "unknown" | "none";
}

export const TOOLHIVE_DEFAULTS: ToolhiveSettings = Object.freeze({
  webhook_secret_file: "",
  signature_window_s: 300,
  absent_arguments: "unknown",
});
