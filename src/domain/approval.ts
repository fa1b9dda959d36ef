import type { JsonObject } from "./json.ts";
import type { Sensitivity, Tier } from "./vocabulary.ts";

export const APPROVAL_STATES = ["pending", "approved", "denied", "expired", "used", "withdrawn"] as const;
/** Only `approved` lets a call go on, and only until it is `used` up, `expired` or `withdrawn`. */
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** The parts of an action that a template may hold fixed; what it does not name may vary from use to use. */
export const APPROVAL_PARTS = ["verb", "tool", "resource", "destinations", "arguments"] as const;
export type ApprovalPart = (typeof APPROVAL_PARTS)[number];

/** Who may not be among the approvers, by what they are to the call. */
export const APPROVAL_EXCLUSIONS = ["requester", "owner", "on_behalf_of"] as const;
export type ApprovalExclusion = (typeof APPROVAL_EXCLUSIONS)[number];

/** The template of an approval for one action, to the byte. */
export const THIS_ACTION = "this_action";

/** What a demand means that does not say it: one person who is not the one that asked, once, soon. */
export const USUAL_DEMAND = { quorum: 1, not_by: ["requester"], uses: 1, valid_for_s: 900 } as const;

/** More people than this decide nothing together. */
export const MAX_QUORUM = 16;
/** What goes on more often needs no person, but a rule. */
export const MAX_APPROVAL_USES = 10_000;
/** For a yes as well as for a question: nobody knows any more what it was about. */
export const MAX_APPROVAL_S = 30 * 24 * 3600;

/** Bounds on what people may say. */
export const MAX_COMMENT_CHARS = 2000;

/** What policy wants of people before it would allow. */
export interface ApprovalDemand {
  /** `role:…`, `group:…`, or a person's id; whoever is any of them may approve. */
  readonly approvers: readonly string[];
  /** How long the question waits for an answer. */
  readonly expires_in_s: number;
  /** `this_action`, or the name of a template; `same`, `max_amount`, `uses` and `valid_for_s` say what a template covers. */
  readonly template: string;
  /** How many different people have to say yes. */
  readonly quorum: number;
  readonly not_by: readonly ApprovalExclusion[];
  /** How many calls one approval lets go on. */
  readonly uses: number;
  /** How long it may be used once it is given. */
  readonly valid_for_s: number;
  /** What has to be the same at each use. */
  readonly same: readonly ApprovalPart[];
  /** Exact decimal, in the currency of the action that was approved; "" where amounts do not matter or are part of what is the same. */
  readonly max_amount: string;
}

/** What people were shown, in texts that are safe to show: one rendering, for every way in, and for the record. */
export interface ShownApproval {
  /** The effect in one sentence. */
  readonly sentence: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** What to look at twice, a sentence each. */
  readonly warnings: readonly string[];
}

/** One person's answer. */
export interface ApprovalVote {
  /** The caller's id: one person, one vote. */
  readonly by: string;
  readonly verdict: "approve" | "deny";
  /** Which of the demanded approvers the person was. */
  readonly as: readonly string[];
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  /** Where from: by which way in, and the address of the one who asked it. */
  readonly via: string;
  readonly address: string;
  readonly comment: string;
}

/** What a yes covers: the same parts, and nothing that is worse than what people were shown. */
export interface ApprovalScope {
  readonly parts: JsonObject;
  readonly sensitivity: Sensitivity;
  readonly tier: Tier;
  readonly count: number;
  /** Codes of the reasons that people were shown. A call with another one is another question. */
  readonly reasons: readonly string[];
}

/** A question to people, and what became of it. */
export interface ApprovalRecord {
  readonly tenant: string;
  readonly id: string;
  /** The decision that asked. */
  readonly decision_id: string;
  /** The caller that asked. */
  readonly requester: string;
  readonly agent: string;
  readonly owner: string;
  readonly on_behalf_of: string;
  /** For whom the agent acted, nearest first, as its token says. */
  readonly delegation: readonly string[];
  readonly session: string;
  readonly task: string;
  /** The intent's id, "" where there was none. */
  readonly intent: string;
  readonly action_digest: string;
  /** What a later call has to be like to use it: the same text for the same scope. */
  readonly scope_digest: string;
  readonly demand: ApprovalDemand;
  /** The parts of the action that have to be the same, secrets redacted, and the bounds of the rest. */
  readonly scope: ApprovalScope;
  readonly shown: ShownApproval;
  /** `sha256:<hex>` over the RFC 8785 form of `shown`: what a vote was about. */
  readonly shown_digest: string;
  readonly state: ApprovalState;
  readonly votes: readonly ApprovalVote[];
  readonly uses: number;
  /** Milliseconds since 1970. */
  readonly requested_at_ms: number;
  /** Until when it waits for an answer. */
  readonly expires_at_ms: number;
  readonly approved_at_ms?: number;
  /** Until when it may be used, once approved. */
  readonly valid_until_ms?: number;
  /** When it was denied, used up or withdrawn, or was seen to have expired. */
  readonly ended_at_ms?: number;
  /** Who ended it, "" where time or its last use did. */
  readonly ended_by: string;
  readonly ended_reason: string;
}

/** What policy sees of the approval that it may rely on. */
export interface GivenApproval {
  readonly id: string;
  readonly template: string;
  /** Who said yes, sorted. */
  readonly approvers: readonly string[];
  /** RFC 3339. */
  readonly approved_at: string;
}

/** A decision that goes on by an approval, and how much of it there may have been used. */
export interface ApprovalUse {
  readonly tenant: string;
  readonly id: string;
  /** As many calls may go on by it, this one included: the least that was demanded, then and now. */
  readonly max_uses: number;
  /** Until when it may be used, exclusive; likewise. Milliseconds since 1970. */
  readonly valid_until_ms: number;
}

/** Whether nothing can become of it any more. */
export function isFinal(state: ApprovalState): boolean {
  return state !== "pending" && state !== "approved";
}
