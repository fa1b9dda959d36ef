import { composeWorker, type RunningWorker } from "../compose/worker.ts";
import { describeFailure } from "../domain/failure.ts";
import { startDeadlineWatch } from "./deadline-watch.ts";
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
    case "stage":
    case "use":
      deploy(message).then(
        () => send({ type: "done", id: message.id }),
        (error: unknown) => send({ type: "done", id: message.id, problem: messageOf(error) }),
      );
      return;
    case "heard":
      running?.then((worker) => worker.heard(message.tenant, message.slot, message.atMs)).catch(() => {});
      return;
    case "metrics":
      metrics.arrived(message);
  }
});

async function start({
  config,
  databaseUrl,
  deployments,
}: Extract<ToWorker, { type: "start" }>): Promise<RunningWorker> {
  const worker = await composeWorker(config, databaseUrl, () => metrics.request(), deployments, startDeadlineWatch());
  setInterval(() => send({ type: "beat" }), BEAT_INTERVAL_MS);
  send({ type: "ready", http: worker.http, grpc: worker.grpc });
  return worker;
}

/** In the order in which they were asked: what is used was staged before. */
async function deploy({ type, deployment }: Extract<ToWorker, { type: "stage" | "use" }>): Promise<void> {
  const worker = await running;
  await worker?.[type](deployment);
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
  const message: ToPrimary = { type: "failed", message: messageOf(error) };
  if (process.connected) process.send?.(message, () => process.exit(1));
  else process.exit(1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}

function send(message: ToPrimary): void {
  if (process.connected) process.send?.(message);
}
