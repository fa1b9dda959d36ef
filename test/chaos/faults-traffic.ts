import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { comment } from "../support/requests.ts";
import type { Begun, Fault, Scene } from "./fault.ts";
import { TENANTS } from "./policies.ts";

// What comes in by the ports: more than anybody wants, and what nobody can read.

const FLOOD_AT_ONCE = 48;
const FLOOD_CALLS = 400;
const GARBAGE_CONNECTIONS = 12;
const GARBAGE_BYTES = 4_096;

export const FAULTS_OF_TRAFFIC: readonly Fault[] = [
  { name: "flood", group: "traffic", begin: flood },
  { name: "garbage on every port", group: "traffic", begin: garbage },
];

async function flood({ world, ledger, random }: Scene): Promise<Begun> {
  const tenant = random.pick(TENANTS);
  const statuses = new Map<string, number>();
  let left = FLOOD_CALLS;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const at = random.pick(world.replicas).running;
      const body = { ...comment(), context: { kind: "block" } };
      const secret = world.callers.secret(tenant, "flood");
      const answer =
        at === undefined
          ? undefined
          : await world.client.http(at, "/v1/decisions", secret, body, left % 4 === 0).catch(() => undefined);
      const effect = answer?.body["effect"];
      if (effect !== undefined && effect !== "block") ledger.violation(`the flood was told ${JSON.stringify(effect)}`);
      const status = String(answer?.status ?? "no answer");
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const flooding = Promise.all(Array.from({ length: FLOOD_AT_ONCE }, one));
  const end = async () => {
    await flooding;
    return [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  };
  return { what: `${FLOOD_CALLS} calls, ${FLOOD_AT_ONCE} at once, by a caller of ${tenant}`, end };
}

/** Bytes that are no TLS, that are no HTTP within TLS, and heads that never end. */
async function garbage({ world, ledger, random }: Scene): Promise<Begun> {
  const sockets: Socket[] = [];
  let answered = 0;
  for (const { running } of world.replicas) {
    if (running === undefined) continue;
    for (const address of [running.http, running.grpc]) {
      const port = Number(address.slice(address.lastIndexOf(":") + 1));
      for (let count = 0; count < GARBAGE_CONNECTIONS; count++) {
        const socket = open(port, random.pick(["plain", "tls", "head", "http2"]), random.between(1, GARBAGE_BYTES));
        socket.on("data", (bytes: Buffer) => {
          answered += 1;
          if (/"effect":"(allow|warn)"/.test(bytes.toString("latin1"))) ledger.violation("garbage was allowed");
        });
        socket.on("error", () => {});
        sockets.push(socket);
      }
    }
  }
  const end = async () => {
    const ended = sockets.filter(({ destroyed }) => destroyed).length;
    for (const socket of sockets) socket.destroy();
    return `${ended} of ${sockets.length} connections were ended by Writ, ${answered} answers`;
  };
  return { what: `${sockets.length} connections`, end };
}

function open(port: number, kind: "plain" | "tls" | "head" | "http2", size: number): Socket {
  if (kind === "plain") {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => socket.write(randomBytes(size)));
    return socket;
  }
  const ALPNProtocols = kind === "http2" ? ["h2"] : ["http/1.1"];
  const socket = connectTls({
    host: "127.0.0.1",
    port,
    servername: "localhost",
    rejectUnauthorized: false,
    ALPNProtocols,
  });
  const bytes = {
    tls: () => randomBytes(size),
    head: () => Buffer.from("POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\n"),
    http2: () => Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), randomBytes(size)]),
  }[kind];
  socket.once("secureConnect", () => socket.write(bytes()));
  return socket;
}
