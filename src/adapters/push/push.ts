import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json.ts";
import type { Delivery, EventPush } from "../../ports/event-push.ts";

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
const MAX_SOCKETS = 8;
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

const READABLE_BY_OTHERS = 0o077;

/** Push of security event tokens over HTTP (RFC 8935). Follows no redirect. @throws WritError invalid_argument for a CA file that cannot be read */
export function httpPush(settings: PushSettings): EventPush {
  const secure = settings.url.startsWith("https:");
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agent = secure
    ? new HttpsAgent({ ...options, ...(settings.caFile === "" ? {} : { ca: readCa(settings.caFile) }) })
    : new HttpAgent(options);
  return {
    deliver: (token) => post(settings, secure ? httpsRequest : httpRequest, agent, token).catch(failure),
    close: () => agent.destroy(),
  };
}

async function post(
  settings: PushSettings,
  send: typeof httpRequest,
  agent: HttpAgent,
  token: string,
): Promise<Delivery> {
  const authorization = settings.authorizationFile === "" ? undefined : readSecret(settings.authorizationFile);
  return new Promise((resolve, reject) => {
    const request = send(settings.url, {
      method: "POST",
      agent,
      headers: {
        "content-type": "application/secevent+jwt",
        "content-length": String(Buffer.byteLength(token)),
        accept: "application/json",
        ...(authorization === undefined ? {} : { authorization }),
      },
    });
    // Of the whole exchange, whatever the receiver sends meanwhile.
    const late = setTimeout(() => request.destroy(new PushFailure("timeout")), settings.timeout_ms ?? TIMEOUT_MS);
    request
      .on("response", (response) => conclude(response).then(resolve, reject))
      .on("error", reject)
      .on("close", () => clearTimeout(late))
      .end(token);
  });
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

/** What went wrong, in words of this file. */
class PushFailure extends Error {}

function failure(error: unknown): Delivery {
  if (error instanceof PushFailure) return { status: "failed", problem: error.message };
  const code = (error as { code?: unknown } | null)?.code;
  return { status: "failed", problem: typeof code === "string" ? code : "no answer" };
}

function readSecret(file: string): string {
  const fd = openSync(file, constants.O_RDONLY);
  try {
    if ((fstatSync(fd).mode & READABLE_BY_OTHERS) !== 0) throw new PushFailure("authorization_file is open to others");
    return readFileSync(fd, "utf8").trim();
  } finally {
    closeSync(fd);
  }
}

function readCa(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `${file} cannot be read (${code})`);
  }
}
