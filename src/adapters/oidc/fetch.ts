import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";

/** Metadata and tokens are small; what is larger is something else. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What oauth4webapi asks of a `fetch`. */
interface Asked {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** `fetch` by node:https, for what Node's own has no option: a CA of the configuration. Follows no redirect, and reads no more than a bound. */
export function fetchWithCa(caFile: string | undefined): (url: string, asked: Asked) => Promise<Response> {
  return async (url, { method = "GET", headers, body, signal }) => {
    const options: RequestOptions & { readonly ca?: Buffer } = {
      method,
      headers: { ...(headers as Record<string, string>), "accept-encoding": "identity" },
      agent: false,
      ...(signal === undefined ? {} : { signal }),
      // Read at each look, so that a changed file is used without a restart.
      ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    };
    const response = await answerOf(url, options, body === undefined || body === null ? "" : String(body));
    const text = await readBounded(response);
    const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    );
    return new Response(text, { status: response.statusCode ?? 502, headers: pairs });
  };
}

function answerOf(url: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  send(url, options).on("response", resolve).on("error", reject).end(body);
  return promise;
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error(`the answer is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
