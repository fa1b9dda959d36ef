import type { ApprovalRecord } from "../../domain/approval.ts";
import { type Html, html } from "../html.ts";
import type { Place } from "../place.ts";
import { shownText, stateOf } from "./words.ts";

/** What waits, and what was asked lately. */
export function listView(place: Place, waiting: readonly ApprovalRecord[], lately: readonly ApprovalRecord[]): Html {
  const done = lately.filter(({ state }) => state !== "pending");
  return html`<h1>${waiting.length === 0 ? "Nothing waits for an answer" : "What waits for an answer"}</h1>
${listOf(place, waiting)}
${done.length === 0 ? "" : html`<h2>Lately</h2>${listOf(place, done)}`}`;
}

function listOf({ at }: Place, approvals: readonly ApprovalRecord[]): Html {
  const items = approvals.map((approval) => {
    const { id, shown, state } = approval;
    return html`<li><a href="${at(`/approvals/${encodeURIComponent(id)}`)}"><bdi>${shownText(shown.sentence)}</bdi></a><p class="${state === "pending" ? "waits" : "done"}">${stateOf(approval)}</p></li>`;
  });
  return html`<ul class="list">${items}</ul>`;
}
