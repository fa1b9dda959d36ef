import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { composePolicyTools } from "../../src/compose/policy-project.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { buildBundle } from "../../src/policy/build/build.ts";
import { type Explanation, explain } from "../../src/policy/explain/explain.ts";
import { renderExplanation } from "../../src/policy/explain/render.ts";
import { type PolicyProject, readProject } from "../../src/policy/project/read.ts";
import type { Policy } from "../../src/ports/policy.ts";

const tools = composePolicyTools({ OPA: resolve(process.env["OPA"] ?? "var/bin/opa") });

interface Explained {
  readonly explanation: Explanation;
  /** As a terminal shows it, without colours. */
  readonly text: string;
}

/** Explains inputs by one project, which is built once. */
async function explainerOf(folder: string): Promise<(input: JsonObject, showValues?: boolean) => Promise<Explained>> {
  const project: PolicyProject = readProject(folder, tools.builtIn);
  const policy: Policy = await tools.load(await buildBundle(project, tools.buildParts()));
  return async (input, showValues = false) => {
    const deps = { toolchain: tools.opa(), policy, showValues };
    const explanation = await explain(deps, project, { kind: "input", input }, { input });
    return { explanation, text: renderExplanation(explanation, (_, text) => text) };
  };
}

/** The call of the Rego tests that goes (`data.writ.testing_test.read`), changed at its first level and in its action. */
function call(change: JsonObject = {}, action: JsonObject = {}): JsonObject {
  return {
    now: "2026-11-20T15:04:05.123Z",
    tenant: "default",
    environment: "development",
    caller: { id: "loopback", protocol: "http" },
    agent: { id: "agent:refunds", verified: false, method: "development", delegation: [], labels: {} },
    intent: {
      verified: false,
      method: "development",
      id: "int_1",
      task: "tsk_1",
      purpose: "refund order 123",
      on_behalf_of: "user:alice",
      allows: [
        { verb: "order.read" },
        { verb: "payment.refund", resource: "order:123", max_amount: "100", currency: "USD", max_calls: 2 },
        { verb: "process.exec" },
      ],
      expires_at: "2026-11-20T16:04:05.123Z",
    },
    action: {
      verb: "order.read",
      tier: "read_only",
      traits: ["reads"],
      tool: { server: "shop", name: "get_order", known: true, pin: "none" },
      resource: { type: "order", uri: "order:123" },
      destinations: [],
      count: 1,
      sensitivity: "internal",
      data_classes: [],
      parse: "complete",
      digest: "sha256:00",
      ...action,
    },
    arguments: { order_id: "123", secret: "tiger" },
    facts: {},
    findings: [],
    context: {},
    ...change,
  };
}

/** The default policy is built once, and explained in a second or two each time. */
const TIMEOUT_MS = 120_000;

let explained: (input: JsonObject, showValues?: boolean) => Promise<Explained>;

beforeAll(async () => {
  explained = await explainerOf("rego");
}, TIMEOUT_MS);

/** The same text wherever the repository is. */
/** Without the numbers of lines, which every edit of the policy changes: {@link misplaced} looks whether they are right. */
const inRepository = (text: string) =>
  text.replaceAll(`${resolve("rego")}/`, "rego/").replace(/(\.rego):\d+(?::\d+)?$/gm, "$1");

/** The places in a text at which there is no such condition, nor a rule's head where a rule is named. */
function misplaced(text: string): readonly string[] {
  return text.split("\n").filter((said) => {
    const [, words = "", file, line, column] = /^\s*(.*?)\s*(\S+\.rego):(\d+)(?::(\d+))?$/.exec(said) ?? [];
    if (file === undefined) return false;
    const there = readFileSync(file, "utf8").split("\n")[Number(line) - 1] ?? "";
    if (column !== undefined) return !there.slice(Number(column) - 1).startsWith(words.replace(/ … *$|…$/, "").trim());
    const rule = /^[\w.]*?(\w+) (?:holds|does not hold|is )/.exec(words)?.[1];
    return !there.replace(/^default /, "").startsWith(rule ?? "") || !/^[a-z_]+\b/.test(there);
  });
}

