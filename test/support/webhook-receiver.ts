import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { onTestFinished } from "vitest";

export interface ReceivedMessage {
  readonly headers: IncomingMessage["headers"];
  readonly url: string;
  readonly body: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedMessage[];
  /** How the next requests are answered, in order; 204 when there is nothing left. */
  readonly answers: ((response: ServerResponse) => void)[];
}

/** A webhook that a test has on this machine. */
export async function webhookReceiver(tls?: ServerOptions): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = [];
  const answers: ((response: ServerResponse) => void)[] = [];
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, url: request.url ?? "", body });
      const next = answers.shift();
      if (next === undefined) response.writeHead(204).end();
      else next(response);
    });
  };
  const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/hook`, received, answers };
}

interface Payload {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a message says, if the library of Standard Webhooks takes its signature. @throws what that throws */
export function verified({ headers, body }: ReceivedMessage, secret: string): Payload {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as Payload;
}

export const messageIds = ({ received }: WebhookReceiver) => received.map(({ headers }) => headers["webhook-id"]);
