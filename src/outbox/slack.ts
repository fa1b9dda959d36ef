import type { JsonObject } from "../domain/json.ts";
import type { NoticeMessage } from "./message.ts";

// Slack's limits (Block Kit reference): it refuses a whole message for one text that is too long.
const MAX_TEXT_CHARS = 3_000;
const MAX_FIELD_CHARS = 2_000;
const MAX_HEADER_CHARS = 150;
const FIELDS_IN_A_SECTION = 10;

/**
 * A message for a Slack incoming webhook. All text is `plain_text`, in which nothing is a link, a mention or bold; the one mrkdwn text is
 * the notification's, which names nothing that an agent chose.
 */
export function slackMessage({ title, sentence, fields, warnings, link }: NoticeMessage): JsonObject {
  return {
    text: escaped(title),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "header", text: plain(title, MAX_HEADER_CHARS) },
      { type: "section", text: plain(sentence, MAX_TEXT_CHARS) },
      ...warnings.map((warning) => ({ type: "section", text: plain(`Warning: ${warning}`, MAX_TEXT_CHARS) })),
      ...sections(fields),
      ...(link === undefined
        ? []
        : [
            {
              type: "actions",
              elements: [
                { type: "button", text: plain(link.text, 75), url: link.url, action_id: "writ_open", style: "primary" },
              ],
            },
          ]),
    ],
  };
}

function sections(fields: NoticeMessage["fields"]): readonly JsonObject[] {
  const sections = [];
  for (let from = 0; from < fields.length; from += FIELDS_IN_A_SECTION) {
    const some = fields.slice(from, from + FIELDS_IN_A_SECTION);
    sections.push({
      type: "section",
      fields: some.map(({ name, value }) => plain(`${name}: ${value}`, MAX_FIELD_CHARS)),
    });
  }
  return sections;
}

function plain(text: string, max: number): JsonObject {
  return { type: "plain_text", text: within(text, max), emoji: false };
}

/** The three characters that Slack reads as its own in every text ("Escaping text"): none is left to begin a link or a mention. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escaped, and cut where no entity is cut in two. */
function within(text: string, max: number): string {
  let result = "";
  for (const character of text) {
    const next = escaped(character);
    if (result.length + next.length > max - 1) return `${result}…`;
    result += next;
  }
  return result;
}
