import type pg from "pg";
import type { RecordEntry } from "../../../domain/record.ts";
import { applySessionChanges, sessionKey } from "./session-changes.ts";
import { applyTaskChanges, taskKey } from "./task-changes.ts";

/** The names of what an entry changes only if it is still as it was. Entries that share one cannot be written together. */
export function conditionsOf({ session, task }: Pick<RecordEntry, "session" | "task">): readonly string[] {
  return [
    ...(session === undefined ? [] : [sessionKey(session.tenant, session.next.id)]),
    ...(task === undefined ? [] : [taskKey(task.tenant, task.next.id)]),
  ];
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
    // One of an entry's two changes was made, and may not be without the other: from the start, without the entry.
    await client.query("rollback");
    for (const entry of torn) out.add(entry);
  }
}

/** @returns the names of what was changed */
async function apply(client: pg.Client, entries: readonly RecordEntry[]): Promise<ReadonlySet<string>> {
  const sessions = entries.flatMap(({ session }) => session ?? []);
  const tasks = entries.flatMap(({ task }) => task ?? []);
  const statements = [
    ...(sessions.length === 0 ? [] : [{ text: applySessionChanges(sessions), keyOf: sessionKey }]),
    ...(tasks.length === 0 ? [] : [{ text: applyTaskChanges(tasks), keyOf: taskKey }]),
  ];
  // One simple query for all of them: one round trip.
  const answer: unknown = await client.query(["begin", ...statements.map(({ text }) => text)].join(";"));
  const [, ...results] = [answer].flat() as readonly pg.QueryResult<{ tenant: string; id: string }>[];
  return new Set(
    results.flatMap(({ rows }, index) => rows.map(({ tenant, id }) => statements[index]?.keyOf(tenant, id) ?? "")),
  );
}