const NEVER_FAR = `  block  agent_unregistered  1 of 2 conditions hold
    not unregistered_may_act  rego/policy/agents/agents.rego
      policy.agents.unregistered_may_act holds  rego/policy/agents/agents.rego
  block  intent_unverified  1 of 2 conditions hold
    not intent.proven  rego/policy/intent/intent.rego
      writ.intent.proven holds  rego/writ/intent/intent.rego
  block  intent_expired  1 of 2 conditions hold
    not intent.in_time  rego/policy/intent/intent.rego
      writ.intent.in_time holds  rego/writ/intent/intent.rego`;

const OTHER_ALLOWS = `  allow  envelope_stands_in  0 of 2 conditions hold
    intent.source == "envelope"  rego/policy/envelope/envelope.rego
      writ.intent.source is "intent"  rego/writ/intent/intent.rego
  allow  intent_allows  0 of 2 conditions hold
    input.intent.verified == true  rego/policy/intent/intent.rego
      input.intent.verified = false`;

const TEXTS: Readonly<Record<string, readonly [input: JsonObject, text: string]>> = {
  "a call that is allowed": [
    call(),
    `allow  order.read  shop/get_order by agent:refunds
  1 rule allows, and none blocks, asks for an approval or warns

fired
  allow  intent_allows_unverified
    intent_allows_unverified: an unverified intent (development) allows order.read
    rego/policy/intent/intent.rego

nearly fired
  block  resource_not_in_intent  2 of 3 conditions hold
    count(covered.placed) == 0  rego/policy/intent/intent.rego
      covered.placed = [{"verb":"order.read"}]
  block  destination_not_in_intent  2 of 3 conditions hold
    some destination in covered.unnamed  rego/policy/intent/intent.rego
      covered.unnamed = []
${NEVER_FAR}
  block  verb_not_in_intent  1 of 2 conditions hold
    not covered.named  rego/policy/intent/intent.rego
      covered.named = true
`,
  ],
  "a call that the intent does not allow": [
    call({}, { verb: "record.delete", tier: "bounded_write", traits: ["writes"] }),
    `block  record.delete  shop/get_order by agent:refunds
  1 rule blocks, and nothing lifts a block

fired
  block  verb_not_in_intent
    verb_not_in_intent: record.delete is not what the intent allows
    rego/policy/intent/intent.rego
  grant  The grant of the verb
    {"audience":"vault","scopes":["record.delete"],"single_use":true,"ttl_s":120}
    rego/policy/grants/grants.rego

nearly fired
  allow  intent_allows_unverified  2 of 3 conditions hold
    intent.permits  rego/policy/intent/intent.rego
      writ.intent.permits does not hold  rego/writ/intent/intent.rego
        in_full(coverage)  rego/writ/intent/intent.rego
          writ.intent.in_full does not hold  rego/writ/intent/intent.rego
            every covered in coverings { …  rego/writ/intent/intent.rego
              coverings = [1 element]
              count(covered.live) > 0  rego/writ/intent/intent.rego
                covered.live = []
${OTHER_ALLOWS}
  allow  protocol_upkeep  0 of 1 conditions hold
    action.upkeep  rego/policy/protocol/protocol.rego
      writ.action.upkeep does not hold  rego/writ/action/action.rego
        input.action.verb in data.settings.protocol.upkeep  rego/writ/action/action.rego
          input.action.verb = "record.delete"
          data.settings.protocol.upkeep = ["protocol.handshake","protocol.list","protocol.notify","protocol.respond"]
${NEVER_FAR}
  require_approval  destination_from_text  1 of 2 conditions hold
    some message in found.destination_from_text  rego/policy/provenance/provenance.rego
  require_approval  destination_from_nowhere  1 of 2 conditions hold
    some message in found.destination_from_nowhere  rego/policy/provenance/provenance.rego
`,
  ],
  "a call that waits for a person": [
    call({}, { verb: "process.exec", tier: "privileged", traits: ["executes"] }),
    `block  process.exec  shop/get_order by agent:refunds
  1 rule requires an approval that nobody has given; 1 rule allows

fired
  require_approval  approval_required
    approval_required: process.exec is privileged here and takes an approval
    rego/policy/tiers/tiers.rego
  allow  intent_allows_unverified
    intent_allows_unverified: an unverified intent (development) allows process.exec
    rego/policy/intent/intent.rego
  oblige  Run it in a sandbox
    {"fulfillment":"required","network":"none","type":"sandbox"}
    rego/policy/execution/execution.rego

nearly fired
  block  resource_not_in_intent  2 of 3 conditions hold
    count(covered.placed) == 0  rego/policy/intent/intent.rego
      covered.placed = [{"verb":"process.exec"}]
  block  destination_not_in_intent  2 of 3 conditions hold
    some destination in covered.unnamed  rego/policy/intent/intent.rego
      covered.unnamed = []
${NEVER_FAR}
  block  verb_not_in_intent  1 of 2 conditions hold
    not covered.named  rego/policy/intent/intent.rego
      covered.named = true
`,
  ],
};

