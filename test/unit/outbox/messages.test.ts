import type { KnownBlock } from "@slack/types";
import { AdaptiveCard, SerializationContext } from "adaptivecards";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { NOTICE_EVENTS, NOTICE_FORMATS, type Notice } from "../../../src/domain/notice.ts";
import { messageOf } from "../../../src/outbox/message.ts";
import { noticeBody } from "../../../src/outbox/notice-body.ts";
import { secretBytes, signatureHeaders } from "../../../src/outbox/standard.ts";

const CONTEXT = { tenant: "default", publicUrl: "https://writ.example" };

/** A question whose every text is what somebody else chose. */
const noticeWith = (text: string, more: Partial<Notice> = {}): Notice => ({
  event: "approval.requested",
  at_ms: 1_800_000_000_000,
  decision_id: "dec_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG",
  session: text,
  actor: text,
  verdict: "",
  reason: text,
  approval: {
    id: "apr_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG",
    agent: text,
    state: "pending",
    expires_at_ms: 1_800_000_300_000,
    shown: { sentence: text, fields: [{ name: text, value: text }], warnings: [text] },
  },
  ...more,
});

interface SlackText {
  readonly type: string;
  readonly text: string;
}

/** Every text of a message with what kind of text it is; what is no text object is taken for mrkdwn. */
function slackTexts(value: unknown): readonly SlackText[] {
  if (Array.isArray(value)) return value.flatMap(slackTexts);
  if (typeof value !== "object" || value === null) return [];
  const { type, text } = value as Partial<SlackText>;
  const own = typeof text === "string" ? [{ type: type === "plain_text" ? type : "mrkdwn", text }] : [];
  return [...own, ...Object.values(value).flatMap(slackTexts)];
}

test.each([
  ["<!channel> pay now", "&lt;!channel&gt; pay now"],
  ["<@U012AB3CD>", "&lt;@U012AB3CD&gt;"],
  ["<https://evil.example|your bank>", "&lt;https://evil.example|your bank&gt;"],
  ["a & b &lt;", "a &amp; b &amp;lt;"],
])("Slack shows %j as it is", (text, escaped) => {
  const message = JSON.parse(noticeBody(noticeWith(text), "slack", CONTEXT));
  const texts = slackTexts(message);
  expect(texts.filter((found) => found.text.includes(escaped))).toHaveLength(4);
  expect(texts.filter((found) => /[<>]/.test(found.text))).toEqual([]);
  // Where Slack looks for markup nothing stands that anybody else chose.
  expect(texts.filter(({ type }) => type === "mrkdwn")).toEqual([{ type: "mrkdwn", text: "An approval is asked for" }]);
});

/** Slack refuses a whole message for one text that is too long (Block Kit reference). */
test.each([1, 10, 60])("Slack's limits hold for %i fields of long texts", (count) => {
  const long = "&".repeat(5_000);
  const notice = noticeWith(long);
  const shown = {
    sentence: long,
    fields: Array.from({ length: count }, (_, index) => ({ name: `${index}`, value: long })),
    warnings: Array.from({ length: count }, () => long),
  };
  const approval = { ...(notice.approval as NonNullable<Notice["approval"]>), shown };
  const body = noticeBody({ ...notice, approval }, "slack", CONTEXT);
  const { blocks } = JSON.parse(body) as { readonly blocks: readonly KnownBlock[] };
  expect(blocks.length).toBeLessThanOrEqual(50);
  const sizes = blocks.flatMap((block): readonly (readonly [size: number, most: number])[] => {
    if (block.type === "header") return [[block.text.text.length, 150]];
    if (block.type !== "section") return [];
    const { text, fields = [] } = block;
    expect(fields.length).toBeLessThanOrEqual(10);
    return [
      ...(text ? [[text.text.length, 3_000] as const] : []),
      ...fields.map((f) => [f.text.length, 2_000] as const),
    ];
  });
  expect(sizes.length).toBeGreaterThan(count > 1 ? 3 : 2);
  expect(sizes.filter(([size, most]) => size > most)).toEqual([]);
});

test.each([...NOTICE_EVENTS])("Teams' own renderer takes the card of %s", (event) => {
  const { attachments } = JSON.parse(noticeBody(noticeWith("text", { event }), "teams", CONTEXT));
  const context = new SerializationContext();
  const card = new AdaptiveCard();
  card.parse(attachments[0].content, context);
  expect(Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)).toEqual([]);
  expect(card.getItemCount()).toBeGreaterThan(1);
  expect(attachments[0]).toMatchObject({ contentType: "application/vnd.microsoft.card.adaptive" });
});

