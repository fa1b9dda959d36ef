import { type Durability, type DurabilityByTier, needsCommit, type RecordEntry } from "../domain/record.ts";
import type { RecordSink } from "../ports/record-store.ts";

/** Sends each entry to the sink of its tier's durability, and to `committed` whatever more hangs on than its row. */
export function byTier(
  sinks: Readonly<Partial<Record<Durability, RecordSink>>> & { readonly committed: RecordSink },
  durability: DurabilityByTier,
): RecordSink {
  const sinkOf = (entry: RecordEntry) => {
    if (needsCommit(entry)) return sinks.committed;
    return sinks[durability[entry.tier ?? "privileged"]] ?? sinks.committed;
  };
  return {
    append: (entry) => sinkOf(entry).append(entry),
    // What is spooled may go to the database yet: that one is closed last.
    close: async () => {
      await sinks.spooled?.close();
      await sinks.relaxed?.close();
      await sinks.committed.close();
    },
  };
}
