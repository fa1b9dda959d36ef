import type { StoredDecision } from "../domain/record.ts";
import type { DecisionFilter } from "./record-store.ts";

/** Which records are read. */
export interface RecordSelection {
  readonly tenant: string;
  readonly filter: DecisionFilter;
  /** The newest so many of them; all when absent. */
  readonly limit?: number;
}

/** Some records that follow one another in time, as one statement reads them. A plain value: it may go to another thread. */
export interface RecordSlice {
  readonly tenant: string;
  readonly filter: DecisionFilter;
  /** The first of them. */
  readonly from: RecordPlace;
  /** The first behind them; absent for the last slice. */
  readonly to?: RecordPlace;
  readonly records: number;
}

export interface RecordPlace {
  /** Microseconds since 1970. */
  readonly at_us: string;
  readonly id: string;
}

/** The part of a record that judging it again needs. */
export interface ReplayRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly agent: string;
  readonly tool: string;
  readonly policy_digest: string;
  readonly catalogue_digest: string;
  /** JSON text, as it is stored. */
  readonly answer: string;
  readonly input: string;
  /** Whether both texts are as they were written, by their digests; `unknown` where there are none. */
  readonly texts: "intact" | "altered" | "unknown";
}

/** What happened to a decision after it. */
export interface FollowUp {
  readonly tenant: string;
  readonly id: string;
  /** "" where it is about no one decision. */
  readonly decision_id: string;
  readonly session: string;
  readonly kind: string;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly actor: string;
  /** JSON text. */
  readonly body: string;
}

/** The records as they all stood at one moment, for whoever reads very many of them. Every method rejects with `unavailable` when the store fails. */
export interface RecordSnapshot {
  /** By which another process sees the same moment, while this one is open. */
  readonly name: string;
  /** From the oldest to the newest. */
  slices(selection: RecordSelection, recordsEach: number): Promise<readonly RecordSlice[]>;
  /** In the order of their times; read on only as fast as the reader takes them. */
  decisions(slice: RecordSlice): AsyncIterable<readonly StoredDecision[]>;
  replayed(slice: RecordSlice): AsyncIterable<readonly ReplayRecord[]>;
  /** Of what is selected; where nothing but times is, those that are about no one decision too. */
  followUps(selection: RecordSelection): AsyncIterable<readonly FollowUp[]>;
  close(): Promise<void>;
}
