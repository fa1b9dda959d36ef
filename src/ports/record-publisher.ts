import type { FeedStream } from "./record-feed.ts";

/** One record, as a sink takes it. */
export interface RecordMessage {
  readonly stream: FeedStream;
  /** The record's: the same however often it is told. */
  readonly id: string;
  /** What has to stay in order: the session, else the agent, else the decision. */
  readonly key: string;
  readonly body: string;
}

/** The way to one sink. */
export interface RecordPublisher {
  /** The longest body that it takes, in bytes; asks the sink where only that knows. @throws whatever keeps it from answering */
  maxBytes(): Promise<number>;
  /** Resolves when the sink has all of them. @throws where it may not have one; those that it has come again with the same ids */
  publish(messages: readonly RecordMessage[]): Promise<void>;
  /** The name of what went wrong: bounded, and without what a sink or the configuration says. */
  problemOf(error: unknown): string;
  close(): Promise<void>;
}
