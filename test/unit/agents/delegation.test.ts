import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentEnvelope, AgentRegistration, KnownAgent } from "../../../src/domain/agent.ts";
import type { Verdict } from "../../../src/domain/decision.ts";
import type { Agent } from "../../../src/domain/identity.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { TIERS } from "../../../src/domain/vocabulary.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { registered } from "../../../src/situate/registered.ts";
import { realInputs } from "../evaluate/default-policy.ts";
import { policyReading } from "../opa/noted.ts";

const BUNDLE = "dist/bundle";
const bundle = new Map(readdirSync(BUNDLE).map((name) => [name, readFileSync(`${BUNDLE}/${name}`)]));

/** The agent that calls, and those for which it acts. */
const IDS = ["agent:refunds", "agent:planner", "agent:router"] as const;

const verbs = fc.subarray(["order.read", "order.*", "message.*", "message.send", "payment.refund", "process.exec"]);
const names = fc.subarray(["*", "bob@example.com", "@example.com", "@acme.example"]);

/** Fields of which any may be absent, which is no limit. */
const optional = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const envelope: fc.Arbitrary<AgentEnvelope> = fc
  .tuple(
    verbs,
    optional({
      max_tier: fc.constantFrom(...TIERS),
      resources: fc.subarray(["order:*", "order:123", "mailto:*", "command:*"], { minLength: 1 }),
      destinations: names,
      max_amount: fc.constantFrom("10", "50.00", "1000"),
      max_calls: fc.constantFrom(0, 1, 100),
    }),
  )
  .map(([allowed, limits]) => ({ verbs: allowed, ...limits }));

const registration: fc.Arbitrary<AgentRegistration> = optional({
  max_tier: fc.constantFrom(...TIERS),
  verbs,
  audiences: fc.subarray(["vault", "aws"]),
  envelope,
}).map((fields) => ({ owner: "team-payments", purpose: "", labels: {}, ...fields }));

/** Often the same for all of them: what is all different lets hardly any call go. */
const registry = registration
  .chain((base) => {
    const entry = fc.oneof({ weight: 3, arbitrary: fc.constant(base) }, { weight: 1, arbitrary: registration });
    return fc.tuple(entry, entry, entry);
  })
  .map((all) => new Map(IDS.map((id, i): [string, KnownAgent] => [id, knownOf(all[i])])));

function knownOf(entry: AgentRegistration | undefined): KnownAgent {
  return entry === undefined ? { status: "active" } : { registration: entry, status: "active" };
}

const goes = ({ effect }: Verdict) => effect !== "block";

test("a chain is never let do what one of its members may not do alone", { timeout: 60_000 }, async () => {
  const policy = await policyReading(bundle);
  const calls = (await realInputs(policy.data["catalog"])).filter((input) => agentIn(input).id === IDS[0]);
  expect(calls.length).toBeGreaterThan(3);
  const decide = (
    call: JsonObject,
    known: ReadonlyMap<string, KnownAgent>,
    id: string,
    delegation: readonly string[],
  ) => {
    const reader = { get: (_: string, of: string) => known.get(of) };
    const agent = registered(reader, "default", { ...agentIn(call), id, delegation });
    return evaluate(policy, JSON.stringify({ ...call, agent }));
  };
  let went = 0;
  let granted = 0;
  let byEnvelope = 0;
  fc.assert(
    fc.property(fc.constantFrom(...calls), fc.boolean(), registry, (input, withIntent, known) => {
      const { intent, ...without } = input;
      const call = withIntent && intent !== undefined ? input : without;
      const together = decide(call, known, IDS[0], [IDS[1], IDS[2], "user:alice"]);
      if (!goes(together)) return;
      went += 1;
      if (!withIntent) byEnvelope += 1;
      if (together.grant !== undefined) granted += 1;
      for (const id of IDS) {
        const alone = decide(call, known, id, []);
        expect(goes(alone), `${id} alone: ${alone.reasons[0]?.code}`).toBe(true);
        if (together.grant !== undefined) expect(alone.grant).toEqual(together.grant);
      }
    }),
    { numRuns: 4_000, seed: 6 },
  );
  // A property of calls that never go would say nothing.
  for (const count of [went, byEnvelope, granted]) expect(count).toBeGreaterThan(10);
});

function agentIn(input: JsonObject): Agent {
  return input["agent"] as unknown as Agent;
}
