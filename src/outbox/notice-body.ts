import type { JsonObject } from "../domain/json.ts";
import type { Notice, NoticeFormat } from "../domain/notice.ts";
import { messageOf } from "./message.ts";
import { slackMessage } from "./slack.ts";
import { standardPayload } from "./standard.ts";
import { teamsMessage } from "./teams.ts";

/** Whose notice it is, and where people find more. */
export interface NoticeContext {
  readonly tenant: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

const FORMATS: Readonly<Record<NoticeFormat, (notice: Notice, context: NoticeContext) => JsonObject>> = {
  standard: standardPayload,
  slack: (notice, { publicUrl }) => slackMessage(messageOf(notice, publicUrl)),
  teams: (notice, { publicUrl }) => teamsMessage(messageOf(notice, publicUrl)),
};

/** The body of a message, JSON text. */
export function noticeBody(notice: Notice, format: NoticeFormat, context: NoticeContext): string {
  return JSON.stringify(FORMATS[format](notice, context));
}
