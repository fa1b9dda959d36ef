import { constants, createServer, type Http2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import type { FaultyWrit } from "./faults.ts";

/** A frame of gRPC: not compressed, four bytes that are no message of any kind. */
const GARBAGE = Buffer.from([0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff]);
const GRPC = { ":status": 200, "content-type": "application/grpc" };

const ANSWERS: Readonly<Record<string, (stream: ServerHttp2Stream) => void>> = {
  slow: () => undefined,
  "status UNAVAILABLE": (stream) => stream.respond({ ...GRPC, "grpc-status": "14" }, { endStream: true }),
  "status INTERNAL": (stream) => stream.respond({ ...GRPC, "grpc-status": "13" }, { endStream: true }),
  garbage: (stream) => {
    stream.respond(GRPC, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(GARBAGE);
  },
  "an answer without its end": (stream) => {
    stream.respond(GRPC);
    stream.end();
  },
  "HTTP 500": (stream) => stream.respond({ ":status": 500 }, { endStream: true }),
  redirect: (stream) => stream.respond({ ":status": 302, location: "http://127.0.0.1/" }, { endStream: true }),
  reset: (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  closed: (stream) => stream.session?.destroy(),
};

/** What can be wrong with the Writ that a gateway asks by gRPC, apart from its being gone. */
export const GRPC_FAULTS = Object.keys(ANSWERS);

/** Something on loopback in Writ's place that never says yes. */
export async function startGrpcFault(fault: string): Promise<FaultyWrit> {
  let asked = 0;
  const sessions = new Set<Http2Session>();
  const server = createServer();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => undefined);
    session.once("close", () => sessions.delete(session));
  });
  server.on("stream", (stream) => {
    asked += 1;
    stream.on("error", () => undefined);
    ANSWERS[fault]?.(stream);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
