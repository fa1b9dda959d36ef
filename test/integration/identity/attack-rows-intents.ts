import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../src/domain/json.ts";
import { altered, claimsOf } from "../../support/forge.ts";
import { WISH } from "../../support/intent-service.ts";
import type { AttackRow } from "./attack-rows.ts";
import { AGENT, type AttackWorld, INTENTS, type Issued } from "./attack-world.ts";
import { FORGERIES } from "./forgeries.ts";

export const INTENT_TYPE = { typ: "intent+jwt" };

const blocked = (name: string, code: string, intent: (world: AttackWorld) => Promise<string>): AttackRow => ({
  name: `intent: ${name}`,
  request: async (world) => world.request({ intent: { token: await intent(world) } }),
  effect: "block",
  code,
});

const forged = FORGERIES.map(({ name, forge, intent }): AttackRow => {
  const row = blocked(name, intent, async (world) => forge((await world.issued()).token, world));
  return intent === "" ? { ...row, effect: "error", code: "invalid_argument /intent/token" } : row;
});

const elsewhere: readonly AttackRow[] = [
  blocked("widened by hand", "intent_token_invalid", async (world) =>
    altered((await world.issued()).token, { claims: { allows: [{ verb: "ticket.*", max_tier: "privileged" }] } }),
  ),
  blocked("prolonged by hand", "intent_token_invalid", async (world) =>
    altered((await world.issued()).token, { claims: { exp: 9_999_999_999 } }),
  ),
  blocked("for another agent, by hand", "intent_token_invalid", async (world) =>
    altered((await world.issued({ agent: "agent-2" })).token, { claims: { agent: [AGENT] } }),
  ),
  blocked(
    "of another agent",
    "intent_agent_mismatch",
    async (world) => (await world.issued({ agent: "agent-2" })).token,
  ),
  blocked("a grant", "intent_token_type_mismatch", async (world) => (await world.granted()).token),
  blocked("an agent's own token", "intent_token_untrusted", async ({ issuer }) =>
    issuer().mint(termsOf(), INTENT_TYPE),
  ),
];

/** Claims of an intent that another issuer than Writ may sign. */
export const termsOf = (): JsonObject => ({
  jti: `int_${randomUUID()}`,
  tenant: "default",
  task: `tsk_${randomUUID()}`,
  agent: AGENT,
  allows: WISH.allows,
});

const OUTSIDE: readonly (readonly [string, string, (now: number) => Readonly<Record<string, unknown>>, object?])[] = [
  ["of another type", "intent_token_type_mismatch", () => ({}), { typ: "JWT" }],
  ["for another audience", "intent_token_audience_mismatch", () => ({ aud: "elsewhere" })],
  ["of another tenant", "intent_token_tenant_mismatch", () => ({ tenant: "other" })],
  ["of no tenant", "intent_token_invalid", () => ({ tenant: undefined })],
  ["of several agents that are others", "intent_agent_mismatch", () => ({ agent: ["agent-2", "agent-3"] })],
  ["of no agent", "intent_token_invalid", () => ({ agent: [] })],
  ["of an agent that is no name", "intent_token_invalid", () => ({ agent: { id: AGENT } })],
  ["that is over, within what clocks may differ", "intent_expired", (now) => ({ iat: now - 60, exp: now - 1 })],
  ["that is long over", "intent_expired", (now) => ({ iat: now - 900, exp: now - 600 })],
  ["that has not begun", "intent_token_not_yet_valid", (now) => ({ nbf: now + 120 })],
  ["from the future", "intent_token_not_yet_valid", (now) => ({ iat: now + 120 })],
  ["that never ends", "intent_token_invalid", () => ({ exp: undefined })],
  [
    "with limits that nobody knows",
    "intent_token_invalid",
    () => ({ allows: [{ verb: "ticket.*", unless: "monday" }] }),
  ],
  ["with a parent that its ancestors do not name", "intent_token_invalid", () => ({ parent: "int_1" })],
  [
    "that is its own ancestor's parent",
    "intent_token_invalid",
    () => ({ parent: "int_1", ancestors: ["int_1", "int_2"] }),
  ],
];

const outside = OUTSIDE.map(([name, code, claims, header = {}]) =>
  blocked(`another issuer's, ${name}`, code, async ({ issuer }) => {
    const tasks = issuer(INTENTS);
    return tasks.mint({ ...termsOf(), ...claims(tasks.nowS()) }, { ...INTENT_TYPE, ...header });
  }),
);

const end = (world: AttackWorld, { id }: Pick<Issued, "id">, how: "revoke" | "deny") =>
  world.must(how === "revoke" ? "planner" : "approver", `/v1/intents/${id}:${how}`, {});

const derived = (world: AttackWorld, { id, token }: Issued, more: JsonObject = {}) =>
  world.must("gateway", `/v1/intents/${id}:derive`, { token, ...more }) as unknown as Promise<Issued>;

