import type { IncomingMessage } from "node:http";
import { isJsonObject } from "../../domain/json.ts";
import type { Delivery, EventPush } from "../../ports/event-push.ts";
import { failure, Poster, readSecret } from "./post.ts";

export interface PushSettings {
  /** https, or http on this machine. */
  readonly url: string;
  /** The value of the Authorization field, read for each try; "" for none. */
  readonly authorizationFile: string;
  /** PEM; "" for the system's. */
  readonly caFile: string;
  readonly timeout_ms?: number;
}

/** A receiver only has to keep the event before it answers (RFC 8935 section 2.2). */
const TIMEOUT_MS = 5_000;
/** An error's body is two short texts. */
const MAX_ANSWER_BYTES = 16 * 1024;

/** RFC 8935 section 2.4, and nothing else: an answer's own words are not repeated. */
const ERROR_CODES = [
  "invalid_request",
  "invalid_key",
  "invalid_issuer",
  "invalid_audience",
  "authentication_failed",
  "access_denied",
];

/** What passes: a receiver that has not seen a key yet (of all times after a key's revocation), a secret that is being replaced. */
const PASSING = ["invalid_key", "authentication_failed", "access_denied"];

/** Push of security event tokens over HTTP (RFC 8935). @throws WritError invalid_argument for a CA file that cannot be read */
export function httpPush({ url, authorizationFile, caFile, timeout_ms = TIMEOUT_MS }: PushSettings): EventPush {
  const poster = new Poster({ caFile, timeout_ms });
  const push = async (token: string) => {
    const authorization = authorizationFile === "" ? undefined : readSecret(authorizationFile, "authorization_file");
    const headers = {
      "content-type": "application/secevent+jwt",
      accept: "application/json",
      ...(authorization === undefined ? {} : { authorization }),
    };
    return poster.post({ url, headers, body: token }, conclude);
  };
  return { deliver: (token) => push(token).catch(failure), close: () => poster.close() };
}

async function conclude(response: IncomingMessage): Promise<Delivery> {
  const { statusCode: status = 0 } = response;
  // Nothing else is a receipt: a proxy's page of its own has status 200.
  if (status === 202) {
    // Nobody waits for what it says beside it, however long that takes.
    response.on("error", () => {}).resume();
    return { status: "delivered" };
  }
  if (status !== 400) {
    response.destroy();
    return { status: "failed", problem: `status ${status}` };
  }
  const error = errorIn(await readBounded(response));
  return { status: PASSING.includes(error) ? "failed" : "refused", problem: `status 400 ${error}`.trimEnd() };
}

/** As much of it as is needed; the rest goes unread. */
async function readBounded(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function errorIn(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    const code = isJsonObject(answer) ? answer["err"] : undefined;
    return typeof code === "string" && ERROR_CODES.includes(code) ? code : "";
  } catch {
    return "";
  }
}
