import type { Policy } from "../ports/policy.ts";
import type { RecordSlice, RecordSnapshot } from "../ports/record-stream.ts";
import { Judge, type JudgeOptions } from "./judge.ts";
import { type JudgedBy, sum, Tallier, type Tally } from "./tally.ts";

export interface SliceJudge extends JudgeOptions {
  readonly policy: Policy;
  readonly by: JudgedBy;
  /** How many examples of each change are kept. */
  readonly examples: number;
}

/** Judges the records of one slice again. @throws WritError unavailable */
export async function replaySlice(
  records: Pick<RecordSnapshot, "replayed">,
  slice: RecordSlice,
  { policy, by, examples, includeRedacted }: SliceJudge,
): Promise<Tally> {
  const judge = new Judge(policy, { includeRedacted });
  const tallier = new Tallier(by);
  for await (const batch of records.replayed(slice)) {
    for (const record of batch) tallier.add(record, judge.judge(record));
  }
  return sum([tallier.tally()], examples);
}
