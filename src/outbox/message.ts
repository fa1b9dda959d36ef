import { named, safeText } from "../approvals/text/safe.ts";
import type { ShownApproval } from "../domain/approval.ts";
import type { Notice, NoticeEvent } from "../domain/notice.ts";

/** A notice as people read it, whatever the program that shows it. Every text is safe to show as it is, and bounded. */
export interface NoticeMessage {
  readonly title: string;
  readonly sentence: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** What to look at twice, a sentence each. */
  readonly warnings: readonly string[];
  /** Where more stands: whoever follows it has to sign in. */
  readonly link?: { readonly text: string; readonly url: string };
}

/** A message is for a glance, and receivers refuse long ones (Teams: 28 KB). The page shows the rest. */
const MAX_FIELDS = 10;
const MAX_FIELD_NAME_CHARS = 60;
const MAX_FIELD_CHARS = 200;
const MAX_WARNINGS = 8;
const MAX_SENTENCE_CHARS = 500;

const TITLES: Readonly<Record<NoticeEvent, string>> = {
  "approval.requested": "An approval is asked for",
  "approval.answered": "A question was answered",
  "approval.used": "An approval was used",
  "approval.expired": "Nobody answered in time, or an approval ran out",
  "approval.withdrawn": "An approval was withdrawn",
  "session.suspended": "A session was suspended",
  "session.resumed": "A session goes on",
  "decision.warned": "A call went on with a warning",
  "decision.blocked": "A call was blocked",
};

/** @param publicUrl without a slash at its end */
export function messageOf(notice: Notice, publicUrl: string): NoticeMessage {
  const { approval, event } = notice;
  const asks = event === "approval.requested";
  const shown = approval === undefined ? undefined : briefly(approval.shown);
  return {
    title: TITLES[event],
    sentence: shown?.sentence ?? sentenceOf(notice),
    fields: [...factsOf(notice), ...(asks ? (shown?.fields ?? []) : [])],
    warnings: asks ? (shown?.warnings ?? []) : [],
    ...(approval === undefined
      ? {}
      : {
          link: {
            text: asks ? "Look at it and answer" : "Look at it",
            url: `${publicUrl}/approvals/${encodeURIComponent(approval.id)}`,
          },
        }),
  };
}

/** As much of what people are shown as a message holds; what is left out is said. */
export function briefly({ sentence, fields, warnings }: ShownApproval): ShownApproval {
  const more = fields.length - MAX_FIELDS;
  return {
    sentence: cut(sentence, MAX_SENTENCE_CHARS),
    fields: [
      ...fields
        .slice(0, MAX_FIELDS)
        .map(({ name, value }) => ({ name: cut(name, MAX_FIELD_NAME_CHARS), value: cut(value, MAX_FIELD_CHARS) })),
      ...(more > 0 ? [{ name: "Not shown here", value: `${more} more` }] : []),
    ],
    warnings: [
      ...warnings.slice(0, MAX_WARNINGS).map((warning) => cut(warning, MAX_SENTENCE_CHARS)),
      ...(warnings.length > MAX_WARNINGS ? [`${warnings.length - MAX_WARNINGS} more warnings are not shown here`] : []),
    ],
  };
}

/** Text that is safe already, and stays so: cutting between characters makes nothing visible invisible. */
function cut(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max).join("")}…`;
}

function sentenceOf({ event, session, decision }: Notice): string {
  if (decision !== undefined) {
    const what = event === "decision.blocked" ? "was blocked" : "was let go on with a warning";
    return `${named(decision.agent)} ${what}: ${named(decision.tool)} (${named(decision.verb)})`;
  }
  if (event.startsWith("session.")) {
    const what = event === "session.suspended" ? "was suspended: its calls are blocked" : "goes on";
    return `The session ${named(session)} ${what}`;
  }
  return TITLES[event];
}

/** What happened beside what was asked. */
function factsOf({ actor, verdict, reason, approval, decision, event }: Notice): NoticeMessage["fields"] {
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["Answer", verdict === "" ? "" : verdict === "approve" ? "yes" : "no"],
    ["By", event === "approval.requested" ? "" : actor],
    [verdict === "" ? "Reason" : "Comment", decision?.reason ?? reason],
    ["State", approval === undefined || event === "approval.requested" ? "" : approval.state],
    ["Waits until", event === "approval.requested" ? timeOf(approval?.expires_at_ms) : ""],
  ];
  return facts
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ({ name, value: safeText(value, MAX_FIELD_CHARS) }));
}

function timeOf(ms: number | undefined): string {
  return ms === undefined ? "" : new Date(ms).toISOString();
}
