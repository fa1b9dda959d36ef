import { createHash } from "node:crypto";
import { createWriteStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** Whoever has no way out learns it within this time and goes on to the next way. */
const ANSWER_TIMEOUT_MS = 3_000;

/** 60 MB at 200 kB/s; slower than that, compiling is faster. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

export interface Download {
  readonly url: string;
  readonly asset: string;
  /** File of `<sha256>  <asset>` lines, the format of sha256sum. */
  readonly checksumsFile: string;
  readonly target: string;
}

/**
 * Writes a published binary to `target` once its SHA-256 is known to be right.
 * @returns what it was checked against, in words
 */
export async function downloadChecked(download: Download): Promise<string> {
  const pinned = checksumFor(download.asset, readIfThere(download.checksumsFile));
  const expected = pinned ?? (await publishedChecksum(download));
  const response = await answered(download.url);
  if (response.body === null) throw new Error(`${download.url}: empty answer`);
  const hash = createHash("sha256");
  const body = Readable.fromWeb(response.body as ReadableStream);
  body.on("data", (chunk: Buffer) => hash.update(chunk));
  await pipeline(body, createWriteStream(download.target, { mode: 0o755 }), {
    signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
  });
  const actual = hash.digest("hex");
  if (actual !== expected) throw new Error(`${download.url}: SHA-256 is ${actual}, expected ${expected}`);
  return pinned === undefined
    ? `the checksum published beside it (none is pinned in ${download.checksumsFile})`
    : `the checksum pinned in ${download.checksumsFile}`;
}

async function publishedChecksum({ url, asset }: Download): Promise<string> {
  const text = await (await answered(`${url}.sha256`)).text();
  const checksum = checksumFor(asset, text);
  if (checksum === undefined) throw new Error(`${url}.sha256 holds no SHA-256 of ${asset}`);
  return checksum;
}

function checksumFor(asset: string, text: string): string | undefined {
  for (const line of text.split("\n")) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/.exec(line);
    if (match?.[2] === asset) return match[1];
  }
  return undefined;
}

async function answered(url: string): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s`)),
    ANSWER_TIMEOUT_MS,
  );
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return response;
  } catch (error) {
    throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** fetch hides the reason, such as ENOTFOUND, in its error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
