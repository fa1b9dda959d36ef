import type { Origin, OriginSource } from "./action.ts";

/** How far what a tool returns is believed: a directory's entries are the operator's own, text is whatever outsiders wrote. */
export type Trust = "directory" | "text";

/** In which notation a tool writes structured results. JSON, and Python's literals, are recognized without being named. */
export const RESULT_FORMATS = ["json", "yaml", "text"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** What the catalogue says of a tool's results. */
export interface ResultTrust {
  /** Of all fields that are not named; absent: what is usual for the verb. */
  readonly trust?: Trust;
  readonly format?: ResultFormat;
  /** Reference tokens of a JSON Pointer each, `*` for every element or member; the longest that fits decides for all beneath it. */
  readonly fields: readonly { readonly pointer: readonly string[]; readonly trust: Trust }[];
}

/** Which call brought a value into the session. */
export type ValueSource = OriginSource;

/** Values of one source, in their normal form, each with its kind before it. They are secrets: only their keyed hashes are kept. */
export interface Said extends ValueSource {
  readonly origin: Exclude<Origin, "unseen">;
  readonly values: readonly string[];
  /** Whether there were more than are kept: what is not found may have been among them. */
  readonly cut: boolean;
}

/** Who said a value, of all the times that it was said. */
export interface Sighting extends ValueSource {
  readonly origin: Exclude<Origin, "unseen">;
}

/** What policy may know of where a call comes from, beside the origins of its destinations and its resource. */
export interface Provenance {
  /** Whether the session has heard its user at all: of a gateway that does not tell, nothing follows from silence. */
  readonly user_seen: boolean;
  /** Whether the session has read text that anybody may have written. */
  readonly text_seen: boolean;
  /** Who spoke of what the tool does, by the words of its name. */
  readonly topic: Origin;
  /** The tool that spoke of it, where nobody else did. */
  readonly topic_source?: ValueSource;
  /** How many of the call's telling arguments came from whom. */
  readonly arguments: Readonly<Record<Origin, number>>;
  /** JSON Pointers of the telling arguments that only such text has named. */
  readonly untrusted_only: readonly string[];
}
