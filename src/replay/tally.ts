import type { ReplayRecord } from "../ports/record-stream.ts";
import { REPLAY_CHANGES, type ReplayChange } from "./changes.ts";
import { type Replayed, type Said, UNREPLAYABLE, type Unreplayable } from "./judge.ts";

/** Agents and tools that are counted by name, past which all others are counted together: names come from outside. */
const MAX_NAMES = 10_000;
const OTHERS = "(others)";

/** Ids of records that cannot be judged, which a report names; the counts are of all. */
const MAX_NAMED = 1_000;

export type Changes = Readonly<Record<ReplayChange, number>>;

export interface ByName {
  readonly name: string;
  readonly judged: number;
  readonly changed: number;
  readonly changes: Changes;
}

/** One record that would be decided otherwise. */
export interface Example {
  readonly id: string;
  readonly at_ms: number;
  readonly agent: string;
  readonly tool: string;
  readonly changes: readonly ReplayChange[];
  readonly recorded: Said;
  readonly replayed: Said;
  /** Whether the bundle that decided is the one that judges now. */
  readonly same_bundle: boolean;
}

export interface Named {
  readonly id: string;
  readonly why: Unreplayable;
}

/** What some records came to. A plain value: it may come from another thread, and two of them make one. */
export interface Tally {
  readonly records: number;
  readonly judged: number;
  /** Records that come out otherwise, each in one or several changes. Wording alone counts where the very same bundle words it otherwise. */
  readonly changed: number;
  readonly changes: Changes;
  /** Decided by the very bundle that judges now, and how many of them come out otherwise in any way. */
  readonly same_bundle: number;
  readonly not_reproduced: number;
  /** Decided under another catalogue than the bundle's. */
  readonly other_catalogue: number;
  /** Compared without demands on approvals, grants and sessions, which were not on record then. */
  readonly older: number;
  readonly not_asked: number;
  /** Judged although something was taken out of their input. */
  readonly judged_redacted: number;
  readonly unreplayable: Readonly<Record<Unreplayable, number>>;
  readonly named: readonly Named[];
  readonly agents: readonly ByName[];
  readonly tools: readonly ByName[];
  /** The first ones of each change. */
  readonly examples: readonly Example[];
}

/** Which bundle and catalogue records are judged by now. */
export interface JudgedBy {
  readonly policy: string;
  readonly catalogue: string;
}

const NOTHING = Object.fromEntries(REPLAY_CHANGES.map((kind) => [kind, 0])) as Changes;

export const EMPTY_TALLY: Tally = {
  records: 0,
  judged: 0,
  changed: 0,
  changes: NOTHING,
  same_bundle: 0,
  not_reproduced: 0,
  other_catalogue: 0,
  older: 0,
  not_asked: 0,
  judged_redacted: 0,
  unreplayable: Object.fromEntries(UNREPLAYABLE.map((why) => [why, 0])) as Tally["unreplayable"],
  named: [],
  agents: [],
  tools: [],
  examples: [],
};

/** Counts records one by one. */
export class Tallier {
  readonly #by: JudgedBy;
  readonly #counts = { ...EMPTY_TALLY, changes: { ...NOTHING }, unreplayable: { ...EMPTY_TALLY.unreplayable } };
  readonly #agents = new Map<string, Counted>();
  readonly #tools = new Map<string, Counted>();
  readonly #named: Named[] = [];
  readonly #examples: Example[] = [];

  constructor(by: JudgedBy) {
    this.#by = by;
  }

  add(record: ReplayRecord, replayed: Replayed): void {
    const counts = this.#counts;
    counts.records++;
    if (replayed.outcome === "not_asked") {
      counts.not_asked++;
      return;
    }
    if (replayed.why !== undefined) this.#named.push({ id: record.id, why: replayed.why });
    if (replayed.outcome === "unreplayable") counts.unreplayable[replayed.why]++;
    else this.#judged(record, replayed);
  }

