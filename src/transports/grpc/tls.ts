import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { Service } from "../../pipeline/service.ts";
import { chainOf, type ListenerTls, tlsOptions } from "../native/tls.ts";

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
    remember(connections, socket);
    injector.injectConnection(socket);
  });
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

function remember(connections: Connections, socket: TLSSocket): void {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  connections.set(peer, socket);
  socket.once("close", () => {
    if (connections.get(peer) === socket) connections.delete(peer);
  });
}
