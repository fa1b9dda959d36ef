import { composeWorker, type RunningWorker } from "../compose/worker.ts";
import { describeFailure } from "../domain/failure.ts";
import { BEAT_INTERVAL_MS, type ToPrimary, type ToWorker } from "./messages.ts";
import { MetricsFromPrimary } from "./metrics-from-primary.ts";

// The entry of a worker process: waits for its configuration, serves, and drains when it is told to.

const metrics = new MetricsFromPrimary(send);
let running: Promise<RunningWorker> | undefined;

// Ctrl-C reaches the whole process group; when a worker ends is the primary's to say.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
// Node itself would print the message, which may hold a value of a request.
process.on("uncaughtException", (error) => {
  const { error: name, at } = describeFailure(error);
  fail(new Error(`uncaught ${name} ${at}`));
});
process.on("message", (message: ToWorker) => {
  switch (message.type) {
    case "start":
      running = start(message);
      running.catch(fail);
      return;
    case "drain":
      drain().catch(fail);
      return;
    case "sample":
      sample().then((samples) => send({ type: "samples", id: message.id, samples }), fail);
      return;
    case "metrics":
      metrics.arrived(message);
  }
});

async function start({
  config,
  databaseUrl,
  activatedAt,
}: Extract<ToWorker, { type: "start" }>): Promise<RunningWorker> {
  const worker = await composeWorker(config, databaseUrl, () => metrics.request(), activatedAt);
  setInterval(() => send({ type: "beat" }), BEAT_INTERVAL_MS);
  send({ type: "ready", http: worker.http, grpc: worker.grpc });
  return worker;
}

async function drain(): Promise<void> {
  await (await running)?.stop();
  process.exit(0);
}

async function sample(): Promise<unknown> {
  return (await running)?.samples() ?? [];
}

/** A worker that cannot go on says why and ends; the primary starts another one, or gives up. */
function fail(error: unknown): void {
  const message: ToPrimary = { type: "failed", message: error instanceof Error ? error.message : "unknown error" };
  if (process.connected) process.send?.(message, () => process.exit(1));
  else process.exit(1);
}

function send(message: ToPrimary): void {
  if (process.connected) process.send?.(message);
}
