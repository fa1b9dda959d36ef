import { addDecimals } from "./decimal.ts";
import type { Counts, Windows } from "./session.ts";

/** What a call is counted under. */
export type CallKind = readonly [verb: string, tool: string];

/** Sums of some calls; counts are by the index of their kind, what is absent is nothing. */
export interface Tally {
  readonly n: Readonly<Record<string, number>>;
  readonly spent?: Readonly<Record<string, string>>;
  readonly records?: number;
  /** In a total: how many there were. In a bucket: how many `seen` no longer has. */
  readonly destinations?: number;
}

/** The tally of one span of time: its number since 1970 in spans of its list. */
export interface Bucket extends Tally {
  readonly at: number;
}

/** What calls have come to, as stored. A call is in `total` and in one bucket, which grows older into longer ones. */
export interface Usage {
  readonly kinds: readonly CallKind[];
  readonly total: Tally;
  readonly minute: readonly Bucket[];
  readonly hour: readonly Bucket[];
  readonly day: readonly Bucket[];
  /** When each destination was last named, in seconds since 1970, by a hash of it. */
  readonly seen: Readonly<Record<string, number>>;
}

export interface VersionedUsage {
  readonly usage: Usage;
  readonly version: number;
}

/** A call that goes on. */
export interface CountedCall {
  readonly verb: string;
  readonly tool: string;
  readonly spent?: { readonly currency: string; readonly value: string };
  readonly records: number;
  /** Hashes, each once. */
  readonly destinations: readonly string[];
}

/** What has no place of its own any more. */
export const OTHER = "other";

/** Kinds of calls by name. Verbs are a closed list, so that only tools and a tenant's own verbs are ever counted as others. */
const MAX_KINDS = 128;
/** A tool's name in the counts; longer ones, which no product has, are cut. */
const MAX_TOOL_CHARS = 128;
/** More currencies than one session spends in, unless somebody makes them up. */
const MAX_CURRENCIES = 16;
/** Some 20 bytes each, rewritten at each call. What is pushed out is still counted, and counted again when it comes back. */
const MAX_SEEN = 128;

const LISTS = ["minute", "hour", "day"] as const;
type List = (typeof LISTS)[number];

/** How long each window is and how finely it is cut: a window holds up to one of its own spans too much, never too little. */
const SPANS: Readonly<Record<List, { readonly windowMs: number; readonly spanMs: number }>> = {
  minute: { windowMs: 60_000, spanMs: 10_000 },
  hour: { windowMs: 3_600_000, spanMs: 600_000 },
  day: { windowMs: 86_400_000, spanMs: 7_200_000 },
};

export const NO_USAGE: Usage = { kinds: [], total: { n: {} }, minute: [], hour: [], day: [], seen: {} };

/** The usage with one call more. */
export function countCall(usage: Usage, call: CountedCall, nowMs: number): Usage {
  const rolled = roll(usage, nowMs);
  const kinds = withKind(rolled.kinds, call.verb, call.tool);
  const one: Tally = {
    n: { [kindIndex(kinds, call.verb, call.tool)]: 1 },
    ...(call.spent === undefined
      ? {}
      : { spent: { [currencyOf(rolled.total, call.spent.currency)]: call.spent.value } }),
    ...(call.records === 0 ? {} : { records: call.records }),
  };
  const fresh = call.destinations.filter((hash) => !Object.hasOwn(rolled.seen, hash)).length;
  const { seen, spilled } = remember(rolled.seen, call.destinations, nowMs);
  const counted = {
    ...rolled,
    kinds,
    seen,
    total: added(rolled.total, fresh === 0 ? one : { ...one, destinations: fresh }),
    minute: addAt(rolled.minute, Math.floor(nowMs / SPANS.minute.spanMs), one),
  };
  return spilled.reduce((into, atS) => addOld(into, atS * 1000, { n: {}, destinations: 1 }, nowMs), counted);
}

