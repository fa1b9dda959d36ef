import { WritError } from "../../domain/errors.ts";

/** What may be said of an error: the system's messages name paths, which is fine; others' may repeat a value. */
export function describe(error: unknown): string {
  if (error instanceof WritError) return error.message;
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unknown";
}
