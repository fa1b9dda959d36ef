import fc from "fast-check";
import type { Amount, Destination } from "../../src/domain/action.ts";
import type { Allowance } from "../../src/domain/identity.ts";
import type { IntentTerms } from "../../src/domain/intent.ts";
import type { Sensitivity, Tier } from "../../src/domain/vocabulary.ts";

// An oracle of intents that knows nothing of how they are compared: small concrete calls, and whether an intent permits one.

interface Act {
  readonly verb: string;
  readonly uri?: string;
  readonly destinations: readonly Destination[];
  readonly traits: readonly string[];
  readonly tier: Tier;
}

/** A call in the circumstances in which it is made. */
export interface Situation {
  readonly now: string;
  readonly act: Act;
  /** The verb of the call that the act is a part of; the act's own for a call that does one thing. */
  readonly callVerb: string;
  readonly amount?: Amount;
  readonly sensitivity: Sensitivity;
  readonly byVerb: Readonly<Record<string, number>>;
  readonly spent: Readonly<Record<string, string>>;
}

type Allows = readonly Allowance[];

/** Whether the allowances permit the call, as docs/intents.md says it. */
export function permits(allows: Allows, situation: Situation): boolean {
  const live = allows.filter((allowance) => covers(allowance, situation));
  return live.length > 0 && situation.act.destinations.every((to) => live.some((it) => names(it, to)));
}

/** Whether the call goes without a person's yes, where it is privileged. */
export function lifts(allows: Allows, situation: Situation): boolean {
  return allows.some((allowance) => allowance.max_tier === "privileged" && covers(allowance, situation));
}

function covers(allowance: Allowance, { now, act, callVerb, amount, sensitivity, byVerb, spent }: Situation): boolean {
  const { verb, resource, currency, max_amount, max_total, max_calls, max_sensitivity } = allowance;
  const own = [act.verb, `${act.verb.split(".")[0]}.*`];
  const lookedUp = looksUp(act) && callVerb.startsWith("process.") ? ["process.exec", "process.*"] : [];
  if (![...own, ...lookedUp].includes(verb)) return false;
  if (resource !== undefined && resource !== act.uri) {
    const climbs = act.uri === undefined || act.uri.includes("..") || /%2e/i.test(act.uri);
    if (!resource.endsWith("*") || climbs || !act.uri?.startsWith(resource.slice(0, -1))) return false;
  }
  const rightCurrency = currency === undefined || amount === undefined || currency.toUpperCase() === amount.currency;
  const silent = amount === undefined && !act.traits.includes("spends");
  const value = Number(amount?.value);
  if (max_amount === undefined ? !rightCurrency : !(silent || (rightCurrency && value <= Number(max_amount))))
    return false;
  if (max_total !== undefined && !silent) {
    if (!rightCurrency || !(Number(spent[amount?.currency ?? ""] ?? "0") + value <= Number(max_total))) return false;
  }
  if (max_calls !== undefined) {
    const under = new Set([verb, act.verb, callVerb]);
    const used = Object.entries(byVerb).filter(([name]) => under.has(name) || under.has(`${name.split(".")[0]}.*`));
    if (used.reduce((sum, [, calls]) => sum + calls, 0) >= max_calls) return false;
  }
  const levels = ["public", "internal", "confidential", "restricted"];
  if (max_sensitivity !== undefined && levels.indexOf(sensitivity) > levels.indexOf(max_sensitivity)) return false;
  return (allowance.not_before ?? "") <= now && now < (allowance.not_after ?? "9999");
}

function looksUp({ verb, tier, traits }: Act): boolean {
  const domain = verb.split(".")[0] as string;
  return (
    tier === "read_only" &&
    traits.join() === "reads" &&
    ["device", "identity", "infra", "repo", "ticket"].includes(domain)
  );
}

function names({ destinations = [] }: Allowance, { value, domain: said, ...of }: Destination): boolean {
  if (destinations.includes(value) || destinations.includes("*")) return true;
  const [, at, ...more] = said === undefined ? value.split("@") : [];
  if (of.kind === "email") return destinations.includes(`@${said}`);
  if (at !== undefined && more.length === 0) return destinations.includes(`@${at}`);
  const domain = said ?? value;
  if (destinations.includes(domain) || destinations.includes(value.replace(/\/$/, ""))) return true;
  return destinations.some(
    (name) => name.startsWith("*.") && name.slice(2).includes(".") && domain.endsWith(name.slice(1)),
  );
}

// What intents and calls are made of here: few words, so that they meet.

const email = (value: string): Destination => ({
  kind: "email",
  value,
  domain: value.split("@")[1] as string,
  origin: "unseen",
});
const url = (value: string): Destination => ({ kind: "url", value, domain: new URL(value).hostname, origin: "unseen" });
const host = (value: string): Destination => ({ kind: "host", value, domain: value, origin: "unseen" });

const DESTINATIONS: readonly (readonly Destination[])[] = [
  [],
  [email("bob@acme.example")],
  [email("bob@acme.example"), email("eve@evil.example")],
  [url("https://api.acme.example/v1")],
  [url("https://api.acme.example/"), host("x.eu.acme.example")],
  [host("acme.example")],
  [{ kind: "phone", value: "+4955", origin: "unseen" }],
  [{ kind: "account", value: "bob@acme.example", origin: "unseen" }],
  [{ kind: "user", value: "x.eu.acme.example", origin: "unseen" }],
];

