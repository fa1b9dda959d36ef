import { readFileSync } from "node:fs";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { readPrivate } from "./kek.ts";

export interface TransitSettings {
  /** Without a slash at its end. */
  readonly address: string;
  readonly mount: string;
  /** What the names of the keys begin with. */
  readonly prefix: string;
  /** A file of mode 0600; read for each request, so that whoever renews the token needs no restart. */
  readonly tokenFile: string;
  /** PEM; "" for the system's. */
  readonly caFile: string;
  /** OpenBao Enterprise and Vault have them; "" for none. */
  readonly namespace: string;
  readonly timeout_ms: number;
}

/** Signatures that may be asked for at once; more wait in line, within their time. */
const MAX_SOCKETS = 32;

/** A key with its versions and their certificates is some kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

export interface TransitClient {
  /**
   * @returns the answer's `data`; undefined when there is nothing at the path
   * @throws WritError unavailable, which says what failed and nothing that was sent or answered
   */
  request<T>(method: "GET" | "POST", path: string, body?: JsonObject): Promise<T | undefined>;
}

/** Each request is tried once: a decision that waits is worth less than one that says what is wrong. */
export function transitClient(settings: TransitSettings): TransitClient {
  const secure = settings.address.startsWith("https:");
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agent = secure
    ? new HttpsAgent({ ...options, ...(settings.caFile === "" ? {} : { ca: readPem(settings.caFile) }) })
    : new HttpAgent(options);
  const send = secure ? httpsRequest : httpRequest;
  return {
    request: async (method, path, body) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const response = await new Promise<{ status: number; text: string }>((resolve, reject) => {
        const url = `${settings.address}/v1/${settings.mount}/${path}`;
        const request = send(url, { method, agent, headers: headersOf(settings, text) }, (answer) => {
          collect(answer).then((collected) => resolve({ status: answer.statusCode ?? 0, text: collected }), reject);
        });
        // Of the whole exchange: a socket that sends a byte a second is never idle.
        const late = setTimeout(() => request.destroy(new Error("timeout")), settings.timeout_ms);
        request
          .on("error", reject)
          .on("close", () => clearTimeout(late))
          .end(text);
      }).catch((error: unknown) => {
        throw failed(String((error as NodeJS.ErrnoException).code ?? (error as Error).message));
      });
      if (response.status === 404) return undefined;
      if (response.status < 200 || response.status > 299) throw failed(`status ${response.status}`);
      return dataOf(response.text);
    },
  };
}

function headersOf({ tokenFile, namespace }: TransitSettings, body: string | undefined): Record<string, string> {
  return {
    "x-vault-token": readPrivate(tokenFile, `the token file of grants.transit (${tokenFile})`),
    "x-vault-request": "true",
    ...(namespace === "" ? {} : { "x-vault-namespace": namespace }),
    ...(body === undefined
      ? {}
      : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
  };
}

async function collect(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) {
      answer.destroy();
      throw new Error("answer too long");
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function dataOf<T>(text: string): T {
  // 204, and what was done without anything to say.
  if (text === "") return {} as T;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failed("no JSON");
  }
  const data = isJsonObject(answer) ? answer["data"] : undefined;
  return (isJsonObject(data) ? data : {}) as T;
}

function failed(why: string): WritError {
  return new WritError("unavailable", `the key management system failed (${why})`);
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new WritError(
      "invalid_argument",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
    );
  }
}