  tally(): Tally {
    return {
      ...this.#counts,
      named: this.#named,
      agents: [...this.#agents.values()],
      tools: [...this.#tools.values()],
      examples: this.#examples,
    };
  }

  #judged(record: ReplayRecord, replayed: Extract<Replayed, { outcome: "judged" }>): void {
    const counts = this.#counts;
    const { changes } = replayed;
    const same = record.policy_digest === this.#by.policy;
    counts.judged++;
    if (same) counts.same_bundle++;
    if (record.catalogue_digest !== this.#by.catalogue) counts.other_catalogue++;
    if (replayed.older) counts.older++;
    if (replayed.why !== undefined) counts.judged_redacted++;
    const counted = [counts, of(this.#agents, record.agent), of(this.#tools, record.tool)];
    for (const one of counted.slice(1)) one.judged++;
    if (changes.length === 0) return;
    const countsAsChanged = same || changes.some((kind) => kind !== "wording");
    for (const one of counted) {
      if (countsAsChanged) one.changed++;
      for (const kind of changes) one.changes[kind]++;
    }
    if (same) counts.not_reproduced++;
    const { id, at_ms, agent, tool } = record;
    if (replayed.said === undefined) return;
    this.#examples.push({ id, at_ms, agent, tool, changes, ...replayed.said, same_bundle: same });
  }
}

interface Counted extends ByName {
  judged: number;
  changed: number;
  readonly changes: Record<ReplayChange, number>;
}

function of(counts: Map<string, Counted>, name: string): Counted {
  let counted = counts.get(name);
  if (counted === undefined) {
    counted = { name, judged: 0, changed: 0, changes: { ...NOTHING } };
    counts.set(name, counted);
  }
  return counted;
}

/** The sum of tallies, whatever their order. @param examples how many are kept of each change */
export function sum(tallies: readonly Tally[], examples: number): Tally {
  const total = (count: (tally: Tally) => number) => tallies.reduce((so, tally) => so + count(tally), 0);
  return {
    records: total(({ records }) => records),
    judged: total(({ judged }) => judged),
    changed: total(({ changed }) => changed),
    changes: sumChanges(tallies.map(({ changes }) => changes)),
    same_bundle: total((tally) => tally.same_bundle),
    not_reproduced: total((tally) => tally.not_reproduced),
    other_catalogue: total((tally) => tally.other_catalogue),
    older: total(({ older }) => older),
    not_asked: total((tally) => tally.not_asked),
    judged_redacted: total((tally) => tally.judged_redacted),
    unreplayable: Object.fromEntries(
      UNREPLAYABLE.map((why) => [why, total(({ unreplayable }) => unreplayable[why])]),
    ) as Tally["unreplayable"],
    named: tallies
      .flatMap(({ named }) => named)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, MAX_NAMED),
    agents: sumNames(tallies.flatMap(({ agents }) => agents)),
    tools: sumNames(tallies.flatMap(({ tools }) => tools)),
    examples: firstOfEach(
      tallies.flatMap((tally) => tally.examples),
      examples,
    ),
  };
}

function sumChanges(all: readonly Changes[]): Changes {
  const entries = REPLAY_CHANGES.map((kind) => [kind, all.reduce((so, changes) => so + changes[kind], 0)]);
  return Object.fromEntries(entries) as Changes;
}

function sumNames(all: readonly ByName[]): readonly ByName[] {
  const groups = [...Map.groupBy(all, ({ name }) => name)].map(([name, same]) => sumOf(name, same));
  if (groups.length <= MAX_NAMES) return groups;
  const [kept, rest] = [groups.slice(0, MAX_NAMES), groups.slice(MAX_NAMES)];
  return [...kept, sumOf(OTHERS, rest)];
}

function sumOf(name: string, all: readonly ByName[]): ByName {
  if (all.length === 1 && all[0] !== undefined) return { ...all[0], name };
  return {
    name,
    judged: all.reduce((so, { judged }) => so + judged, 0),
    changed: all.reduce((so, { changed }) => so + changed, 0),
    changes: sumChanges(all.map(({ changes }) => changes)),
  };
}

/** Sorted by time, so that it does not matter in which order records were judged. */
function firstOfEach(all: readonly Example[], count: number): readonly Example[] {
  const sorted = all.toSorted((a, b) => a.at_ms - b.at_ms || (a.id < b.id ? -1 : 1));
  const kept = new Set<Example>();
  for (const kind of REPLAY_CHANGES) {
    const ofKind = sorted.filter(({ changes }) => changes.includes(kind));
    for (const example of ofKind.slice(0, count)) kept.add(example);
  }
  return sorted.filter((example) => kept.has(example));
}
