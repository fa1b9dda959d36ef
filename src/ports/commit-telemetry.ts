/** What is counted of the group committer. */
export interface CommitTelemetry {
  /** One flush that was written, with its tries. */
  flushed(records: number, milliseconds: number): void;
}
