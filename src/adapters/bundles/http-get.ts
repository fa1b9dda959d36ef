import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { WritError } from "../../domain/errors.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";
import { readBounded } from "./receive.ts";
import { reasonOf, refused, unreachable } from "./refused.ts";
import type { TlsFiles } from "./settings.ts";

/** Whoever has not begun to answer by then is down. */
const ANSWER_TIMEOUT_MS = 10_000;

/** The largest archive at some 500 kB/s. */
const TRANSFER_TIMEOUT_MS = 120_000;

/** A mirror, then its storage. */
const MAX_REDIRECTS = 3;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface HttpGet {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent to the origin of `url` only. */
  readonly authorization?: string | undefined;
  readonly tls?: TlsFiles | undefined;
  readonly maxBytes: number;
  /** What the server may take on top before it answers. */
  readonly wait_s?: number;
  /** Where answers may send us: to the same origin, or to any, which then sees neither credentials nor certificate. */
  readonly redirects: "same_origin" | "any";
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came: no content coding is undone. Empty unless the status is 200. */
  readonly body: Buffer;
}

/** An address without what may be secret in it. */
export function shownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/**
 * @throws WritError `invalid_argument` for text that is no http or https URL, or that holds credentials
 */
export function parseHttpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refused("the bundle's URL is not one of http or https");
  }
  if (url.username !== "" || url.password !== "")
    throw refused(`the bundle's URL (${shownUrl(url)}) holds credentials`);
  return url;
}

/**
 * @throws WritError `unavailable` when nothing comes, or a redirect leads where it must not; `invalid_argument` when more comes
 *   than the limit
 */
export async function httpGet(get: HttpGet): Promise<HttpAnswer> {
  if (get.authorization !== undefined && get.url.protocol === "http:" && !isLoopbackHost(get.url.hostname)) {
    throw refused(`${shownUrl(get.url)} is not https: credentials are not sent in the clear`);
  }
  let url = get.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await once(get, url);
    if (!REDIRECTS.has(answer.status)) return answer;
    url = nextUrl(get, url, answer.headers.location);
  }
  throw unreachable(`${shownUrl(get.url)} redirects more than ${MAX_REDIRECTS} times`);
}

function nextUrl({ redirects, url: first }: HttpGet, from: URL, location: string | undefined): URL {
  const to = location === undefined ? null : URL.parse(location, from.href);
  if (to === null) throw unreachable(`${shownUrl(from)} redirects to nowhere`);
  const isDowngrade = to.protocol !== "https:" && to.protocol !== from.protocol;
  if (isDowngrade || (redirects === "same_origin" && to.origin !== first.origin)) {
    throw unreachable(`${shownUrl(from)} redirects to ${to.origin}, which is not followed`);
  }
  return to;
}

async function once(get: HttpGet, url: URL): Promise<HttpAnswer> {
  const timer = AbortSignal.timeout(TRANSFER_TIMEOUT_MS + 1000 * (get.wait_s ?? 0));
  const signal = AbortSignal.any([get.signal, timer]);
  const isOrigin = url.origin === get.url.origin;
  const options: RequestOptions = {
    // Asked for as it is stored, so that the bytes are those of the archive.
    headers: {
      ...get.headers,
      "accept-encoding": "identity",
      ...(isOrigin && get.authorization !== undefined ? { authorization: get.authorization } : {}),
    },
    signal,
    agent: false,
    ...(url.protocol === "https:" ? tlsOptions(get.tls, isOrigin) : {}),
  };
  try {
    const response = await answered(url, options, ANSWER_TIMEOUT_MS + 1000 * (get.wait_s ?? 0));
    const { statusCode: status = 0, headers } = response;
    if (status === 200) return { status, headers, body: await readBounded(response, get.maxBytes, shownUrl(url)) };
    response.destroy();
    return { status, headers, body: Buffer.alloc(0) };
  } catch (error) {
    get.signal.throwIfAborted();
    if (error instanceof WritError) throw error;
    throw unreachable(`${shownUrl(url)} cannot be read (${timer.aborted ? "timeout" : reasonOf(error)})`, error);
  }
}

function answered(url: URL, options: RequestOptions, timeoutMs: number): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options);
  const timer = setTimeout(() => {
    request.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
  }, timeoutMs);
  request.on("response", resolve).on("error", reject).end();
  return promise.finally(() => clearTimeout(timer));
}

function tlsOptions(tls: TlsFiles | undefined, isOrigin: boolean): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const { caFile, certFile, keyFile } = tls ?? {};
  return {
    ...(caFile === undefined ? {} : { ca: readPem(caFile) }),
    ...(certFile === undefined || !isOrigin ? {} : { cert: readPem(certFile) }),
    ...(keyFile === undefined || !isOrigin ? {} : { key: readPem(keyFile) }),
  };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreachable(`${file} cannot be read (${reasonOf(error)})`);
  }
}
