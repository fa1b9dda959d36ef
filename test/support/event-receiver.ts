import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface ReceivedEvent {
  readonly headers: IncomingMessage["headers"];
  readonly token: string;
  readonly claims: {
    readonly jti: string;
    readonly aud: string;
    readonly sub_id: { readonly application: { readonly id?: string; readonly uri?: string } };
    readonly events: Readonly<Record<string, { readonly writ: { readonly grant: string; readonly reason: string } }>>;
  };
}

export interface EventReceiver {
  readonly url: string;
  readonly received: readonly ReceivedEvent[];
  /** How the next requests are answered, in order; 202 when there is nothing left. */
  readonly answers: ((response: ServerResponse) => void)[];
}

export const answer =
  (status: number, body = "", headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(body);
  };

/** Never answers. */
export const hang = () => {};

/** A receiver of security event tokens (RFC 8935), which a test has on this machine. */
export async function eventReceiver(tls?: ServerOptions): Promise<EventReceiver> {
  const received: ReceivedEvent[] = [];
  const answers: ((response: ServerResponse) => void)[] = [];
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    let token = "";
    request.on("data", (part) => {
      token += part;
    });
    request.on("end", () => {
      const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      received.push({ headers: request.headers, token, claims });
      (answers.shift() ?? answer(202))(response);
    });
  };
  const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/events`, received, answers };
}
