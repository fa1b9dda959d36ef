import pg from "pg";
import { WritError } from "../../domain/errors.ts";
import { ROW_REFUSED } from "../../ports/record-store.ts";

/**
 * What went wrong in the database, as an error that may be shown: PostgreSQL's own messages and details repeat values
 * of rows, so that only the SQLSTATE of it stays.
 */
export function storeUnavailable(error: unknown): WritError {
  if (error instanceof WritError) return error;
  const reason = isRowError(error) ? { reason: { code: ROW_REFUSED, metadata: {} } } : {};
  return new WritError("unavailable", `the record store failed (${stateOf(error)})`, reason);
}

/** The SQLSTATE, or the system's error code, or what else is known. */
export function stateOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "no connection";
}

/** A row that no message to PostgreSQL can hold: nothing of its flush's rows was sent. */
export class UnwritableRow extends Error {
  readonly code = "unwritable row";
}

/**
 * SQLSTATEs with which the server ends the connection (08, 57P, 25P03 and 25P04) or does not know itself (40003): the
 * transaction may be committed or not.
 */
const SAYS_NOTHING = /^(08|57P|25P0[34]|40003)/;

/** Whether the transaction is known to be undone, or is by a rollback: the server refused it, or never got all of it. */
export function isUndone(error: unknown): boolean {
  return (error instanceof pg.DatabaseError && !SAYS_NOTHING.test(stateOf(error))) || error instanceof UnwritableRow;
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): the row's own fault, again at each try. */
export function isRowError(error: unknown): boolean {
  return (isUndone(error) && /^2[23]/.test(stateOf(error))) || error instanceof UnwritableRow;
}

/** 53 and 58: no room, no memory, a file that cannot be written. The next write will fail as well, until somebody has helped. */
export function isStarved(error: unknown): boolean {
  return isUndone(error) && /^5[38]/.test(stateOf(error));
}

/** 25006: a setting, or a server that is a standby now. */
export function isReadOnly(error: unknown): boolean {
  return stateOf(error) === "25006";
}

/** 40001 and 40P01: another transaction was in the way, and the next try may find none. */
export function isTransient(error: unknown): boolean {
  return isUndone(error) && /^40/.test(stateOf(error));
}
