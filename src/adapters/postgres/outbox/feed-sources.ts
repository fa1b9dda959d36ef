import type { FeedRecord, FeedStream } from "../../../ports/record-feed.ts";
import type { FollowUp } from "../../../ports/record-stream.ts";
import { COLUMNS, FROM, type Row, toStored } from "../decisions.ts";

/** How one stream is read: of `d`, whose rows have `tenant`, `id` and `xid`. */
interface FeedSource {
  readonly columns: string;
  readonly from: string;
  /** How much of a row there is to read. */
  readonly bytes: string;
  read(row: unknown): FeedRecord;
}

export const FEED_SOURCES: Readonly<Record<FeedStream, FeedSource>> = {
  decisions: {
    columns: COLUMNS,
    from: FROM,
    bytes: "octet_length(d.answer::text) + octet_length(d.input::text)",
    // The place in the order is the row's too.
    read: (row) => {
      const { position: _p, xid: _x, bytes: _b, before: _f, ...stored } = row as Row & Place;
      return { stream: "decisions", record: toStored(stored as Row) };
    },
  },
  follow_ups: {
    columns: "d.tenant, d.id, d.decision_id, d.session, d.kind, d.at, d.actor, d.body::text as body",
    from: "writ.follow_ups d",
    bytes: "octet_length(d.body::text)",
    read: (row) => {
      const { tenant, id, decision_id, session, kind, at, actor, body } = row as FollowUpRow;
      const record = { tenant, id, decision_id, session, kind, at_ms: at.getTime(), actor, body };
      return { stream: "follow_ups", record };
    },
  },
};

/** What a batch has of each row beside its columns. */
type Place = Record<"position" | "xid" | "bytes" | "before", unknown>;

type FollowUpRow = Omit<FollowUp, "at_ms"> & { readonly at: Date };
