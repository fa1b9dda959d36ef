import type { JsonObject } from "../../../domain/json.ts";

/** An issuer's keys as its source had them: JWKs; those of a SPIFFE bundle have `use` "jwt-svid" or "x509-svid" (with `x5c`). */
export interface KeyDocument {
  readonly keys: readonly JsonObject[];
  /** When they were had last, which is not when they changed last. Milliseconds since 1970. */
  readonly fetchedAtMs: number;
}

/** Where the keys of one issuer come from, kept in memory and looked after in the background. */
export interface KeySource {
  /** What is known; undefined before the first answer, and when it is older than its bound. Never waits. */
  current(nowMs: number): KeyDocument | undefined;
  /** Somebody met a key that is not there: looks again, at most once an interval; resolves when it has looked, or at once. */
  miss(): Promise<void>;
  close(): void;
}

/** What became of one look at a source. Never a token, a key or a URL's query. */
export interface KeySourceEvent {
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  readonly event: "keys_read" | "keys_changed" | "keys_unavailable";
  /** Why there are none, in words that are safe to log; "" where there are. */
  readonly problem: string;
}
