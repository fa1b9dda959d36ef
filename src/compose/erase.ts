import { eraseValue, rewriteTables } from "../adapters/postgres/erase.ts";
import { WritError } from "../domain/errors.ts";
import { eraserOf } from "../record/erase.ts";

/** A shorter value stands in too much that is about somebody else. */
const MIN_VALUE = 3;

export interface EraseOptions {
  readonly url: string;
  readonly tenant: string;
  /** What names the person: an id, an address, a name. Never shown or recorded. */
  readonly value: string;
  readonly by: string;
  readonly reason: string;
  readonly dryRun: boolean;
  /** Whether to write the tables anew afterwards. */
  readonly rewrite: boolean;
  readonly progress: (table: string, rows: number) => void;
}

/** @returns by table, how many rows held the value @throws WritError invalid_argument, unavailable */
export async function eraseSubject(options: EraseOptions): Promise<ReadonlyMap<string, number>> {
  const { url, value, reason, by, dryRun, rewrite } = options;
  if (value.trim().length < MIN_VALUE)
    throw new WritError("invalid_argument", "the value is too short to be a person's");
  const eraser = eraserOf(value.trim());
  if (eraser.text(reason) !== undefined || eraser.text(by) !== undefined) {
    throw new WritError("invalid_argument", "--reason and --by must not repeat what is to be erased");
  }
  const erased = await eraseValue(url, { ...options, eraser });
  if (rewrite && !dryRun)
    await rewriteTables(
      url,
      [...erased].flatMap(([table, rows]) => (rows > 0 ? [table] : [])),
    );
  return erased;
}
