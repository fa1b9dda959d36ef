import { visible } from "../../approvals/text/visible.ts";
import type { ApprovalRecord } from "../../domain/approval.ts";
import { yesses } from "../../domain/approval-votes.ts";
import { type Html, html } from "../html.ts";

/** Anybody's text, in its own direction, and with everything in it to be seen. */
export function said(text: string): Html {
  return html`<bdi>${visible(text)}</bdi>`;
}

/** The same of what was made safe to show when it was kept: what is written out there already stays as it is. */
export function shownText(text: string): string {
  return text.split("⟨").map(visible).join("⟨");
}

/** A time as people and programs read it. */
export function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

/** What became of a question, in one sentence. */
export function stateOf(approval: ApprovalRecord): Html {
  const { state, demand, votes, uses, expires_at_ms, valid_until_ms } = approval;
  switch (state) {
    case "pending":
      return html`Waits for an answer until ${time(expires_at_ms)}: ${yesses(demand, votes).length} of ${demand.quorum} have said yes.`;
    case "approved":
      return html`Approved. Used ${uses} of ${demand.uses} times${valid_until_ms === undefined ? "" : html`; it can be used until ${time(valid_until_ms)}`}.`;
    case "denied":
      return html`Denied. It cannot be answered any more.`;
    case "expired":
      return html`Expired: the time is over. It cannot be answered or used any more.`;
    case "used":
      return html`Used up: the call was made. It cannot be answered any more.`;
    case "withdrawn":
      return html`Withdrawn. It cannot be answered or used any more.`;
  }
}
