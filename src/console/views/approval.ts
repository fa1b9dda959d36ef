import type { ApprovalRecord, ApprovalVote } from "../../domain/approval.ts";
import { type Html, html, NOTHING } from "../html.ts";
import { said, shownText, stateOf, time } from "./words.ts";

/** What a person can do about it: answer by this form, sign in again first, or nothing. */
export type Answering =
  | { readonly kind: "form"; readonly action: string; readonly token: string }
  | { readonly kind: "sign-in"; readonly link: string }
  | { readonly kind: "none" };

/** As bounded as what the record keeps of it. */
const MAX_COMMENT_CHARS = 1000;

/** One question to people: what it is about, what became of it, and the form that answers it. */
export function approvalView(approval: ApprovalRecord, answering: Answering): Html {
  const { shown, votes } = approval;
  return html`<h1><bdi>${shownText(shown.sentence)}</bdi></h1>
<p class="state" role="status">${stateOf(approval)}</p>
${warningsOf(shown.warnings)}
${formOf(approval, answering)}
${votes.length === 0 ? NOTHING : html`<h2>Answers</h2><ul>${votes.map(voteOf)}</ul>`}
<h2>Details</h2>
<dl>
${shown.fields.map(({ name, value }) => html`<dt><bdi>${shownText(name)}</bdi></dt><dd><bdi>${shownText(value)}</bdi></dd>`)}
${questionOf(approval)}
</dl>`;
}

function warningsOf(warnings: readonly string[]): Html {
  if (warnings.length === 0) return NOTHING;
  return html`<section class="warnings"><h2>Look twice</h2><ul>${warnings.map((one) => html`<li><bdi>${shownText(one)}</bdi></li>`)}</ul></section>`;
}

function formOf({ shown_digest }: ApprovalRecord, answering: Answering): Html {
  if (answering.kind === "none") return NOTHING;
  if (answering.kind === "sign-in") {
    return html`<p>You signed in a while ago. To answer, sign in again.</p><p><a class="button" href="${answering.link}">Sign in again</a></p>`;
  }
  return html`<form method="post" action="${answering.action}">
<input type="hidden" name="token" value="${answering.token}">
<input type="hidden" name="shown_digest" value="${shown_digest}">
<label for="comment">Comment (is kept with your answer)</label>
<textarea id="comment" name="comment" maxlength="${MAX_COMMENT_CHARS}"></textarea>
<div class="answers">
<button class="yes" name="verdict" value="approve">Approve</button>
<button class="no" name="verdict" value="deny">Deny</button>
</div>
</form>`;
}

function voteOf({ by, verdict, at_ms, via, comment }: ApprovalVote): Html {
  const yes = verdict === "approve" ? "said yes" : "said no";
  const words = comment === "" ? NOTHING : html`: “${said(comment)}”`;
  return html`<li>${said(by)} ${yes}, ${time(at_ms)}, by ${said(via)}${words}</li>`;
}

function questionOf({ id, demand, session, task, decision_id, requested_at_ms }: ApprovalRecord): Html {
  const rows: readonly (readonly [string, Html])[] = [
    ["Who may answer", said(demand.approvers.join(", "))],
    ["Who may not", said(demand.not_by.map((who) => who.replaceAll("_", " ")).join(", "))],
    ["Task", said(task)],
    ["Session", said(session)],
    ["Asked", time(requested_at_ms)],
    ["Decision", said(decision_id)],
    ["Approval", said(id)],
  ];
  const empty = said("").text;
  return html`${rows.filter(([, { text }]) => text !== empty).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}`;
}
