import { ORIGINS } from "../../domain/action.ts";
import { AGENT_STATUSES } from "../../domain/agent.ts";
import { EFFECTS } from "../../domain/decision.ts";
import { CALL_FORMATS, OBSERVATION_SOURCES } from "../../domain/request.ts";
import { SENSITIVITIES, TIERS } from "../../domain/vocabulary.ts";
import {
  anything,
  count,
  decimal,
  fields,
  flag,
  listOf,
  mapOf,
  oneOf,
  orEmpty,
  type Shape,
  someObject,
  text,
  textOr,
  time,
  wordOr,
} from "./shape.ts";

const texts = listOf(text);

/** What other products call the effects. */
const EFFECT_WORDS = {
  deny: "block",
  denied: "block",
  reject: "block",
  forbid: "block",
  permit: "allow",
  allowed: "allow",
  grant: "allow",
  warning: "warn",
  approve: "block, with an approval",
  ask: "block, with an approval",
};

const EXPECT = {
  effect: oneOf(EFFECTS, EFFECT_WORDS),
  reasons: texts,
  not_reasons: texts,
  obligations: listOf(textOr(someObject)),
  grant: wordOr("none", fields({ audience: text, scopes: texts, ttl_s: count, single_use: flag })),
  approval: wordOr(
    "none",
    fields({
      approvers: texts,
      expires_in_s: count,
      template: text,
      quorum: count,
      not_by: texts,
      uses: count,
      valid_for_s: count,
      same: texts,
      max_amount: decimal,
    }),
  ),
  labels: texts,
  action: fields({
    verb: text,
    tier: oneOf(TIERS),
    traits: texts,
    tool: someObject,
    resource: someObject,
    destinations: listOf(someObject),
    amount: someObject,
    count,
    sensitivity: text,
    data_classes: texts,
    parse: text,
  }),
};

const ALLOWANCE = fields({
  verb: text,
  resource: text,
  destinations: texts,
  max_amount: decimal,
  currency: text,
  max_calls: count,
  max_tier: oneOf(TIERS),
  max_total: decimal,
  max_sensitivity: oneOf(SENSITIVITIES),
  not_before: text,
  not_after: text,
});

const ENVELOPE = fields({
  verbs: texts,
  max_tier: oneOf(TIERS),
  resources: texts,
  destinations: texts,
  max_amount: decimal,
  currency: text,
  max_calls: count,
});

const REGISTRATION = fields({
  status: oneOf(AGENT_STATUSES),
  owner: text,
  purpose: text,
  labels: someObject,
  max_tier: oneOf(TIERS),
  verbs: texts,
  audiences: texts,
  envelope: ENVELOPE,
  review_at: text,
});

const SOURCE = fields({ tool: text, decision_id: text });

const PROVENANCE = fields({
  user_seen: flag,
  text_seen: flag,
  topic: oneOf(ORIGINS),
  topic_source: SOURCE,
  arguments: fields(Object.fromEntries(ORIGINS.map((origin) => [origin, count]))),
  untrusted_only: texts,
});

const COUNTS = {
  calls: count,
  by_verb: mapOf(count),
  by_tool: mapOf(count),
  spent: mapOf(decimal),
  records: count,
  destinations: count,
};

const WINDOWS = { minute: fields(COUNTS), hour: fields(COUNTS), day: fields(COUNTS) };

const CASE = {
  name: text,
  call: fields(
    { format: oneOf(CALL_FORMATS), server: text, payload: anything, manifest: someObject, schema_digest: text },
    { name: "payload", arguments: "payload" },
  ),
  action: someObject,
  agent: fields({ id: text, verified: flag, method: text, labels: someObject, delegation: texts }),
  agents: mapOf(REGISTRATION),
  intent: fields({
    verified: flag,
    method: text,
    id: text,
    task: text,
    purpose: text,
    on_behalf_of: text,
    agent: text,
    allows: listOf(ALLOWANCE),
    expires_at: time,
  }),
  session: fields({
    id: text,
    task: text,
    epoch: count,
    ...COUNTS,
    began_at: time,
    in_flight: count,
    in_flight_by_verb: mapOf(count),
    in_flight_by_tool: mapOf(count),
    labels: texts,
    sources: someObject,
    denials: count,
    unknown_tools: count,
    risk: count,
    windows: fields(WINDOWS),
    closed: flag,
    agent: text,
    intent: text,
    catalogue: text,
    environment: text,
  }),
  task: fields({ labels: texts, sources: someObject }),
  usage: fields({ agent: fields(WINDOWS), task: fields({ total: fields(COUNTS), ...WINDOWS }) }),
  observed: listOf(fields({ source: oneOf(OBSERVATION_SOURCES), text, tool: text, server: text, decision_id: text })),
  provenance: PROVENANCE,
  approval: fields({ id: text, template: text, approvers: texts, approved_at: time }),
  environment: text,
  tenant: text,
  caller: fields({ id: text, protocol: text }),
  now: time,
  context: someObject,
  settings: someObject,
  expect: fields(EXPECT),
};

/** Fields of `expect` that people put beside it. */
const BELONG_UNDER_EXPECT = Object.fromEntries(
  Object.keys(EXPECT)
    .filter((key) => !Object.hasOwn(CASE, key))
    .map((key) => [key, "expect"]),
);

const { name: _name, ...shared } = CASE;

const emptied = (shapes: Readonly<Record<string, Shape>>) =>
  Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, orEmpty(shape)]));

/** A file: its cases, and what they share. */
export const CASE_FILE = fields({
  defaults: fields(emptied(shared), BELONG_UNDER_EXPECT),
  cases: listOf(fields({ ...emptied(shared), name: text }, BELONG_UNDER_EXPECT)),
});
