import type { JsonObject } from "../domain/json.ts";
import type { NoticeMessage } from "./message.ts";

/** Teams shows cards up to this version. */
const VERSION = "1.5";

/**
 * An Adaptive Card in the envelope that a Workflows webhook of Microsoft Teams takes. Texts stand in `TextRun`s, which unlike `TextBlock`s
 * and `FactSet`s know no markdown, so that no argument makes a link of itself.
 */
export function teamsMessage({ title, sentence, fields, warnings, link }: NoticeMessage): JsonObject {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: VERSION,
          body: [
            block([{ text: title, weight: "Bolder", size: "Large" }]),
            block([{ text: sentence }]),
            ...warnings.map((warning) => block([{ text: `Warning: ${warning}`, color: "Attention" }])),
            ...fields.map(({ name, value }) => block([{ text: `${name}: `, weight: "Bolder" }, { text: value }])),
          ],
          ...(link === undefined ? {} : { actions: [{ type: "Action.OpenUrl", title: link.text, url: link.url }] }),
        },
      },
    ],
  };
}

function block(runs: readonly (JsonObject & { readonly text: string })[]): JsonObject {
  return {
    type: "RichTextBlock",
    inlines: runs.map(({ text, ...style }) => ({ type: "TextRun", text: literal(text), ...style })),
  };
}

/** `{{DATE(…)}}` and `{{TIME(…)}}` are replaced in every text of a card; braces that do not touch are text. */
function literal(text: string): string {
  return text.replaceAll("{{", "{ {");
}
