import type { RequestListener, Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import Fastify from "fastify";
import { MAX_BATCH_BYTES, REQUEST_RECEIVE_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Service } from "../../pipeline/service.ts";
import type { HttpProtocol } from "../native/protocol.ts";
import { chainOf, followTls, type ListenerTls, tlsOptions } from "../native/tls.ts";
import { errorResponder, hangUp } from "./errors.ts";
import { browserGuard } from "./guard.ts";
import { guardRoutes } from "./guard-routes.ts";
import { addProtocols } from "./protocols.ts";
import { addRoutes } from "./routes.ts";

/** A head with a token of 16 KiB in it still fits. */
const MAX_HEADER_BYTES = 32 * 1024;
/** How often sockets are looked at that send too slowly. */
const CHECK_INTERVAL_MS = 1_000;
/** Longer than a load balancer keeps an idle connection, so that it is never the server who hangs up on a request. */
const KEEP_ALIVE_MS = 75_000;
/** An id of 256 characters, each percent-encoded as UTF-8. */
const MAX_PATH_PARAMETER_CHARS = 256 * 12;

export interface HttpOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** Where else than at the address people and gateways reach it. */
  readonly publicUrl: string;
  /** Without it, plain HTTP. */
  readonly tls?: ListenerTls | undefined;
  /** The protocols of others beside the native one. */
  readonly protocols?: readonly HttpProtocol[];
  /** A whole request has to be there in this time. */
  readonly receiveTimeoutMs?: number;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no more requests and finishes those under way; after `graceMs` it cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** The native contract and the protocols of others over HTTP. @throws the system's error when the address cannot be listened on */
export async function createHttpServer(service: Service, options: HttpOptions): Promise<HttpServer> {
  const receiveTimeout = options.receiveTimeoutMs ?? REQUEST_RECEIVE_TIMEOUT_MS;
  const respond = errorResponder(service);
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: receiveTimeout,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, receiveTimeout),
  };
  const { tls } = options;
  const app = Fastify({
    ...(tls === undefined
      ? { http: limits }
      : { serverFactory: (handler: RequestListener) => serverWithTls(handler, tls, limits, receiveTimeout) }),
    bodyLimit: MAX_BATCH_BYTES,
    requestTimeout: receiveTimeout,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_CHARS },
    frameworkErrors: respond,
    clientErrorHandler: (error, socket) => hangUp(service, error, socket as Socket),
  });
  // Bodies stay bytes: the native contract reads them more strictly than any JSON parser does.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i, { parseAs: "buffer" }, (_, body, done) => {
    done(null, body);
  });
  app.setErrorHandler(respond);
  app.addHook("onRequest", browserGuard(options.publicUrl, tls !== undefined));
  guardRoutes(app);
  addProtocols(app, service, options.protocols ?? []);
  addRoutes(app, service);
  await app.listen(options.listen);
  return {
    port: (app.server.address() as AddressInfo).port,
    close: async (graceMs) => {
      const late = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(late);
    },
  };
}

/** The same, behind TLS. Fastify sets no timeouts on a server that it did not make. */
function serverWithTls(handler: RequestListener, tls: ListenerTls, limits: object, requestTimeout: number): Server {
  const server = createTlsServer(
    { ...tlsOptions(tls), ...limits, requestTimeout, keepAliveTimeout: KEEP_ALIVE_MS },
    handler,
  );
  followTls(server, tls);
  if (tls.clientCertificates === "required") {
    server.prependListener("secureConnection", (socket) => {
      if (chainOf(socket) === undefined) socket.destroy();
    });
  }
  return server;
}
