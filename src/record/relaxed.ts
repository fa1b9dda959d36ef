import { needsCommit, type RecordEntry } from "../domain/record.ts";
import type { AppendResult, RecordSink } from "../ports/record-store.ts";

/**
 * Answers before the record is durable, where nothing else hangs on it: an entry that changes a session, or brings a
 * grant or an approval with it, is committed first whatever the setting.
 * @param lost is told how many records could not be written after they were answered
 */
export function relaxed(committed: RecordSink, lost: (count: number) => void): RecordSink {
  const relaxed: AppendResult = { status: "recorded", recorded: "relaxed" };
  return {
    append: async (entry: RecordEntry) => {
      const commit = committed.append(entry);
      if (needsCommit(entry)) return commit;
      // What is refused at once, for want of room, was not answered and is not lost.
      const answer = await Promise.race([commit, relaxed]);
      commit.catch(() => lost(1));
      return answer;
    },
    close: () => committed.close(),
  };
}