const ended: readonly AttackRow[] = [
  blocked("revoked", "intent_revoked", async (world) => {
    const intent = await world.issued();
    await end(world, intent, "revoke");
    return intent.token;
  }),
  blocked("derived from one that was revoked since, and itself with it", "intent_revoked", async (world) => {
    const root = await world.issued();
    const child = await derived(world, await derived(world, root));
    await end(world, root, "revoke");
    return child.token;
  }),
  blocked("another issuer's, of a parent that was revoked", "intent_parent_revoked", async (world) => {
    const { id } = await world.issued();
    await end(world, { id }, "revoke");
    return world.issuer(INTENTS).mint({ ...termsOf(), parent: id, ancestors: ["int_root", id] }, INTENT_TYPE);
  }),
  blocked("another issuer's, by the id of one that waits for consent", "intent_pending", async (world) => {
    const { id } = await world.issued({ consent: true });
    return world.issuer(INTENTS).mint({ ...termsOf(), jti: id }, INTENT_TYPE);
  }),
  blocked("another issuer's, by the id of one that was denied", "intent_revoked", async (world) => {
    const { id } = await world.issued({ consent: true });
    await end(world, { id }, "deny");
    return world.issuer(INTENTS).mint({ ...termsOf(), jti: id }, INTENT_TYPE);
  }),
  blocked("of a task that is over", "task_completed", async (world) => {
    const { token } = await world.issued();
    await world.must("gateway", `/v1/tasks/${claimsOf(token)["task"]}:complete`, {});
    return token;
  }),
  {
    name: "intent: claims without a token",
    request: (world) => world.request({ intent: { claims: { task: "tsk_1", allows: WISH.allows } } }),
    effect: "block",
    code: "intent_unverified",
  },
];

/** One allowance with every limit that there is. */
const LIMITED: JsonObject = {
  verb: "payment.refund",
  resource: "order:123/*",
  destinations: ["@acme.example"],
  max_amount: "50",
  max_total: "80",
  currency: "EUR",
  max_calls: 3,
  max_sensitivity: "internal",
  max_tier: "bounded_write",
  not_before: "2026-01-01T00:00:00.000Z",
  not_after: "2036-01-01T00:00:00.000Z",
};

/** What a child asks for beyond it. */
const WIDER: readonly (readonly [string, JsonObject])[] = [
  ["verb", { verb: "payment.*" }],
  ["resource", { resource: "order:*" }],
  ["resource", { resource: "order:123/../124" }],
  ["destinations", { destinations: ["*"] }],
  ["destinations", { destinations: ["bob@acme.example", "bob@evil.example"] }],
  ["destinations", { destinations: ["@acme.example.evil.example"] }],
  ["max_amount", { max_amount: "50.01" }],
  ["max_total", { max_total: "800" }],
  ["currency", { currency: "JPY" }],
  ["max_calls", { max_calls: 4 }],
  ["max_sensitivity", { max_sensitivity: "restricted" }],
  ["max_tier", { max_tier: "privileged" }],
  ["not_before", { not_before: "2025-01-01T00:00:00.000Z" }],
  ["not_after", { not_after: "2046-01-01T00:00:00.000Z" }],
];

const derive = (name: string, code: string, request: AttackRow["request"]): AttackRow => ({
  name: `derive: ${name}`,
  operation: "derive",
  request,
  effect: "error",
  code,
});

const child = async (world: AttackWorld, more: JsonObject, parent: JsonObject = { allows: [LIMITED] }) => {
  const { id, token } = await world.issued(parent);
  return { id, token, ...more };
};

const derivations: readonly AttackRow[] = [
  ...WIDER.map(([field, wider]) =>
    derive(`a wider ${field}, ${JSON.stringify(wider[field])}`, `invalid_argument /allows/0/${field}`, (world) =>
      child(world, { allows: [{ ...LIMITED, ...wider }] }),
    ),
  ),
  ...Object.keys(LIMITED)
    .filter((field) => field !== "verb" && field !== "destinations" && field !== "max_tier")
    .map((field) =>
      derive(`no ${field}`, `invalid_argument /allows/0/${field}`, (world) => {
        const { [field]: _, ...rest } = LIMITED;
        return child(world, { allows: [rest] });
      }),
    ),
  derive("another allowance beside", "invalid_argument /allows/1/verb", (world) =>
    child(world, { allows: [LIMITED, { verb: "ticket.read" }] }),
  ),
  derive("a longer life", "invalid_argument /expires_at", (world) =>
    child(world, { lifetime_s: 7200 }, { allows: [LIMITED], lifetime_s: 60 }),
  ),
  derive("from a token that was widened by hand", "invalid_argument /token", async (world) => {
    const { id, token } = await world.issued({ allows: [LIMITED] });
    return { id, token: altered(token, { claims: { allows: [{ verb: "payment.*" }] } }) };
  }),
  derive("from another intent's token", "invalid_argument /token", async (world) => {
    const [{ id }, { token }] = await Promise.all([world.issued(), world.issued()]);
    return { id, token };
  }),
  derive("from one that was revoked", "conflict", async (world) => {
    const intent = await world.issued();
    await end(world, intent, "revoke");
    return { ...intent };
  }),
  derive("from a child of one that was revoked", "conflict", async (world) => {
    const root = await world.issued();
    const { id, token } = await derived(world, root);
    await end(world, root, "revoke");
    return { id, token };
  }),
];

export const INTENT_ATTACKS: readonly AttackRow[] = [...forged, ...elsewhere, ...outside, ...ended, ...derivations];
