import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { atTheEnd } from "./opa-cli.ts";

export interface WebServer {
  readonly origin: string;
  /** What was asked, in order. */
  readonly requests: readonly { readonly url: string; readonly headers: IncomingMessage["headers"] }[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers as the test wants; closed after the tests of the file. */
export async function webServer(answer: Answer, tls?: ServerOptions): Promise<WebServer> {
  const requests: { url: string; headers: IncomingMessage["headers"] }[] = [];
  const handle: Answer = (request, response) => {
    requests.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  };
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atTheEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http${tls === undefined ? "" : "s"}://127.0.0.1:${port}`, requests };
}
