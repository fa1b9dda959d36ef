import type { Action, Finding } from "../../domain/action.ts";
import type { GivenApproval } from "../../domain/approval.ts";
import type { Facts } from "../../domain/facts.ts";
import type { Agent, Intent } from "../../domain/identity.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Provenance } from "../../domain/provenance.ts";
import type { Session, TaskFacts, UsageFacts } from "../../domain/session.ts";
import type { InputBundle } from "../../evaluate/input.ts";

/** The policy's input (`src/evaluate/input.ts`), with what the contract has beyond what is sent today. */
interface PolicyInput {
  readonly now: string;
  readonly tenant: string;
  readonly environment: string;
  readonly caller: { readonly id: string; readonly protocol: string };
  readonly agent: Agent;
  readonly intent?: Intent;
  readonly action: Action;
  readonly arguments: JsonObject;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly session?: Session;
  readonly task?: TaskFacts;
  readonly usage?: UsageFacts;
  readonly provenance?: Provenance;
  readonly approval?: GivenApproval;
  readonly context: JsonObject;
  readonly bundle: InputBundle;
}

/** What may follow a place in the input: named members, elements, anything, or nothing. */
export type Shape = "any" | "value" | readonly [Shape] | { readonly [key: string]: Shape };

type NamedKeys<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/** The type of the shape of a type, so that the compiler says when the input and what is written here part. */
type ShapeOf<T> = T extends string | number | boolean
  ? "value"
  : T extends readonly (infer Item)[]
    ? readonly [ShapeOf<Item>]
    : keyof NamedKeys<T> extends never
      ? "any"
      : { readonly [K in keyof NamedKeys<T>]-?: ShapeOf<Exclude<NamedKeys<T>[K], undefined>> };

const AMOUNT = { value: "value", currency: "value" } as const;

const SOURCE = { tool: "value", decision_id: "value" } as const;

const RESOURCE = { type: "value", uri: "value", origin: "value", source: SOURCE } as const;

const DESTINATIONS = [{ kind: "value", value: "value", domain: "value", origin: "value", source: SOURCE }] as const;

const PART = {
  verb: "value",
  resource: RESOURCE,
  destinations: DESTINATIONS,
  tier: "value",
  traits: ["value"],
} as const;

const ACTION = {
  ...PART,
  tool: { server: "value", name: "value", known: "value", pin: "value" },
  amount: AMOUNT,
  count: "value",
  sensitivity: "value",
  data_classes: ["value"],
  parse: "value",
  parts: [PART],
  digest: "value",
} as const;

const FLOW_END = { kind: "value", value: "value", classes: ["value"] } as const;

const REGISTRATION = {
  source: "value",
  owner: "value",
  purpose: "value",
  labels: "any",
  max_tier: "value",
  verbs: ["value"],
  audiences: ["value"],
  envelope: {
    verbs: ["value"],
    max_tier: "value",
    resources: ["value"],
    destinations: ["value"],
    max_amount: "value",
    currency: "value",
    max_calls: "value",
  },
  review_at: "value",
} as const;

const COUNTS = {
  calls: "value",
  by_verb: "any",
  by_tool: "any",
  spent: "any",
  records: "value",
  destinations: "value",
} as const;

const WINDOWS = { minute: COUNTS, hour: COUNTS, day: COUNTS } as const;

