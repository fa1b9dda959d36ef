import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import type { Found } from "./counterpart.ts";
import { programOf } from "./counterpart.ts";
import { freePort } from "./ports.ts";
import { dataDir } from "./writ.ts";

const STREAM = "WRIT";
const START_TIMEOUT_MS = 30_000;

export interface NatsMessage {
  readonly id: string;
  readonly subject: string;
  readonly event: {
    readonly type: string;
    readonly id: string;
    readonly subject?: string;
    readonly data: Record<string, unknown>;
  };
}

export interface NatsServer {
  /** `host:port`, the same after a restart. */
  readonly address: string;
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** How many messages the stream holds. */
  readonly count: () => Promise<number>;
  /** All of them, in its order. */
  messages(): Promise<readonly NatsMessage[]>;
}

/** A nats-server with JetStream on disk and a stream of what Writ publishes, stopped after the test. */
export async function natsServer(found: Found): Promise<NatsServer> {
  const [port, store] = [await freePort(), dataDir()];
  const address = `127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const kill = async () => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  };
  const start = async () => {
    child = spawn(programOf(found), ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", store], { stdio: "ignore" });
    await reachable(port);
  };
  onTestFinished(kill);
  await start();
  await addStream(address);
  return { address, start, kill, count: () => countOf(address), messages: () => messagesOf(address) };
}

async function reachable(port: number): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    const socket = connectSocket(port, "127.0.0.1");
    const open = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error("nats-server does not answer");
}

async function addStream(address: string): Promise<void> {
  const connection = await connect({ servers: address });
  try {
    const manager = await jetstreamManager(connection);
    await manager.streams.add({
      name: STREAM,
      subjects: ["writ.>"],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.New,
      num_replicas: 1,
    });
  } finally {
    await connection.close();
  }
}

async function countOf(address: string): Promise<number> {
  const connection = await connect({ servers: address });
  try {
    return (await (await jetstreamManager(connection)).streams.info(STREAM)).state.messages;
  } finally {
    await connection.close();
  }
}

async function messagesOf(address: string): Promise<readonly NatsMessage[]> {
  const connection = await connect({ servers: address });
  try {
    const manager = await jetstreamManager(connection);
    const { last_seq } = (await manager.streams.info(STREAM)).state;
    const messages: NatsMessage[] = [];
    for (let seq = 1; seq <= last_seq; seq++) {
      const message = await manager.streams.getMessage(STREAM, { seq });
      if (message === null) throw new Error(`the stream lacks its message ${seq}`);
      messages.push({ id: message.header.get("Nats-Msg-Id"), subject: message.subject, event: message.json() });
    }
    return messages;
  } finally {
    await connection.close();
  }
}