const NAMES = [
  ...["*", "bob@acme.example", "eve@evil.example", "@acme.example", "acme.example", "api.acme.example", "+4955"],
  ...["*.acme.example", "*.eu.acme.example", "*.example", "https://api.acme.example/v1", "https://api.acme.example"],
  ...[
    "https://api.acme.example/",
    "x.eu.acme.example",
    "https://evil.example/@acme.example",
    "HTTPS://API.acme.example/v1",
  ],
];

const URIS = [
  undefined,
  "order:1",
  "order:12",
  "order:*",
  "file:///repo/a",
  "file:///repo/../x",
  "file:///repo/%2E%2e/x",
];
const RESOURCES = [
  "order:1",
  "order:1*",
  "order:*",
  "*",
  "file:///repo/*",
  "file:///*",
  "file:///repo/../x",
  "file:///repo/..*",
];
const VERBS = ["payment.refund", "payment.transfer", "file.read", "process.exec", "repo.read", "process.kill"];
const TIMES = ["2026-11-20T10:00:00.000Z", "2026-11-20T12:00:00.000Z", "2026-11-20T14:00:00.000Z"] as const;
const AMOUNTS = [undefined, ["0", "USD"], ["5.5", "USD"], ["10", "EUR"], ["10", ""], ["100", "USD"]] as const;

const DECIMALS = ["0", "5.5", "5.50", "10", "100"] as const;

const WORDS = {
  verb: fc.constantFrom(...VERBS, "payment.*", "file.*", "process.*", "*", "payment"),
  resource: fc.constantFrom(...RESOURCES),
  destinations: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
  max_amount: fc.constantFrom(...DECIMALS),
  max_total: fc.constantFrom(...DECIMALS),
  currency: fc.constantFrom("USD", "usd", "EUR"),
  max_calls: fc.nat({ max: 3 }),
  max_sensitivity: fc.constantFrom<Sensitivity>("public", "internal", "confidential", "restricted"),
  not_before: fc.constantFrom(...TIMES),
  not_after: fc.constantFrom(...TIMES),
  max_tier: fc.constantFrom<Tier>("read_only", "bounded_write", "privileged"),
};

type Field = keyof typeof WORDS;

/** Few limits at a time: an allowance with all of them permits next to nothing. */
export function allowances(fields: readonly Field[] = Object.keys(WORDS) as Field[]): fc.Arbitrary<Allowance> {
  const limits = fields.filter((field) => field !== "verb");
  return fc
    .subarray(limits, { maxLength: 3 })
    .chain((some) => fc.record(Object.fromEntries(["verb" as const, ...some].map((field) => [field, WORDS[field]]))))
    .map((allowance) => allowance as unknown as Allowance);
}

export const allows: fc.Arbitrary<Allows> = fc.array(allowances(), { minLength: 1, maxLength: 3 });

/** Some of these allowances, each a little different: often narrower, sometimes wider. */
export function variantsOf(parents: Allows): fc.Arbitrary<Allows> {
  const change = fc.record({
    of: fc.constantFrom(...parents),
    with: allowances(),
    which: fc.subarray(Object.keys(WORDS) as Field[], { maxLength: 3 }),
  });
  const varied = change.map(({ of, with: other, which }) => {
    const taken = Object.fromEntries(
      which.filter((field) => other[field] !== undefined).map((field) => [field, other[field]]),
    );
    return { ...of, ...taken } as Allowance;
  });
  return fc.array(varied, { minLength: 1, maxLength: 2 });
}

export const situations: fc.Arbitrary<Situation> = fc
  .record({
    now: fc.constantFrom("2026-11-20T09:59:59.999Z", ...TIMES, "2026-11-20T11:00:00.000Z"),
    verb: fc.constantFrom(...VERBS),
    uri: fc.constantFrom(...URIS),
    destinations: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.constantFrom(...DESTINATIONS)),
    amount: fc.constantFrom(...AMOUNTS),
    spends: fc.boolean(),
    part: fc.boolean(),
    sensitivity: fc.constantFrom<Sensitivity>("public", "internal", "restricted"),
    byVerb: fc.dictionary(fc.constantFrom(...VERBS), fc.nat({ max: 2 }), { noNullPrototype: true, maxKeys: 1 }),
    spent: fc.dictionary(fc.constantFrom("USD", "EUR"), fc.constantFrom("0", "4.5", "90"), { noNullPrototype: true }),
  })
  .map(({ now, verb, uri, destinations, amount, spends, part, sensitivity, byVerb, spent }) => {
    const reading = verb.endsWith(".read");
    return {
      now,
      act: {
        verb,
        ...(uri === undefined ? {} : { uri }),
        destinations,
        traits: spends ? ["spends"] : reading ? ["reads"] : ["writes"],
        tier: reading ? "read_only" : "bounded_write",
      },
      callVerb: part ? "process.exec" : verb,
      ...(amount === undefined ? {} : { amount: { value: amount[0], currency: amount[1] } }),
      sensitivity,
      byVerb,
      spent,
    };
  });

/** An intent that says no more than what it allows. */
export function termsOf(allows: Allows, changes: Partial<IntentTerms> = {}): IntentTerms {
  return {
    id: "int_1",
    task: "tsk_1",
    purpose: "",
    on_behalf_of: "user:alice",
    agents: ["agent:a"],
    allows,
    not_before_ms: 0,
    expires_at_ms: 3_600_000,
    ancestors: [],
    ...changes,
  };
}
