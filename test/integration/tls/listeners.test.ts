import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { request } from "node:https";
import { connect as connectTcp } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Peer } from "../../../src/domain/caller.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { createGrpcServer } from "../../../src/transports/grpc/server.ts";
import { createHttpServer } from "../../../src/transports/http/server.ts";
import type { ListenerTls } from "../../../src/transports/native/tls.ts";
import { authority, type Issued, issue, pemOf } from "../../support/certificates.ts";

// What the connection says of the client, before anything of it is believed: the service here writes down the peer, and admits nobody.

const ca = authority("acme.example");
const upper = issue(ca, { name: "upper", ca: true });
const lower = issue(upper, { name: "lower", ca: true });
const agent = issue(lower, { uris: ["spiffe://acme.example/agent"] });
const other = issue(ca, { uris: ["spiffe://acme.example/other"] });
/** Another one: OpenSSL completes a chain that it sends with what it trusts itself. */
const web = authority("web.example");
const own = issue(web, { name: "writ", dns: ["localhost"], extendedKeyUsage: null });

type Asked = ListenerTls["clientCertificates"];
type Show = Pick<ConnectionOptions, "cert" | "key">;

const show = (leaf: Issued, ...between: readonly Issued[]): Show => ({
  cert: pemOf(leaf.der, ...between.map(({ der }) => der)),
  key: leaf.keyPem,
});
const NOTHING: Show = {};

const PROTOCOLS = { http: startHttp, grpc: startGrpc };

interface Started {
  readonly port: number;
  /** One call as this client. @returns how it ended */
  ask(shown: Show): Promise<string>;
  close(): Promise<void>;
}

async function started(protocol: keyof typeof PROTOCOLS, clientCertificates: Asked, host = LISTEN.host) {
  const peers: Peer[] = [];
  const service = {
    admit: async (peer: Peer) => {
      peers.push(peer);
      throw new WritError("permission_denied", "nobody is admitted");
    },
    refused: () => {},
    failed: () => {},
  } as unknown as Service;
  const tls: ListenerTls = { cert: own.pem, key: own.keyPem, clientCertificates };
  const server = await PROTOCOLS[protocol](service, tls, host);
  let open = true;
  const close = async () => {
    if (open) await server.close();
    open = false;
  };
  onTestFinished(close);
  return { ...server, close, peers };
}

const LISTEN = { host: "127.0.0.1", port: 0 };

async function startHttp(service: Service, tls: ListenerTls, host: string): Promise<Started> {
  const server = await createHttpServer(service, { listen: { ...LISTEN, host }, publicUrl: "https://localhost", tls });
  const ask = async (shown: Show) => {
    const sent = request({
      host: "localhost",
      port: server.port,
      path: "/v1/decisions",
      ca: web.pem,
      agent: false,
      ...shown,
    });
    sent.end();
    return once(sent, "response").then(
      ([response]) => `${response.resume().statusCode}`,
      () => "no answer",
    );
  };
  return { port: server.port, ask, close: () => server.close(1_000) };
}

async function startGrpc(service: Service, tls: ListenerTls, host: string): Promise<Started> {
  const server = await createGrpcServer(service, { listen: { ...LISTEN, host }, tls });
  const ask = async ({ cert, key }: Show) => {
    const pem = (value: unknown) => (value === undefined ? null : Buffer.from(String(value)));
    const client = new Client(
      `localhost:${server.port}`,
      credentials.createSsl(Buffer.from(web.pem), pem(key), pem(cert)),
    );
    const { promise, resolve } = Promise.withResolvers<string>();
    const same = (bytes: Buffer) => bytes;
    const deadline = Date.now() + 5_000;
    client.makeUnaryRequest(
      "/writ.v1.DecisionService/Decide",
      same,
      same,
      Buffer.alloc(0),
      new Metadata(),
      { deadline },
      (error) => {
        // Not 403 but what stands for it: 7 is PERMISSION_DENIED.
        resolve(error?.code === 7 ? "403" : "no answer");
      },
    );
    const ended = await promise;
    client.close();
    return ended;
  };
  return { port: server.port, ask, close: () => server.close(1_000) };
}

const ders = (peer: Peer | undefined) => peer?.certificates?.map((der) => Buffer.from(der).toString("base64"));
const expected = (...chain: readonly Issued[]) => chain.map(({ der }) => der.toString("base64"));

