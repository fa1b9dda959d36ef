import { WritError } from "../../domain/errors.ts";

/** What a source has is no bundle that may be used. @param message names the entry */
export function refused(message: string, cause?: unknown): WritError {
  return new WritError("invalid_argument", message, cause === undefined ? {} : { cause });
}

/** The source cannot be reached, or answers with something else than a bundle. */
export function unreachable(message: string, cause?: unknown): WritError {
  return new WritError("unavailable", message, cause === undefined ? {} : { cause });
}

/** `ENOENT`, `ECONNREFUSED` …: says what happened without the addresses and names that messages of Node carry. */
export function reasonOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  if (typeof code === "string") return code;
  return typeof name === "string" ? name : "unknown error";
}
