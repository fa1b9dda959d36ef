import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Admin, Consumer, stringDeserializers } from "@platformatic/kafka";
import { onTestFinished } from "vitest";
import type { Found } from "./counterpart.ts";
import { freePort } from "./ports.ts";
import { dataDir } from "./writ.ts";

const JARS = resolve("var", "kafka");
const TOPIC = "writ";
const PARTITIONS = 3;
const START_TIMEOUT_MS = 120_000;

const run = promisify(execFile);

/** The broker's jars, where `make test-kafka` has fetched them. */
export function kafkaJars(): Found {
  return existsSync(JARS) ? { program: JARS } : { missing: "kafka: make test-kafka obtains it" };
}

export interface KafkaMessage {
  readonly key: string;
  readonly partition: number;
  readonly id: string;
  readonly contentType: string;
  readonly event: { readonly type: string; readonly id: string; readonly subject?: string };
}

export interface KafkaBroker {
  /** `host:port`, the same after a restart. */
  readonly address: string;
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** All that the topic holds until nothing more comes for a second, each partition in its order. */
  messages(atLeast: number): Promise<readonly KafkaMessage[]>;
}

/** A broker of its own (KRaft, one node) with the topic that Writ writes to, stopped after the test. */
export async function kafkaBroker(): Promise<KafkaBroker> {
  const port = await freePort(1);
  const dir = dataDir();
  const config = join(dir, "server.properties");
  const address = `127.0.0.1:${port}`;
  writeFileSync(
    config,
    Object.entries({
      "process.roles": "broker,controller",
      "node.id": 1,
      "controller.quorum.voters": `1@127.0.0.1:${port + 1}`,
      listeners: `PLAINTEXT://${address},CONTROLLER://127.0.0.1:${port + 1}`,
      "controller.listener.names": "CONTROLLER",
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
      "log.dirs": join(dir, "logs"),
      "auto.create.topics.enable": false,
      "offsets.topic.replication.factor": 1,
      "offsets.topic.num.partitions": 1,
      "group.initial.rebalance.delay.ms": 0,
    })
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
  );
  const java = ["-Xmx256m", "-cp", join(JARS, "*")];
  const cluster = randomBytes(16).toString("base64url");
  await run("java", [...java, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", config]);
  let child: ChildProcess | undefined;
  const kill = async () => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  };
  const start = async () => {
    child = spawn("java", [...java, "kafka.Kafka", config], { stdio: "ignore" });
    await answering(address);
  };
  onTestFinished(kill);
  await start();
  await withAdmin(address, (admin) => admin.createTopics({ topics: [TOPIC], partitions: PARTITIONS, replicas: 1 }));
  return { address, start, kill, messages: (atLeast) => messagesOf(address, atLeast) };
}

async function withAdmin<T>(address: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin({ clientId: "test", bootstrapBrokers: [address], retries: 0 });
  try {
    return await work(admin);
  } finally {
    await admin.close().catch(() => {});
  }
}

async function answering(address: string): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await withAdmin(address, (admin) => admin.listTopics());
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

async function messagesOf(address: string, atLeast: number): Promise<readonly KafkaMessage[]> {
  const consumer = new Consumer({
    clientId: "test",
    groupId: `test-${randomBytes(6).toString("hex")}`,
    bootstrapBrokers: [address],
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({ topics: [TOPIC], mode: "earliest", maxWaitTime: 200, autocommit: false });
  const messages: KafkaMessage[] = [];
  let last = Date.now();
  stream.on("data", ({ key, value, partition, headers }) => {
    last = Date.now();
    messages.push({
      key,
      partition,
      id: headers.get("id") ?? "",
      contentType: headers.get("content-type") ?? "",
      event: JSON.parse(value),
    });
  });
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until && (messages.length < atLeast || Date.now() - last < 1_000)) await sleep(100);
  await consumer.close(true);
  return messages;
}
