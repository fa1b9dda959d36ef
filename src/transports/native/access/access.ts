import type { Operation } from "../../../domain/operations.ts";

/**
 * Whom a route or a method is for: callers that may ask for one of the operations, any caller with a credential, everybody (`public`), or people
 * with a browser (`page`).
 */
export type Access = readonly Operation[] | "credential" | "public" | "page";

/** What is asked for by it, where a role decides. */
export function asksOf(access: Access | undefined): { readonly asks?: readonly Operation[] } {
  return access === undefined || typeof access === "string" ? {} : { asks: access };
}
