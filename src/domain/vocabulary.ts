/** The closed vocabulary of actions, version `writ.actions/v1`: what each verb can do, whatever the tool that does it. */

export const TIERS = ["read_only", "bounded_write", "privileged"] as const;
export type Tier = (typeof TIERS)[number];

export const TRAITS = ["reads", "writes", "egress", "executes", "spends", "grants_access", "irreversible"] as const;
export type Trait = (typeof TRAITS)[number];

export const SENSITIVITIES = ["public", "internal", "confidential", "restricted"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

interface VerbSpec {
  readonly traits: readonly Trait[];
  /** The lowest tier that a catalogue entry may give the verb. */
  readonly tier: Tier;
}

const read: VerbSpec = { traits: ["reads"], tier: "read_only" };
const write: VerbSpec = { traits: ["writes"], tier: "bounded_write" };
const remove: VerbSpec = { traits: ["irreversible", "writes"], tier: "bounded_write" };
const send: VerbSpec = { traits: ["egress", "writes"], tier: "bounded_write" };
const fetch: VerbSpec = { traits: ["egress", "reads"], tier: "read_only" };
const execute: VerbSpec = { traits: ["executes", "writes"], tier: "privileged" };
const spend: VerbSpec = { traits: ["irreversible", "spends", "writes"], tier: "bounded_write" };
const grantAccess: VerbSpec = { traits: ["grants_access", "writes"], tier: "privileged" };
const administer: VerbSpec = { traits: ["irreversible", "writes"], tier: "privileged" };
/** Messages that keep a protocol going, and do nothing to anything outside of it. */
const upkeep: VerbSpec = { traits: [], tier: "read_only" };
const connect: VerbSpec = { traits: ["egress", "reads", "writes"], tier: "bounded_write" };

/** `domain.operation` -> what it can do. Everything that is not here is no verb. */
export const VERBS = {
  "file.read": read,
  "file.list": read,
  "file.search": read,
  "file.write": write,
  "file.append": write,
  "file.delete": remove,
  "file.move": write,
  "file.copy": { traits: ["reads", "writes"], tier: "bounded_write" },
  "file.share": { traits: ["egress", "grants_access", "writes"], tier: "bounded_write" },
  "file.permission": grantAccess,
  "process.exec": execute,
  "process.kill": { traits: ["executes", "irreversible"], tier: "privileged" },
  "process.schedule": execute,
  "code.run": execute,
  "code.install": { traits: ["egress", "executes", "writes"], tier: "privileged" },
  "net.fetch": fetch,
  "net.upload": send,
  "net.connect": connect,
  "net.listen": { traits: ["egress", "grants_access"], tier: "privileged" },
  "net.scan": { traits: ["egress", "reads"], tier: "privileged" },
  "http.request": connect,
  "db.read": read,
  "db.write": write,
  "db.delete": remove,
  "db.schema": administer,
  "db.admin": { traits: ["grants_access", "irreversible", "writes"], tier: "privileged" },
  "message.read": read,
  "message.search": read,
  "message.send": send,
  "message.delete": remove,
  "calendar.read": read,
  "calendar.write": write,
  "calendar.delete": remove,
  "contact.read": read,
  "contact.write": write,
  "web.search": fetch,
  "web.browse": fetch,
  "web.submit": send,
  "repo.read": read,
  "repo.write": write,
  "repo.push": send,
  "repo.merge": write,
  "repo.release": { traits: ["egress", "irreversible", "writes"], tier: "privileged" },
  "ticket.read": read,
  "ticket.write": write,
  "ticket.delete": remove,
  "record.read": read,
  "record.list": read,
  "record.create": write,
  "record.update": write,
  "record.delete": remove,
  "record.export": { traits: ["egress", "reads"], tier: "bounded_write" },
  "payment.read": read,
  "payment.transfer": spend,
  "payment.schedule": spend,
  "payment.refund": spend,
  "order.read": read,
  "order.create": { traits: ["spends", "writes"], tier: "bounded_write" },
  "order.update": { traits: ["spends", "writes"], tier: "bounded_write" },
  "order.cancel": remove,
  "identity.read": read,
  "identity.create": grantAccess,
  "identity.update": grantAccess,
  "identity.delete": administer,
  "identity.grant": grantAccess,
  "secret.read": { traits: ["grants_access", "reads"], tier: "privileged" },
  "secret.write": grantAccess,
  "secret.rotate": administer,
  "secret.delete": administer,
  "infra.read": read,
  "infra.create": { traits: ["spends", "writes"], tier: "privileged" },
  "infra.update": { traits: ["writes"], tier: "privileged" },
  "infra.delete": administer,
  "device.read": read,
  "device.control": write,
  "model.invoke": { traits: ["egress", "reads"], tier: "bounded_write" },
  "model.train": { traits: ["spends", "writes"], tier: "privileged" },
  "agent.delegate": grantAccess,
  "agent.message": send,
  "memory.read": read,
  "memory.write": write,
  "memory.delete": remove,
  "artifact.admit": { traits: ["executes", "grants_access"], tier: "privileged" },
  "artifact.remove": { traits: ["writes"], tier: "bounded_write" },
  "protocol.handshake": upkeep,
  "protocol.list": read,
  "protocol.notify": upkeep,
  "protocol.respond": upkeep,
  "tool.call": { traits: [], tier: "read_only" },
  unknown: { traits: ["egress", "executes", "irreversible", "writes"], tier: "privileged" },
} as const satisfies Record<string, VerbSpec>;

export type StandardVerb = keyof typeof VERBS;

/**
 * Tenants name verbs of their own `x-<domain>.<operation>`; nothing is known of them, so they are privileged. Operations are what protocols of
 * others call actions, `GET` or `documents:read`, with what does not fit percent-encoded.
 */
const TENANT_VERB = /^x-[a-z0-9-]{1,40}\.[A-Za-z0-9_~:/%.-]{1,200}$/;

/** The verb's traits and lowest tier, or undefined when it is no verb. */
export function verbSpec(verb: string): VerbSpec | undefined {
  if (Object.hasOwn(VERBS, verb)) return VERBS[verb as StandardVerb];
  return TENANT_VERB.test(verb) ? VERBS.unknown : undefined;
}

/** The higher of two tiers. */
export function maxTier(a: Tier, b: Tier): Tier {
  return TIERS.indexOf(a) >= TIERS.indexOf(b) ? a : b;
}

/** The more sensitive of two. */
export function maxSensitivity(a: Sensitivity, b: Sensitivity): Sensitivity {
  return SENSITIVITIES.indexOf(a) >= SENSITIVITIES.indexOf(b) ? a : b;
}