/** Counts as they were stored before there were windows: all of them lie in the past, of no tool that is known. */
export function usageOfCounts({ by_verb, spent }: Pick<Counts, "by_verb" | "spent">): Usage {
  const verbs = Object.entries(by_verb);
  return {
    ...NO_USAGE,
    kinds: verbs.map(([verb]) => [verb, ""]),
    total: { n: Object.fromEntries(verbs.map(([, count], index) => [index, count])), spent },
  };
}

/** Half of a character, where the cut went through one, is in no text that PostgreSQL takes. */
function countedName(tool: string): string {
  return tool.length <= MAX_TOOL_CHARS ? tool : tool.slice(0, MAX_TOOL_CHARS).toWellFormed();
}

/** The place of a kind among those that are counted by name, or of the others that it is counted with. */
export function kindIndex(kinds: readonly CallKind[], verb: string, tool: string): number {
  const name = countedName(tool);
  for (const kind of [
    [verb, name],
    [verb, OTHER],
    [OTHER, OTHER],
  ] as const) {
    const index = kinds.findIndex((known) => known[0] === kind[0] && known[1] === kind[1]);
    if (index >= 0) return index;
  }
  return -1;
}

function withKind(kinds: readonly CallKind[], verb: string, tool: string): readonly CallKind[] {
  const name = countedName(tool);
  if (kinds.some((known) => known[0] === verb && known[1] === name)) return kinds;
  if (kinds.length < MAX_KINDS) return [...kinds, [verb, name]];
  const spare: CallKind = verb.startsWith("x-") ? [OTHER, OTHER] : [verb, OTHER];
  return kinds.some((known) => known[0] === spare[0] && known[1] === spare[1]) ? kinds : [...kinds, spare];
}

/** All calls so far. */
export function totalOf({ kinds, total }: Usage): Counts {
  return { ...callsOf(kinds, total.n), ...sumsOf(total) };
}

/** The calls of the last minute, hour and day. */
export function windowsOf(usage: Usage, nowMs: number): Windows {
  const seen = Object.values(usage.seen).map((atS) => (atS + 1) * 1000);
  let waiting: readonly { readonly bucket: Bucket; readonly end: number }[] = [];
  let sum: Tally = { n: {} };
  // Each window holds the one before it, so that every bucket is added once. A longer one's buckets are in no shorter window.
  const window = (list: List): Counts => {
    const { windowMs, spanMs } = SPANS[list];
    const lives = ({ end }: { readonly end: number }) => end > nowMs - windowMs;
    const all = [...waiting, ...usage[list].map((bucket) => ({ bucket, end: (bucket.at + 1) * spanMs }))];
    sum = all.filter(lives).reduce((before, { bucket }) => added(before, bucket), sum);
    waiting = all.filter((one) => !lives(one));
    const { destinations, ...sums } = sumsOf(sum);
    const named = seen.filter((end) => end > nowMs - windowMs).length;
    return { ...callsOf(usage.kinds, sum.n), ...sums, destinations: destinations + named };
  };
  return { minute: window("minute"), hour: window("hour"), day: window("day") };
}

function sumsOf({ spent = {}, records = 0, destinations = 0 }: Tally) {
  return { spent, records, destinations };
}

/** Counts by kind as policy sees them. */
export function callsOf(kinds: readonly CallKind[], n: Tally["n"]): Pick<Counts, "calls" | "by_verb" | "by_tool"> {
  const byVerb = new Map<string, number>();
  const byTool = new Map<string, number>();
  let calls = 0;
  for (const [index, count] of Object.entries(n)) {
    const [verb, tool] = kinds[Number(index)] ?? [OTHER, OTHER];
    byVerb.set(verb, (byVerb.get(verb) ?? 0) + count);
    byTool.set(tool, (byTool.get(tool) ?? 0) + count);
    calls += count;
  }
  return { calls, by_verb: Object.fromEntries(byVerb), by_tool: Object.fromEntries(byTool) };
}

/** What is too old for its list goes into the next one; what is older than a day is in the total only. */
function roll(usage: Usage, nowMs: number): Usage {
  const [minute, past] = parted(usage.minute, "minute", nowMs);
  const [hour, older] = parted(grown(usage.hour, past, "minute", "hour"), "hour", nowMs);
  const [day] = parted(grown(usage.day, older, "hour", "day"), "day", nowMs);
  return { ...usage, minute, hour, day, seen: livingOf(usage.seen, nowMs) };
}

