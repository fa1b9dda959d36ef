import type { RecordFeed } from "../../ports/record-feed.ts";
import type { SinkTelemetry } from "../../ports/sink-telemetry.ts";
import type { BackgroundJob } from "../background.ts";
import { type FeedParts, SinkFeed } from "./sink-feed.ts";

const PENDING_INTERVAL_MS = 5_000;

/** What one feed needs beside the database. */
export interface FeedSettings extends Omit<FeedParts, "feed"> {
  /** Where a sink begins that was not there before. */
  readonly from: "now" | "beginning";
}

export interface FeedJobParts {
  readonly name: string;
  readonly tenant: string;
  /** @returns the feeds to run; what they need is opened by then. @throws WritError unavailable */
  open(databaseUrl: string): Promise<{
    readonly feed: RecordFeed;
    readonly feeds: readonly FeedSettings[];
    close(): Promise<void>;
  }>;
  telemetry(sink: string): SinkTelemetry;
}

/** Brings the record to every sink, each at its own pace. */
export function feedJob({ name, tenant, open, telemetry }: FeedJobParts): BackgroundJob {
  let end: (() => Promise<void>) | undefined;
  return {
    name,
    start: async (databaseUrl) => {
      const { feed, feeds, close } = await open(databaseUrl);
      // Before anything is decided: "now" is from here on.
      for (const { name: sink, streams, from } of feeds) await feed.register(tenant, sink, streams, from);
      const running = feeds.map((parts) => new SinkFeed({ ...parts, feed }));
      const counting = setInterval(() => {
        for (const { name: sink } of feeds) {
          feed.state(tenant, sink).then(
            ({ pending }) => telemetry(sink).pending(pending),
            () => {},
          );
        }
      }, PENDING_INTERVAL_MS);
      end = async () => {
        clearInterval(counting);
        await Promise.all(running.map((one) => one.close()));
        await close();
      };
    },
    close: async () => {
      const ending = end;
      end = undefined;
      await ending?.();
    },
  };
}
