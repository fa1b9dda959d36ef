import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { Service } from "../../pipeline/service.ts";
import { chainOf, followTls, type ListenerTls, tlsOptions } from "../native/tls.ts";

/** By the name that grpc-js gives a peer, its connection. grpc-js itself shows only certificates that OpenSSL trusts. */
type Connections = Map<string, TLSSocket>;

const connectionsOf = new WeakMap<Service, Connections>();

export interface Listener {
  readonly port: number;
  /** Takes no more connections. */
  close(): void;
}

/** Takes connections with TLS and hands them to the gRPC server. @throws the system's error */
export async function listenWithTls(
  service: Service,
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  tls: ListenerTls,
): Promise<Listener> {
  const connections: Connections = new Map();
  connectionsOf.set(service, connections);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ ...tlsOptions(tls), ALPNProtocols: ["h2"] }, (socket) => {
    // Whoever breaks off is nobody's error; the HTTP/2 session above hears of it too.
    socket.on("error", () => {});
    // A handshake may end after the server above has counted its connections for the last time.
    const late = !listener.listening;
    if (late || (tls.clientCertificates === "required" && chainOf(socket) === undefined)) {
      socket.destroy();
      return;
    }
    if (!remember(connections, socket)) {
      socket.destroy();
      return;
    }
    injector.injectConnection(socket);
  });
  followTls(listener, tls);
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen({ host, port }, resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => {
      listener.close();
    },
  };
}

/** What the peer of that name has shown, DER, the leaf first. */
export function certificatesOf(service: Service, peer: string): readonly Uint8Array[] | undefined {
  return chainOf(connectionsOf.get(service)?.get(peer));
}

/**
 * To two addresses of this machine a client may connect from one port. Its second connection has the name of the first, which then would
 * speak with the second one's certificate.
 * @returns false for the second
 */
function remember(connections: Connections, socket: TLSSocket): boolean {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  if (connections.has(peer)) return false;
  connections.set(peer, socket);
  socket.once("close", () => connections.delete(peer));
  return true;
}
