import type { Ask } from "./ask.ts";
import type { Line } from "./lines.ts";

/** What a set needs to be measured. */
export interface Bench {
  /** The folder of the labelled cases. */
  readonly cases: string;
  readonly ask: Ask;
  /** `http://host:port` of the running service, for sets that speak as a gateway does. */
  readonly http: string;
  /** Something that keeps the numbers from being whole: a row that cannot be read, a request without a decision. */
  error(complaint: string): void;
  /** Something to know beside the numbers: rows left out, a set that is not there. */
  note(text: string): void;
}

export interface EfficacySet {
  readonly name: string;
  measure(bench: Bench): Promise<readonly Line[]>;
}