const INPUT = {
  now: "value",
  tenant: "value",
  environment: "value",
  caller: { id: "value", protocol: "value" },
  agent: {
    id: "value",
    registration: REGISTRATION,
    chain: [{ id: "value", registered: "value", status: "value", registration: REGISTRATION }],
    verified: "value",
    method: "value",
    delegation: ["value"],
    labels: "any",
    issuer: "value",
    expires_at: "value",
    key: { kind: "value", thumbprint: "value" },
    owner: "value",
    purpose: "value",
    status: "value",
  },
  intent: {
    verified: "value",
    method: "value",
    id: "value",
    task: "value",
    purpose: "value",
    on_behalf_of: "value",
    allows: [
      {
        verb: "value",
        resource: "value",
        destinations: ["value"],
        max_amount: "value",
        currency: "value",
        max_total: "value",
        max_calls: "value",
        max_sensitivity: "value",
        not_before: "value",
        not_after: "value",
        max_tier: "value",
      },
    ],
    expires_at: "value",
    parent: "value",
    ancestors: ["value"],
  },
  action: ACTION,
  arguments: "any",
  facts: {
    files: [
      {
        at: "value",
        path: "value",
        access: "value",
        classes: ["value"],
        place: "value",
        pattern: "value",
        recursive: "value",
        host: "value",
      },
    ],
    hosts: [
      {
        at: "value",
        access: "value",
        host: "value",
        scheme: "value",
        port: "value",
        registrable: "value",
        classes: ["value"],
      },
    ],
    commands: [{ at: "value", program: "value", via: ["value"], known: "value", verbs: ["value"] }],
    statements: [
      {
        at: "value",
        dialect: "value",
        operation: "value",
        class: "value",
        tables_read: ["value"],
        tables_written: ["value"],
        columns: ["value"],
        unbounded: "value",
      },
    ],
    code: [{ at: "value", language: "value", imports: ["value"], calls: ["value"], dynamic: "value" }],
    flows: [{ at: "value", from: FLOW_END, to: FLOW_END }],
    signals: [{ at: "value", code: "value", detail: "value" }],
    hidden: [{ at: "value", trick: "value", length: "value" }],
  },
  findings: [{ type: "value", severity: "value", path: "value", start: "value", end: "value" }],
  session: {
    id: "value",
    epoch: "value",
    ...COUNTS,
    began_at: "value",
    in_flight: "value",
    in_flight_by_verb: "any",
    in_flight_by_tool: "any",
    labels: ["value"],
    sources: "any",
    denials: "value",
    unknown_tools: "value",
    risk: "value",
    windows: WINDOWS,
    task: "value",
    closed: "value",
    agent: "value",
    intent: "value",
    catalogue: "value",
    environment: "value",
  },
  task: { id: "value", ...COUNTS, labels: ["value"], sources: "any" },
  usage: { agent: WINDOWS, task: { total: COUNTS, ...WINDOWS } },
  provenance: {
    user_seen: "value",
    text_seen: "value",
    topic: "value",
    topic_source: SOURCE,
    arguments: { user: "value", directory: "value", tool_output: "value", unseen: "value" },
    untrusted_only: ["value"],
  },
  approval: { id: "value", template: "value", approvers: ["value"], approved_at: "value" },
  context: "any",
  bundle: { revision: "value", digest: "value", stale: "value", age_s: "value" },
} as const satisfies ShapeOf<PolicyInput>;

/** Where a policy meets values of the input, by the keys that lead there. */
export const SHAPES: readonly { readonly root: readonly string[]; readonly shape: Shape }[] = [
  { root: ["input"], shape: INPUT },
  { root: ["data", "writ", "action", "effects"], shape: [ACTION] },
  { root: ["data", "writ", "action", "acts"], shape: [ACTION] },
];

/** @returns the index of the first key that is not there, and what is; undefined when all may be there */
export function strayKey(
  shape: Shape,
  keys: readonly (string | undefined)[],
): { readonly index: number; readonly known: readonly string[] } | undefined {
  let here = shape;
  for (const [index, key] of keys.entries()) {
    if (here === "any") return undefined;
    if (here === "value") return { index, known: [] };
    if (isList(here)) {
      if (key !== undefined && !/^\d+$/.test(key)) return { index, known: [] };
      here = here[0];
    } else {
      // A computed key may be any of the names.
      if (key === undefined) return undefined;
      if (!Object.hasOwn(here, key)) return { index, known: Object.keys(here) };
      here = here[key] as Shape;
    }
  }
  return undefined;
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
