import { WritError } from "../../domain/errors.ts";

/** What is left of a caller's time, in whole milliseconds. @throws WritError deadline_exceeded where nothing is */
export function timeoutOf(left_ms: number): number {
  if (left_ms < 1) throw new WritError("deadline_exceeded", "the caller's deadline has passed");
  return Math.floor(left_ms);
}
