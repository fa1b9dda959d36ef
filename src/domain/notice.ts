import type { ApprovalState, ShownApproval } from "./approval.ts";
import type { Effect } from "./decision.ts";

/** What people can be told of, as `<what>.<came about>`. */
export const NOTICE_EVENTS = [
  "approval.requested",
  "approval.answered",
  "approval.used",
  "approval.expired",
  "approval.withdrawn",
  "session.suspended",
  "session.resumed",
  "decision.warned",
  "decision.blocked",
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Of ordinary calls there are many: who wants to be told of each says so. */
export const DEFAULT_NOTICE_EVENTS = NOTICE_EVENTS.filter((event) => !event.startsWith("decision."));

/** The shapes of a message. */
export const NOTICE_FORMATS = ["standard", "slack", "teams"] as const;
export type NoticeFormat = (typeof NOTICE_FORMATS)[number];

/** Something that happened and that people are told. Texts are "" where there is nothing to say; none of them authenticates anybody. */
export interface Notice {
  readonly event: NoticeEvent;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly decision_id: string;
  readonly session: string;
  /** Who did it: a person's or an agent's id, or `policy`. */
  readonly actor: string;
  /** `approve` or `deny` of an answer. */
  readonly verdict: string;
  /** An answer's comment, or why something was suspended, resumed or withdrawn. */
  readonly reason: string;
  readonly approval?: {
    readonly id: string;
    readonly agent: string;
    /** As it is now, which may be further than this event. */
    readonly state: ApprovalState;
    readonly expires_at_ms: number;
    readonly shown: ShownApproval;
  };
  readonly decision?: {
    readonly agent: string;
    /** `server/name` */
    readonly tool: string;
    readonly verb: string;
    readonly effect: Effect;
    /** The first reason's code. */
    readonly reason: string;
  };
}
