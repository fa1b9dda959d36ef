import type { IncomingMessage } from "node:http";
import { privateUrl } from "../../domain/loopback.ts";
import type { Delivery } from "../../ports/event-push.ts";
import type { NoticePush } from "../../ports/notice-push.ts";
import { failure, Poster, PushFailure, readSecret } from "./post.ts";

/** Files are read for each try, so that a secret is replaced without a restart. */
export interface WebhookSettings {
  /** "" where `urlFile` says it: some receivers' URLs are secrets. */
  readonly url: string;
  readonly urlFile: string;
  readonly secretFiles: readonly string[];
  /** Fields to send along, a line each, `Name: value`; "" for none. */
  readonly headersFile: string;
  /** PEM; "" for the system's. */
  readonly caFile: string;
  /** The fields that prove where a message comes from; undefined where a secret is none. */
  readonly sign: (id: string, body: string, secrets: readonly string[]) => Readonly<Record<string, string>> | undefined;
  readonly timeout_ms?: number;
}

/** Less than a lease lasts; Standard Webhooks 1.0.0 recommends 15 to 30 s, which a person's message need not wait for. */
const TIMEOUT_MS = 10_000;

/** RFC 9110 section 5.6.2 and 5.5: a name, and a value without control characters. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\x80-\xff]*)$/;
/** What is said by this code alone. */
const OWN_FIELDS = /^(?:webhook-.*|content-.*|host|connection|transfer-encoding|upgrade|te|trailer)$/i;

/** "It is gone for good" (Standard Webhooks 1.0.0): nothing is tried again. */
const GONE = 410;

/** Messages to a webhook over HTTP. @throws WritError invalid_argument for a CA file that cannot be read */
export function httpWebhook(settings: WebhookSettings): NoticePush {
  const { caFile, timeout_ms = TIMEOUT_MS } = settings;
  const poster = new Poster({ caFile, timeout_ms });
  const push = async (id: string, body: string) => {
    const signed = settings.sign(
      id,
      body,
      settings.secretFiles.map((file) => readSecret(file, "secret_file")),
    );
    if (signed === undefined) throw new PushFailure("secret_file holds no secret of the form whsec_…");
    const headers = {
      ...(settings.headersFile === "" ? {} : fieldsIn(readSecret(settings.headersFile, "headers_file"))),
      ...signed,
      "content-type": "application/json",
    };
    return poster.post({ url: urlOf(settings), headers, body }, conclude);
  };
  return { deliver: (id, body) => push(id, body).catch(failure), close: () => poster.close() };
}

function urlOf({ url, urlFile }: WebhookSettings): string {
  if (url !== "") return url;
  const read = privateUrl(readSecret(urlFile, "url_file"));
  if (read === undefined) throw new PushFailure("url_file holds no https URL");
  return read;
}

function fieldsIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = "", value = ""] = FIELD.exec(line.trimEnd()) ?? [];
      if (name === "" || OWN_FIELDS.test(name)) {
        throw new PushFailure("headers_file holds a line that is not Name: value, or a name that is Writ's");
      }
      return [name.toLowerCase(), value];
    }),
  );
}

async function conclude(response: IncomingMessage): Promise<Delivery> {
  const { statusCode: status = 0 } = response;
  if (status >= 200 && status < 300) {
    response.on("error", () => {}).resume();
    return { status: "delivered" };
  }
  response.destroy();
  return { status: status === GONE ? "refused" : "failed", problem: `status ${status}` };
}