function livingOf(seen: Usage["seen"], nowMs: number): Usage["seen"] {
  const lives = (atS: number) => (atS + 1) * 1000 > nowMs - SPANS.day.windowMs;
  if (Object.values(seen).every(lives)) return seen;
  return Object.fromEntries(Object.entries(seen).filter(([, atS]) => lives(atS)));
}

function parted(
  buckets: readonly Bucket[],
  span: List,
  nowMs: number,
): readonly [readonly Bucket[], readonly Bucket[]] {
  const { windowMs, spanMs } = SPANS[span];
  const lives = ({ at }: Bucket) => (at + 1) * spanMs > nowMs - windowMs;
  if (buckets.every(lives)) return [buckets, []];
  return [buckets.filter(lives), buckets.filter((bucket) => !lives(bucket))];
}

function grown(buckets: readonly Bucket[], past: readonly Bucket[], from: List, to: List): readonly Bucket[] {
  return past.reduce(
    (into, { at, ...tally }) => addAt(into, Math.floor((at * SPANS[from].spanMs) / SPANS[to].spanMs), tally),
    buckets,
  );
}

/** Into the list of its age. */
function addOld(usage: Usage, atMs: number, tally: Tally, nowMs: number): Usage {
  const age = nowMs - atMs;
  const span = age < SPANS.minute.windowMs ? "minute" : age < SPANS.hour.windowMs ? "hour" : "day";
  return { ...usage, [span]: addAt(usage[span], Math.floor(atMs / SPANS[span].spanMs), tally) };
}

function addAt(buckets: readonly Bucket[], at: number, tally: Tally): readonly Bucket[] {
  const there = buckets.find((bucket) => bucket.at === at);
  if (there === undefined) return [...buckets, { at, ...tally }];
  return buckets.map((bucket) => (bucket === there ? { at, ...added(bucket, tally) } : bucket));
}

function added(a: Tally, b: Tally): Tally {
  const n: Record<string, number> = { ...a.n };
  for (const [kind, count] of Object.entries(b.n)) n[kind] = (n[kind] ?? 0) + count;
  const spent = b.spent === undefined ? a.spent : addedAmounts(a.spent ?? {}, b.spent);
  const records = (a.records ?? 0) + (b.records ?? 0);
  const destinations = (a.destinations ?? 0) + (b.destinations ?? 0);
  return {
    n,
    ...(spent === undefined ? {} : { spent }),
    // A call that names more than can be counted exactly has named enough for any limit.
    ...(records === 0 ? {} : { records: Math.min(records, Number.MAX_SAFE_INTEGER) }),
    ...(destinations === 0 ? {} : { destinations }),
  };
}

/** By a map: a currency is what a call calls it. */
function addedAmounts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) {
  const amounts = new Map(Object.entries(a));
  for (const [currency, amount] of Object.entries(b)) {
    const before = amounts.get(currency);
    amounts.set(currency, before === undefined ? amount : addDecimals(before, amount));
  }
  return Object.fromEntries(amounts);
}

function currencyOf({ spent = {} }: Tally, currency: string): string {
  return Object.hasOwn(spent, currency) || Object.keys(spent).length < MAX_CURRENCIES ? currency : OTHER;
}

function remember(before: Usage["seen"], named: readonly string[], nowMs: number) {
  if (named.length === 0) return { seen: before, spilled: [] };
  const nowS = Math.floor(nowMs / 1000);
  const all = new Map(Object.entries(before));
  for (const hash of named) all.set(hash, Math.max(nowS, all.get(hash) ?? 0));
  const over = all.size - MAX_SEEN;
  if (over <= 0) return { seen: Object.fromEntries(all), spilled: [] };
  const oldest = [...all].sort(([, a], [, b]) => a - b);
  return { seen: Object.fromEntries(oldest.slice(over)), spilled: oldest.slice(0, over).map(([, atS]) => atS) };
}
