import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** No tool call of this example needs more, in either direction. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What is refused, and how. The text is safe to show: it never repeats what was sent. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface RunningServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

/** A server on loopback that answers JSON. What `answer` throws is a refusal; whatever else it is stays inside. */
export async function serve(
  port: number,
  answer: (request: IncomingMessage, body: string) => Promise<Answer>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then(({ status, body }) => send(response, status, body))
      .catch((error: unknown) => {
        const [status, message] = error instanceof Refused ? [error.status, error.message] : [500, "it did not work"];
        send(response, status, { error: message });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actual } = server.address() as { readonly port: number };
  return {
    url: `http://127.0.0.1:${actual}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new Refused(413, "the body is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** @throws Refused for what is no JSON object */
export function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, without the words of what was sent.
  }
  throw new Refused(400, "the body must be a JSON object");
}

/** Compares in constant time. @throws Refused unless the request shows the credential */
export function needCredential(request: IncomingMessage, credential: string): void {
  const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!timingSafeEqual(digest(shown), digest(credential))) throw new Refused(401, "who asks is not known here");
}