// Only Linux has more than one address of loopback without being told.
test.runIf(process.platform === "linux")("grpc lets no connection speak with another's certificate", async () => {
  const { port, peers } = await started("grpc", "optional", "0.0.0.0");
  const from = (host: string, localPort: number, shown: Show) => {
    const socket = connectTcp({ host, port, localAddress: "127.0.0.1", localPort });
    return connected({ socket, ca: web.pem, servername: "localhost", ALPNProtocols: ["h2"], ...shown });
  };
  // To two addresses of one machine one port may connect twice.
  const first = await from("127.0.0.1", 0, show(other));
  const second = await from("127.0.0.2", first.localPort ?? 0, show(agent, lower));
  // Its HTTP/2 session has begun, or there is none.
  await Promise.race([once(second, "data"), once(second, "close")]);
  const session = connectHttp2("https://localhost", { createConnection: () => first });
  const stream = session.request({
    ":method": "POST",
    ":path": "/writ.v1.DecisionService/Decide",
    "content-type": "application/grpc",
    te: "trailers",
  });
  stream.end(Buffer.alloc(5));
  await once(stream.resume(), "close");
  session.destroy();
  second.destroy();
  expect(ders(peers[0])).toEqual(expected(other));
});

describe.each(["http", "grpc"] as const)("%s", (protocol) => {
  test.each([
    ["a certificate alone", show(other), [other]],
    ["the CAs between, in order", show(agent, lower, upper), [agent, lower, upper]],
    ["the CAs between, in another order", show(agent, upper, lower), [agent, upper, lower]],
    ["the CA of the bundle with them", show(agent, lower, upper, ca), [agent, lower, upper, ca]],
    ["nothing", NOTHING, undefined],
  ] as const)("hands on %s", async (_, shown, chain) => {
    const { ask, peers } = await started(protocol, "optional");
    expect(await ask(shown)).toBe("403");
    expect(peers).toHaveLength(1);
    expect(ders(peers[0])).toEqual(chain === undefined ? undefined : expected(...chain));
    expect(peers[0]?.address).toBe("127.0.0.1");
  });

  test("tells clients apart that ask at the same time", async () => {
    const { ask, peers } = await started(protocol, "optional");
    await Promise.all([show(agent, lower), NOTHING, show(other), show(agent, lower), NOTHING].map(ask));
    const leaves = peers.map((peer) => ders(peer)?.[0] ?? "").sort();
    expect(leaves).toEqual(["", "", ...expected(other), ...expected(agent, agent)].sort());
  });

  test("does not ask for a certificate that it is not to ask for", async () => {
    const { ask, peers } = await started(protocol, "none");
    expect(await ask(show(other))).toBe("403");
    expect(peers[0]).not.toHaveProperty("certificates");
  });

  test("takes nobody without a certificate where one is required", async () => {
    const { ask, peers } = await started(protocol, "required");
    expect(await ask(NOTHING)).toBe("no answer");
    expect(peers).toEqual([]);
    expect(await ask(show(other))).toBe("403");
    expect(ders(peers[0])).toEqual(expected(other));
  });

  test.each(["TLSv1.3", "TLSv1.2"] as const)(
    "forgets nothing of the chain for a client that comes back (%s)",
    async (version) => {
      const { port } = await started(protocol, "optional");
      const options: ConnectionOptions = {
        host: "localhost",
        port,
        ca: web.pem,
        ALPNProtocols: [protocol === "grpc" ? "h2" : "http/1.1"],
        minVersion: version,
        maxVersion: version,
        ...show(agent, lower),
      };
      const first = await connected(options);
      // Tickets of TLS 1.3 come after the handshake.
      const session = await Promise.race([
        once(first, "session").then(([ticket]) => ticket as Buffer),
        new Promise<Buffer | undefined>((resolve) => setTimeout(() => resolve(first.getSession()), 200)),
      ]);
      first.destroy();
      const second = await connected({ ...options, session });
      expect(second.isSessionReused()).toBe(false);
      second.destroy();
    },
  );

  test("speaks no TLS older than 1.2", async () => {
    const { port } = await started(protocol, "optional");
    const old = {
      host: "localhost",
      port,
      ca: web.pem,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    } as const;
    await expect(connected(old)).rejects.toThrow();
  });

  test("closes with a client connected", async () => {
    const { port, close } = await started(protocol, "optional");
    const idle = await connected({ host: "localhost", port, ca: web.pem, ALPNProtocols: ["h2", "http/1.1"] });
    const gone = once(idle.resume(), "close");
    await close();
    await gone;
  });
});

async function connected(options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connect(options);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, "secureConnect");
  socket.on("error", () => {});
  return socket;
}
