import { once } from "node:events";
import { quantile } from "../statistics.ts";
import type { Connection } from "./connection.ts";
import { drive } from "./drive.ts";
import { effectOfCheck, effectOfDecide, effectOfStreamed, effectsOfBatch } from "./effects.ts";
import { streamConnection, unaryConnection } from "./grpc.ts";
import { http1Connection, postRequest } from "./http1.ts";
import type { Drive, Job, Outcome } from "./job.ts";

// The load process: takes a Job by IPC, then Drives, and answers each with its Outcome.

const [job] = (await once(process, "message")) as [Job];
const connections = await connect(job);
process.on("message", (order: Drive) => {
  measure(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : "failed" } satisfies Outcome),
  );
});
process.send?.("ready");

async function measure({ inFlight, seconds }: Drive): Promise<Outcome> {
  const driven = await drive(connections, inFlight, seconds, check);
  const sorted = [...driven.latencies_ms].sort((a, b) => a - b);
  return {
    answers: driven.answers,
    seconds: driven.seconds,
    p50_ms: quantile(sorted, 0.5),
    p99_ms: quantile(sorted, 0.99),
  };
}

function connect(job: Job): Promise<readonly Connection[]> {
  const one = (): Promise<Connection> => {
    const messages = () => job.requests.map((text) => Buffer.from(text, "base64"));
    switch (job.protocol) {
      case "http":
        return http1Connection(
          job.port,
          job.requests.map((body) => postRequest(job.path, body)),
        );
      case "grpc-unary":
      case "grpc-batch":
      case "ext-authz":
        return unaryConnection(job.port, job.path, messages());
      case "grpc-stream":
        return streamConnection(job.port, job.path, messages());
    }
  };
  return Promise.all(Array.from({ length: job.connections }, one));
}

function check(index: number, answer: Buffer): void {
  const expected = job.effects[index % job.effects.length] as readonly string[];
  const found = effectsIn(answer);
  if (found.length === expected.length && found.every((effect, at) => effect === expected[at])) return;
  throw new Error(`request ${index % job.effects.length}: expected ${expected.join()}, got ${found.join()}`);
}

function effectsIn(answer: Buffer): readonly string[] {
  switch (job.protocol) {
    case "http":
      return [...answer.toString("latin1").matchAll(/"effect":"(\w+)"/g)].map((match) => match[1] as string);
    case "grpc-batch":
      return effectsOfBatch(answer);
    case "grpc-stream":
      return [effectOfStreamed(answer)];
    case "grpc-unary":
      return [effectOfDecide(answer)];
    case "ext-authz":
      return [effectOfCheck(answer)];
  }
}
