import pg from "pg";
import { WritError } from "../../domain/errors.ts";

/**
 * What went wrong in the database, as an error that may be shown: PostgreSQL's own messages and details repeat values
 * of rows, so that only the SQLSTATE of it stays.
 */
export function storeUnavailable(error: unknown): WritError {
  if (error instanceof WritError) return error;
  return new WritError("unavailable", `the record store failed (${stateOf(error)})`);
}

/** The SQLSTATE, or the system's error code, or what else is known. */
export function stateOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "no connection";
}

/** Whether the server itself said so, and its transaction is therefore known to be undone. */
export function isServerError(error: unknown): boolean {
  return error instanceof pg.DatabaseError;
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): the row's own fault, again at each try. */
export function isRowError(error: unknown): boolean {
  return isServerError(error) && /^2[23]/.test(stateOf(error));
}

/** 40001 and 40P01: another transaction was in the way, and the next try may find none. */
export function isTransient(error: unknown): boolean {
  return isServerError(error) && /^40/.test(stateOf(error));
}
