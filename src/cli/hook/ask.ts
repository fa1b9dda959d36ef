import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { ERROR_CODES } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { NoDecision } from "../../hooks/verdict.ts";

/** A decision with its action, explained, stays far below this; what is longer is not read. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface WritService {
  readonly url: URL;
  /** The bearer token of the caller (RFC 6750). */
  readonly token?: string;
  /** Ends every request, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * One POST, by a connection of its own: no redirect is followed and no proxy is asked, since whoever answers in Writ's
 * place decides, and would see the tokens.
 * @throws NoDecision for everything but a status 200 with JSON
 */
export async function postToWrit(service: WritService, path: string, body: JsonObject): Promise<JsonValue> {
  const { status, text } = await exchange(service, path, JSON.stringify(body)).catch((error: unknown) => {
    throw noDecision(service, error);
  });
  if (status !== 200) throw new NoDecision(`Writ answered with status ${status}${codeOf(text)}`);
  try {
    return parseStrictJson(text);
  } catch {
    throw new NoDecision("the answer is no JSON");
  }
}

/** @throws Error for an address that no token may be sent to */
export function checkedUrl(text: string, token: string | undefined): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) throw new Error("--url is no HTTP address");
  if (token !== undefined && url.protocol !== "https:" && !isLoopbackHost(url.hostname)) {
    throw new Error("a token is not sent in the clear: give an https address as --url");
  }
  return url;
}

function exchange({ url, token, signal }: WritService, path: string, body: string) {
  const target = new URL(`${url.pathname.replace(/\/+$/, "")}${path}`, url);
  const send = target.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    accept: "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise<{ readonly status: number; readonly text: Uint8Array }>((resolve, reject) => {
    const request = send(target, { method: "POST", headers, signal, agent: false }, (response) => {
      readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.once("error", reject);
    request.end(body);
  });
}

async function readAll(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES) throw new NoDecision("the answer is too long");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function noDecision({ url, signal }: WritService, error: unknown): NoDecision {
  if (error instanceof NoDecision) return error;
  if (signal.aborted) return new NoDecision("there was no answer in time");
  const code = (error as NodeJS.ErrnoException).code ?? "no complete answer";
  return new NoDecision(`nobody answers at ${url.origin} (${code})`);
}

/** RFC 9457, with Writ's own codes: its words could repeat what was asked, token and all, so they are not passed on. */
function codeOf(text: Uint8Array): string {
  try {
    const problem = parseStrictJson(text);
    const code = isJsonObject(problem) ? ERROR_CODES.find((one) => one === problem["code"]) : undefined;
    return code === undefined ? "" : ` (${code})`;
  } catch {
    return "";
  }
}
