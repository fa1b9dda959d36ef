import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { GatewayWrit } from "./writ.ts";

/** What can be wrong with what a gateway asks, beside a real Writ that was paused or killed. None of it may let a request through. */
export const STAND_INS = ["slow", "error", "garbage", "closed", "redirect"] as const;
export type StandIn = (typeof STAND_INS)[number];

export interface FaultyWrit {
  /** `host:port` for the gateway's configuration. */
  readonly address: string;
  /** How often it was asked: a request that was denied without asking shows nothing. */
  asked(): number;
  close(): Promise<void>;
}

/** Something on loopback in Writ's place that never says yes. */
export async function startFault(fault: StandIn): Promise<FaultyWrit> {
  let asked = 0;
  const elsewhere = await listening(createHttpServer((_, response) => response.end("yes")));
  const answers: Readonly<Record<Exclude<StandIn, "garbage" | "closed">, RequestListener>> = {
    slow: () => undefined,
    error: (_, response) => response.writeHead(500).end("failed"),
    redirect: (_, response) => response.writeHead(302, { location: `http://${elsewhere.address}/` }).end(),
  };
  const server =
    fault === "garbage" || fault === "closed"
      ? createServer((socket) => {
          asked += 1;
          socket.on("error", () => undefined);
          if (fault === "closed") socket.destroy();
          else socket.once("data", () => socket.end("\u0000\u0001 200 OK yes\r\n\r\nx-writ-effect: allow\r\n\r\n"));
        })
      : createHttpServer((request, response) => {
          asked += 1;
          answers[fault](request, response);
        });
  const { address, close } = await listening(server);
  return {
    address,
    asked: () => asked,
    close: async () => {
      await Promise.all([close(), elsewhere.close()]);
    },
  };
}

/** Makes a real Writ unable to answer. @returns what undoes it, as far as that is possible */
export async function breakWrit(fault: "killed" | "paused", writ: GatewayWrit): Promise<() => void> {
  if (fault === "killed") {
    await writ.kill();
    return () => undefined;
  }
  writ.pause();
  return () => writ.resume();
}

async function listening(server: Server): Promise<{ readonly address: string; close(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