test("a card that is none is not taken", () => {
  const context = new SerializationContext();
  new AdaptiveCard().parse({ type: "AdaptiveCard", version: "1.5", body: [{ type: "NoSuchThing" }] }, context);
  expect(context.eventCount).toBeGreaterThan(0);
});

test.each(["[your bank](https://evil.example)", "**bold**", "<at>everyone</at>"])("Teams shows %j as it is", (text) => {
  const { attachments } = JSON.parse(noticeBody(noticeWith(text), "teams", CONTEXT));
  const types = new Set<string>();
  const runs: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, text: found } = value as { type?: string; text?: string };
    if (typeof found === "string") types.add(type ?? "");
    if (type === "TextRun") runs.push(found ?? "");
    for (const member of Object.values(value)) walk(member);
  };
  walk(attachments);
  // Markdown is known to TextBlock and FactSet only.
  expect([...types]).toEqual(["TextRun"]);
  expect(runs).toContain(text);
});

test("Teams fills in nothing", () => {
  const { attachments } = JSON.parse(noticeBody(noticeWith("{{DATE(2026-01-01T00:00:00Z)}}"), "teams", CONTEXT));
  expect(JSON.stringify(attachments)).not.toContain("{{");
});

test.each(NOTICE_FORMATS)("a message of the format %s is bounded, however much there is to show", (format) => {
  const text = "字".repeat(20_000);
  const many = Array.from({ length: 500 }, () => ({ name: text, value: text }));
  const notice = noticeWith(text);
  const shown = { sentence: text, fields: many, warnings: many.map(({ value }) => value) };
  const approval = { ...(notice.approval as NonNullable<Notice["approval"]>), shown };
  // Teams refuses more than 28 KB; texts of one byte are a third of this.
  const body = noticeBody(
    { ...notice, session: "s", actor: "a", approval: { ...approval, agent: "a" } },
    format,
    CONTEXT,
  );
  expect(Buffer.byteLength(body)).toBeLessThan(28_000);
});

test.each([
  ["approval.answered", { verdict: "approve", reason: "fine" }, ["yes", "bob", "fine", "pending"]],
  ["approval.answered", { verdict: "deny" }, ["no", "bob", "pending"]],
  ["approval.expired", { actor: "" }, ["pending"]],
  ["approval.withdrawn", { reason: "asked in error" }, ["bob", "asked in error", "pending"]],
] as const)("people read what came of a question: %s", (event, more, values) => {
  const { fields, link } = messageOf(noticeWith("", { event, actor: "bob", ...more }), CONTEXT.publicUrl);
  expect(fields.map(({ value }) => value)).toEqual(values);
  expect(link?.url).toBe("https://writ.example/approvals/apr_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG");
});

test.each([
  ["see ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_0123456789", "[REDACTED]"],
  ["as \u202etxt.exe", "\u202e", "⟨U+202E⟩"],
])("what people write is shown without secrets and tricks: %j", (reason, hidden, shown) => {
  const { approval: _, ...notice } = noticeWith("");
  for (const format of NOTICE_FORMATS) {
    const body = noticeBody({ ...notice, event: "session.suspended", session: "s-1", reason }, format, CONTEXT);
    expect(body).not.toContain(hidden);
    expect(body).toContain(shown);
  }
});

test("the sentence of a session or a call names it", () => {
  const { approval: _, ...notice } = noticeWith("");
  const decision = {
    agent: "agent:a",
    tool: "gmail/send_email",
    verb: "message.send",
    effect: "block" as const,
    reason: "x",
  };
  expect(messageOf({ ...notice, event: "session.suspended", session: "s-1" }, "").sentence).toBe(
    "The session s-1 was suspended: its calls are blocked",
  );
  expect(messageOf({ ...notice, event: "decision.blocked", decision }, "").sentence).toBe(
    "agent:a was blocked: gmail/send_email (message.send)",
  );
});

const SECRETS = [24, 64].map((bytes) => `whsec_${Buffer.alloc(bytes, bytes).toString("base64")}`);

test.each(SECRETS)(
  "the library of Standard Webhooks takes a message signed with several secrets by any of them",
  (secret) => {
    const body = noticeBody(noticeWith("text"), "standard", CONTEXT);
    const bytes = SECRETS.map((text) => secretBytes(text) as Buffer);
    const headers = signatureHeaders("msg_1", Math.floor(Date.now() / 1000), body, bytes);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "msg_2" })).toThrow();
  },
);

test.each([
  "",
  "whsec_",
  SECRETS[0]?.slice("whsec_".length) ?? "",
  `whsec_${Buffer.alloc(23).toString("base64")}`,
  `whsec_${Buffer.alloc(65).toString("base64")}`,
  `${SECRETS[0]} `,
])("%j is no secret", (text) => {
  expect(secretBytes(text)).toBeUndefined();
});
