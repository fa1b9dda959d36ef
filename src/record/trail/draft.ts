import type { JsonObject } from "../../domain/json.ts";

/** One line of a trail, before it has its place. */
export interface Draft {
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly what: string;
  readonly who: string;
  /** For people; holds what agents and tools wrote, as they wrote it. */
  readonly text: string;
  readonly detail: JsonObject;
}

/** More than this is read in the record itself. */
const MOST_LISTED = 20;

export function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return `${texts.slice(0, MOST_LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
