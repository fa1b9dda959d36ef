import { invalidField } from "../domain/errors.ts";
import { choiceField, listField, nameField, objectField, optionalField } from "../domain/fields.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { privateUrl } from "../domain/loopback.ts";
import {
  DEFAULT_NOTICE_EVENTS,
  NOTICE_EVENTS,
  NOTICE_FORMATS,
  type NoticeEvent,
  type NoticeFormat,
} from "../domain/notice.ts";
import { checkName } from "./name.ts";

/** Where people are told of what waits for them. Each path is of a file of mode 0600; "" for none. */
export interface Webhook {
  readonly name: string;
  /** "" where `urlFile` says it. */
  readonly url: string;
  readonly urlFile: string;
  readonly format: NoticeFormat;
  readonly events: readonly NoticeEvent[];
  /** `whsec_…`, each signs. */
  readonly secretFiles: readonly string[];
  readonly headersFile: string;
  /** PEM; "" for the system's. */
  readonly caFile: string;
}

/** Each has a line of its own, and a copy of each event. */
const MAX_WEBHOOKS = 20;
/** The new one and the old one, and one more. */
const MAX_SECRETS = 3;
const MAX_PATH_CHARS = 1_024;
const FIELDS = [
  "url",
  "url_file",
  "format",
  "events",
  "secret_file",
  "secret_files",
  "headers_file",
  "ca_file",
]; // biome-ignore format: one list

/** `webhooks`, by name. @throws WritError invalid_argument naming the field */
export function readWebhooks(value: JsonValue): readonly Webhook[] {
  const entries = Object.entries(objectField(value, ""));
  if (entries.length > MAX_WEBHOOKS) throw invalidField("", `must have at most ${MAX_WEBHOOKS} webhooks`);
  return entries.map(([name, webhook]) => readWebhook(name, webhook, pointerTo("", name)));
}

function readWebhook(name: string, value: JsonValue, at: string): Webhook {
  checkName(name, at);
  const fields = objectField(value, at, FIELDS);
  const format = readFormat(fields, at);
  const secretFiles = readSecretFiles(fields, at);
  if (format === "standard" && secretFiles.length === 0) {
    throw invalidField(`${at}/secret_file`, "must name the file of a secret whsec_…: nobody could tell who sends");
  }
  const events = fields["events"];
  return {
    name,
    ...readUrl(fields, at),
    format,
    events:
      events === undefined
        ? DEFAULT_NOTICE_EVENTS
        : listField(events, `${at}/events`, NOTICE_EVENTS.length, (item, itemAt) =>
            choiceField(item, itemAt, NOTICE_EVENTS),
          ),
    secretFiles,
    headersFile: readPath("headers_file", fields, at),
    caFile: readPath("ca_file", fields, at),
  };
}

function readFormat(fields: JsonObject, at: string): NoticeFormat {
  const read = (item: JsonValue, itemAt: string) => choiceField(item, itemAt, NOTICE_FORMATS);
  return optionalField("format", fields, at, read).format ?? "standard";
}

/** Receivers whose URL is all that keeps others out have it in a file. */
function readUrl(fields: JsonObject, at: string): Pick<Webhook, "url" | "urlFile"> {
  const urlFile = readPath("url_file", fields, at);
  if (urlFile !== "") {
    if (fields["url"] !== undefined) throw invalidField(`${at}/url_file`, "must not be set beside url");
    return { url: "", urlFile };
  }
  const url = privateUrl(nameField(fields["url"], `${at}/url`, MAX_PATH_CHARS));
  if (url === undefined) throw invalidField(`${at}/url`, "must be an https URL; http on this machine only");
  return { url, urlFile: "" };
}

function readSecretFiles(fields: JsonObject, at: string): readonly string[] {
  const one = readPath("secret_file", fields, at);
  const several = fields["secret_files"];
  if (several === undefined) return one === "" ? [] : [one];
  if (one !== "") throw invalidField(`${at}/secret_files`, "must not be set beside secret_file");
  return listField(several, `${at}/secret_files`, MAX_SECRETS, (item, itemAt) =>
    nameField(item, itemAt, MAX_PATH_CHARS),
  );
}

function readPath(key: string, fields: JsonObject, at: string): string {
  return optionalField(key, fields, at, (item, itemAt) => nameField(item, itemAt, MAX_PATH_CHARS))[key] ?? "";
}
