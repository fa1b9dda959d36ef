import { type Fields, readCases } from "../cases.ts";
import type { Bench } from "../set.ts";

/** The rows of a file; what is missing or cannot be read is said. */
export function rowsOf<T>(bench: Bench, file: string, fields: Fields): readonly T[] {
  const cases = readCases<T>(bench.cases, file, fields);
  if (cases === undefined) {
    bench.note(`${file} is not there`);
    return [];
  }
  for (const complaint of cases.unreadable) bench.error(complaint);
  return cases.rows;
}
