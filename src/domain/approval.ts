import type { JsonObject } from "./json.ts";

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
  readonly by: string;
  readonly verdict: "approve" | "deny";
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  /** Where from: by which way in, and the address of the one who asked it. */
  readonly via: string;
  readonly address: string;
  readonly comment: string;
}

/** A question to people, and what became of it. */
export interface ApprovalRecord {
  readonly tenant: string;
  readonly id: string;
  readonly decision_id: string;
  readonly agent: string;
  readonly owner: string;
  readonly on_behalf_of: string;
  readonly session: string;
  readonly task: string;
  /** The intent's id, "" where there was none. */
  readonly intent: string;
  readonly action_digest: string;
  /** What a later call has to be like to use it: the same text for the same scope. */
  readonly scope_digest: string;
  readonly demand: ApprovalDemand;
  /** The action and its arguments, secrets redacted, as far as the template compares them. */
  readonly scope: JsonObject;
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
