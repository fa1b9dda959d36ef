import type pg from "pg";
import type { Keyed } from "../../../domain/change-keys.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import { approvalUses } from "./approval-uses.ts";
import { sessionChanges } from "./session-changes.ts";
import { agentChanges, taskChanges } from "./usage-changes.ts";

/** One kind of what an entry changes only if it is still as it was. */
export interface ConditionalChange {
  /** The names, among those of all kinds, of what the entry changes; none where it changes nothing of this kind. */
  readonly keysOf: (entry: RecordEntry) => readonly string[];
  /** The statement that makes the entries' changes whose conditions hold, and answers `tenant` and `id` of each that it made. */
  readonly statement: (entries: readonly RecordEntry[]) => string;
  readonly keyOf: (changed: Keyed) => string;
}

/** All kinds, in the order in which every writer locks their rows. */
const KINDS: readonly ConditionalChange[] = [sessionChanges, taskChanges, agentChanges, approvalUses];

/** The names of what an entry changes only if it is still as it was. Entries that share one cannot be written together. */
export function conditionsOf(entry: RecordEntry): readonly string[] {
  return KINDS.flatMap(({ keysOf }) => keysOf(entry));
}

/**
 * Begins a transaction and makes the conditional changes, each entry's all or none.
 * @returns by position, whether the entry's conditions hold; undefined when none has any, and no transaction was begun
 */
export async function applyConditions(
  client: pg.Client,
  entries: readonly RecordEntry[],
): Promise<readonly boolean[] | undefined> {
  if (entries.every((entry) => conditionsOf(entry).length === 0)) return undefined;
  const out = new Set<RecordEntry>();
  for (;;) {
    const changed = await apply(
      client,
      entries.filter((entry) => !out.has(entry)),
    );
    const kept = (entry: RecordEntry) => conditionsOf(entry).filter((key) => changed.has(key)).length;
    const torn = entries.filter((entry) => kept(entry) > 0 && kept(entry) < conditionsOf(entry).length);
    if (torn.length === 0) return entries.map((entry) => kept(entry) === conditionsOf(entry).length && !out.has(entry));
    // One of an entry's changes was made, and may not be without the others: from the start, without the entry.
    await client.query("rollback");
    for (const entry of torn) out.add(entry);
  }
}

/** @returns the names of what was changed */
async function apply(client: pg.Client, entries: readonly RecordEntry[]): Promise<ReadonlySet<string>> {
  const wanted = KINDS.flatMap((kind) => {
    const changing = entries.filter((entry) => kind.keysOf(entry).length > 0);
    return changing.length === 0 ? [] : [{ kind, text: kind.statement(changing) }];
  });
  // One simple query for all of them: one round trip.
  const answer: unknown = await client.query(["begin", ...wanted.map(({ text }) => text)].join(";"));
  const [, ...results] = [answer].flat() as readonly pg.QueryResult<Keyed>[];
  return new Set(results.flatMap(({ rows }, index) => rows.map((row) => wanted[index]?.kind.keyOf(row) ?? "")));
}
