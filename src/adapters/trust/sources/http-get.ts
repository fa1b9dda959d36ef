import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isLoopbackHost } from "../../../domain/loopback.ts";
import { MAX_DOCUMENT_BYTES } from "./limits.ts";

/** Why a source gave nothing: safe to log, and never what it sent. */
export class SourceProblem extends Error {
  override readonly name = "SourceProblem";
}

export interface HttpDocument {
  readonly body: Buffer;
  /** `max-age` of Cache-Control (RFC 9111 section 5.2.2.1), if the answer has one. */
  readonly maxAgeS?: number;
}

/**
 * One document, all of it, from the server that was asked: no redirect is followed, no more is read than a bound, and all of it
 * within the signal's time. https, or http on this machine.
 * @throws SourceProblem
 */
export async function getDocument(url: URL, caFile: string | undefined, signal: AbortSignal): Promise<HttpDocument> {
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname))) {
    throw new SourceProblem("keys are fetched by https only, except on this machine");
  }
  try {
    const response = await answerOf(url, caFile, signal);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new SourceProblem(`the server answered ${response.statusCode ?? "nothing"}`, {
        cause: response.statusCode,
      });
    }
    const maxAgeS = maxAgeOf(response.headers["cache-control"]);
    return { body: await readBounded(response), ...(maxAgeS === undefined ? {} : { maxAgeS }) };
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem(`the server cannot be asked (${signal.aborted ? "timeout" : codeOf(error)})`);
  }
}

function answerOf(url: URL, caFile: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = {
    // Bytes are counted as they come: what unpacks to more than was sent has no place here.
    headers: { accept: "application/json, application/jwk-set+json", "accept-encoding": "identity" },
    signal,
    agent: false,
    // Read at each look, so that a changed file is used without a restart.
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
  } as const;
  (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options)
    .on("response", resolve)
    .on("error", reject)
    .end();
  return promise;
}

async function readBounded(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) throw new SourceProblem(`the document is larger than ${MAX_DOCUMENT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function maxAgeOf(cacheControl: string | undefined): number | undefined {
  if (cacheControl === undefined) return undefined;
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})(?:[\s,]|$)/i.exec(cacheControl)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** The system's name of an error; its message may hold anything. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{0,60}$/.test(code) ? code : "failed";
}