describe("the default policy explained", { timeout: TIMEOUT_MS }, () => {
  it.each(Object.entries(TEXTS))("%s", async (_, [input, expected]) => {
    const { text, explanation } = await explained(input);
    expect(inRepository(text)).toBe(expected);
    expect(misplaced(text)).toEqual([]);
    // One line further down is nothing of the kind.
    const moved = text.replace(/:(\d+):(\d+)$/m, (_, line, column) => `:${Number(line) + 1}:${column}`);
    expect(misplaced(moved)).toHaveLength(1);
    expect(explanation.compiled).toEqual({ same: true });
  });

  it("as JSON: one rule that a condition is missing for", async () => {
    const refund = { verb: "payment.refund", tier: "bounded_write", traits: ["spends"] };
    const amount = { value: "50", currency: "USD" };
    const session = { id: "s-1", calls: 1, by_verb: {}, labels: [], spent: {} };
    const { explanation } = await explained(call({ session }, { ...refund, amount }));
    const near = explanation.rules.find(({ title }) => title === "amount_near_limit");
    const { file = "", line = 0, failed } = near ?? {};
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines[line - 1]).toBe("warn contains reason if {");
    expect(lines[(failed?.line ?? 0) - 1]).toContain(failed?.condition);
    expect({ ...near, file: "", line: 0, failed: { ...failed, file: "", line: 0 } }).toEqual({
      status: "near",
      gathered: "warn",
      package: "policy.intent",
      title: "amount_near_limit",
      file: "",
      line: 0,
      said: [],
      conditions: 4,
      held: 3,
      failed: {
        file: "",
        line: 0,
        column: 2,
        condition: "value > to_number(candidate.max_amount) * data.settings.warnings.amount_share",
        values: { value: "(hidden)", "candidate.max_amount": '"100"', "data.settings.warnings.amount_share": "0.8" },
        because: [],
      },
    });
    expect(explanation.why).toEqual({
      decided_by: "allow",
      message: "1 rule allows, and none blocks, asks for an approval or warns",
      fired: { block: 0, require_approval: 0, warn: 0, allow: 1 },
    });
  });

  it("as many rules as main gathers", async () => {
    const { explanation } = await explained(call());
    expect(explanation.rules.length).toBeGreaterThan(55);
    expect(new Set(explanation.rules.map(({ gathered }) => gathered)).size).toBe(8);
  });

  const everything = {
    agent: { id: "agent:refunds", method: "development", status: "active" },
    facts: { signals: [{ code: "privilege.raise", detail: "x" }], hosts: [{ host: "h.example", classes: ["tiger"] }] },
    findings: [{ type: "pii.email", severity: "low", path: "/body" }],
  };

  /** Rule, what it asked of in its author's words, and how it is shown to who has not asked for all, and to who has. */
  const VALUES: readonly (readonly [string, string, string, string, string])[] = [
    ["a word of Writ's", "behaviour_noted", "signal.code", '"privilege.raise"', '"privilege.raise"'],
    ["a word that the arguments hold", "host_forbidden", "class", "(hidden)", '"tiger"'],
    ["what the model did not write", "agent_not_active", "status", '"active"', '"active"'],
    ["the type of a finding", "secret_leaves", "finding.type", '"pii.email"', '"pii.email"'],
    ["what is not there", "sensitive_file_read", "input.facts.files", "undefined", "undefined"],
  ];

  it("shows values as far as it may", async () => {
    const [some, all] = await Promise.all([false, true].map((showValues) => explained(call(everything), showValues)));
    const shown = VALUES.map(([about, title, name]) => {
      const value = (from: Explained | undefined) =>
        from?.explanation.rules.find((rule) => rule.title === title)?.failed?.values[name];
      return [about, title, name, value(some), value(all)];
    });
    expect(shown).toEqual(VALUES);
  });
});
