import type { RecordEntry } from "../../domain/record.ts";
import type { AppendResult, RecordSink } from "../../ports/record-store.ts";

/**
 * Answers before the record is durable, where nothing else hangs on it: an entry that changes a session, or brings a
 * grant or an approval with it, is committed first whatever the setting.
 * @param lost is told how many records could not be written after they were answered
 */
export function relaxed(committed: RecordSink, lost: (count: number) => void): RecordSink {
  const answered: AppendResult = { status: "recorded", recorded: "relaxed" };
  return {
    append: (entry) => {
      if (needsCommit(entry)) return committed.append(entry);
      committed.append(entry).catch(() => lost(1));
      return Promise.resolve(answered);
    },
    close: () => committed.close(),
  };
}

function needsCommit({ session, grant, approval }: RecordEntry): boolean {
  return session !== undefined || grant !== undefined || approval !== undefined;
}
