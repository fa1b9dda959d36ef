import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { WritError } from "../../domain/errors.ts";
import type { Delivery } from "../../ports/event-push.ts";

const MAX_SOCKETS = 8;
const READABLE_BY_OTHERS = 0o077;

/** What went wrong, in words of this folder. */
export class PushFailure extends Error {}

export interface PosterSettings {
  /** PEM; "" for the system's. */
  readonly caFile: string;
  /** Of the whole exchange, whatever the receiver sends meanwhile. */
  readonly timeout_ms: number;
}

export interface Post {
  /** https, or http on this machine. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts to one receiver over connections that stay open. Follows no redirect. */
export class Poster {
  readonly #settings: PosterSettings;
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  /** @throws WritError invalid_argument for a CA file that cannot be read */
  constructor(settings: PosterSettings) {
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.#settings = settings;
    this.#http = new HttpAgent(options);
    this.#https = new HttpsAgent({ ...options, ...(settings.caFile === "" ? {} : { ca: readCa(settings.caFile) }) });
  }

  /** @param conclude reads what the answer says, and leaves nothing of it open. Rejects with what `failure` knows. */
  post({ url, headers, body }: Post, conclude: (response: IncomingMessage) => Promise<Delivery>): Promise<Delivery> {
    const secure = url.startsWith("https:");
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: "POST",
        agent: secure ? this.#https : this.#http,
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      });
      const late = setTimeout(() => request.destroy(new PushFailure("timeout")), this.#settings.timeout_ms);
      request
        .on("response", (response) => conclude(response).then(resolve, reject))
        .on("error", reject)
        .on("close", () => clearTimeout(late))
        .end(body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** The name of a failure, never a text of the receiver's. */
export function failure(error: unknown): Delivery {
  if (error instanceof PushFailure) return { status: "failed", problem: error.message };
  const code = (error as { code?: unknown } | null)?.code;
  return { status: "failed", problem: typeof code === "string" ? code : "no answer" };
}

/** @param setting what names the file. @throws PushFailure for one that others may read, and what opening it throws */
export function readSecret(file: string, setting: string): string {
  const fd = openSync(file, constants.O_RDONLY);
  try {
    if ((fstatSync(fd).mode & READABLE_BY_OTHERS) !== 0) throw new PushFailure(`${setting} is open to others`);
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
