import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import type { Config } from "../config/load.ts";
import type { BundleSlot, Deployment } from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import { OVERDUE_SIGNAL } from "./deadline-watch.ts";
import { BEAT_INTERVAL_MS, STUCK_AFTER_MS, type ToPrimary, type ToWorker } from "./messages.ts";
import { MetricsOfWorkers } from "./metrics-of-workers.ts";
import { WorkerReplies } from "./worker-replies.ts";

const WORKER = fileURLToPath(new URL("worker.js", import.meta.url));

/** Decisions leave nothing behind: a small nursery costs no more collections of the old heap, and 100 MB less. */
const WORKER_FLAGS = ["--max-semi-space-size=4"];

/** A worker that dies at once again is not started at once again. */
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** A worker that lived this long did not die of its start. */
const PROVEN_AFTER_MS = 30_000;

/** Ports that the workers listen on, the same for each. */
export interface Ports {
  readonly http: number;
  readonly grpc: number;
}

interface Member {
  readonly worker: Worker;
  readonly startedAt: number;
  beatAt: number;
  ready: boolean;
  stuck: boolean;
}

interface CrewTelemetry {
  workers(read: () => { readonly configured: number; readonly ready: number }): void;
  workerEnded(cause: "died" | "stuck" | "overdue"): void;
}

export interface CrewOptions {
  readonly size: number;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  readonly telemetry: CrewTelemetry;
  readonly mergeMetrics: (samples: readonly unknown[]) => Promise<{ contentType: string; text: string }>;
  /** What this process itself counts. */
  readonly samples: () => Promise<unknown>;
}

/** The worker processes: started ahead of their configuration, watched, replaced when they die or hang. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #members = new Map<number, Member>();
  readonly #metrics = new MetricsOfWorkers();
  readonly #replies = new WorkerReplies();
  #start: Extract<ToWorker, { type: "start" }> | undefined;
  #onReady: ((ports: Ports) => void) | undefined;
  #onFailed: ((reason: Error) => void) | undefined;
  #draining = false;
  #backoffMs = FIRST_BACKOFF_MS;
  readonly #watch: NodeJS.Timeout;
  #lookedAt = performance.now();

  /** Forks at once: a worker loads its modules while the database starts. */
  constructor(options: CrewOptions) {
    this.#options = options;
    // Workers accept for themselves: a connection that the primary has handed to a worker that is stuck would hang for ever.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({ exec: WORKER, args: [], execArgv: WORKER_FLAGS, serialization: "advanced" });
    cluster.on("message", (worker, message: ToPrimary) => this.#hear(worker, message));
    cluster.on("exit", (worker, code, signal) => this.#bury(worker, signal ?? `code ${code}`));
    for (let i = 0; i < options.size; i++) this.#fork();
    const ready = () => [...this.#members.values()].filter((member) => member.ready).length;
    options.telemetry.workers(() => ({ configured: options.size, ready: ready() }));
    this.#watch = setInterval(() => this.#killStuck(), BEAT_INTERVAL_MS);
  }

  /** Gives every worker its configuration. @returns when all listen; rejects when one cannot */
  serve(config: Config, databaseUrl: string, deployments: readonly Deployment[]): Promise<Ports> {
    const start: ToWorker = { type: "start", config, databaseUrl, deployments };
    this.#start = start;
    for (const { worker } of this.#members.values()) worker.send(start);
    return new Promise((resolve, reject) => {
      this.#onReady = resolve;
      this.#onFailed = reject;
    });
  }

  /**
   * Swaps a tenant's bundles: each worker loads them, one after the other, so that the others go on; when all have, all are told
   * to use them.
   * @throws WritError invalid_argument when a worker cannot load them; then none uses them
   */
  async deploy(deployment: Deployment): Promise<void> {
    for (const { worker, ready } of [...this.#members.values()]) {
      if (!ready) continue;
      const problem = await this.#replies.ask(worker, "stage", deployment);
      if (problem !== undefined) throw new WritError("invalid_argument", problem);
    }
    this.#keepDeployment(deployment);
    const members = [...this.#members.values()];
    const answers = members.map(({ worker }) => this.#replies.ask(worker, "use", deployment));
    for (const [index, problem] of (await Promise.all(answers)).entries()) {
      if (problem === undefined) continue;
      // It would go on with another bundle than the others: its successor starts with this one.
      const pid = members[index]?.worker.process.pid ?? 0;
      this.#options.log("worker_without_bundle", { pid, problem });
      members[index]?.worker.process.kill("SIGKILL");
    }
  }

  /** A bundle's source was heard. */
  heard(tenant: string, slot: BundleSlot, atMs: number): void {
    const deployment = this.#start?.deployments.find((known) => known.tenant === tenant);
    const use = deployment?.[slot];
    if (deployment === undefined || use === undefined) return;
    this.#keepDeployment({ ...deployment, [slot]: { ...use, confirmed_at_ms: atMs } });
    for (const { worker } of this.#members.values()) {
      if (worker.isConnected()) worker.send({ type: "heard", tenant, slot, atMs } satisfies ToWorker);
    }
  }

  /** Lets every worker finish; kills what has not finished in time. @returns whether all finished */
  async stop(withinMs: number): Promise<boolean> {
    this.#draining = true;
    clearInterval(this.#watch);
    const ended = [...this.#members.values()].map(
      ({ worker }) => new Promise<void>((resolve) => worker.once("exit", () => resolve())),
    );
    for (const { worker } of this.#members.values()) if (worker.isConnected()) worker.send({ type: "drain" });
    let killed = false;
    const late = setTimeout(() => {
      killed = this.#members.size > 0;
      this.kill();
    }, withinMs);
    await Promise.all(ended);
    clearTimeout(late);
    return !killed;
  }

  kill(): void {
    this.#draining = true;
    for (const { worker } of this.#members.values()) worker.process.kill("SIGKILL");
  }

  /** For workers that start from now on. */
  #keepDeployment(deployment: Deployment): void {
    if (this.#start === undefined) return;
    const others = this.#start.deployments.filter(({ tenant }) => tenant !== deployment.tenant);
    this.#start = { ...this.#start, deployments: [...others, deployment] };
  }

  #fork(): void {
    const worker = cluster.fork();
    const now = performance.now();
    this.#members.set(worker.id, { worker, startedAt: now, beatAt: now, ready: false, stuck: false });
    if (this.#start !== undefined) worker.send(this.#start);
  }

  #hear(worker: Worker, message: ToPrimary): void {
    const member = this.#members.get(worker.id);
    if (member === undefined) return;
    member.beatAt = performance.now();
    switch (message.type) {
      case "ready":
        member.ready = true;
        this.#keepPorts(message);
        if ([...this.#members.values()].every(({ ready }) => ready)) this.#onReady?.(message);
        return;
      case "failed":
        this.#options.log("worker_failed", { pid: worker.process.pid ?? 0, reason: message.message });
        this.#onFailed?.(new Error(message.message));
        return;
      case "samples":
        this.#metrics.arrived(worker, message.id, message.samples);
        return;
      case "metrics":
        this.#answerMetrics(worker, message.id);
        return;
      case "done":
        this.#replies.arrived(message.id, message.problem);
        return;
      case "beat":
    }
  }

  /** Ports that the system chose stay the same for workers that come later, should all of them have to be replaced. */
  #keepPorts({ http, grpc }: Ports): void {
    if (this.#start === undefined) return;
    const { config } = this.#start;
    this.#start = {
      ...this.#start,
      config: {
        ...config,
        http: { listen: { ...config.http.listen, port: http } },
        grpc: { listen: { ...config.grpc.listen, port: grpc } },
      },
    };
  }

  #answerMetrics(worker: Worker, id: number): void {
    const ready = [...this.#members.values()].filter((member) => member.ready && member.worker.isConnected());
    Promise.all([this.#metrics.collect(ready.map((member) => member.worker)), this.#options.samples()])
      .then(([samples, own]) => this.#options.mergeMetrics([...samples, own]))
      .then(
        (metrics) => {
          if (worker.isConnected()) worker.send({ type: "metrics", id, ...metrics } satisfies ToWorker);
        },
        () => this.#options.log("metrics_failed", { pid: worker.process.pid ?? 0 }),
      );
  }

  #bury(worker: Worker, cause: string): void {
    const member = this.#members.get(worker.id);
    this.#members.delete(worker.id);
    this.#replies.gone(worker);
    if (member === undefined || this.#draining) return;
    const overdue = cause === OVERDUE_SIGNAL;
    const event = overdue ? "evaluation_overdue" : "worker_died";
    this.#options.telemetry.workerEnded(overdue ? "overdue" : member.stuck ? "stuck" : "died");
    this.#options.log(event, { pid: worker.process.pid ?? 0, cause });
    this.#onFailed?.(new Error(`a worker ended with ${cause}`));
    if (performance.now() - member.startedAt > PROVEN_AFTER_MS) this.#backoffMs = FIRST_BACKOFF_MS;
    setTimeout(() => {
      if (!this.#draining) this.#fork();
    }, this.#backoffMs);
    this.#backoffMs = Math.min(MAX_BACKOFF_MS, this.#backoffMs * 2);
  }

  /** Its calls fail closed with their connections; the other workers never notice. */
  #killStuck(): void {
    const now = performance.now();
    // When it was this process that stood still, the beats have come and wait to be read.
    const awake = now - this.#lookedAt < STUCK_AFTER_MS / 2;
    this.#lookedAt = now;
    for (const member of this.#members.values()) {
      const { worker, ready, beatAt } = member;
      if (!awake || !ready || now - beatAt < STUCK_AFTER_MS) continue;
      member.stuck = true;
      this.#options.log("worker_stuck", { pid: worker.process.pid ?? 0, silent_ms: Math.round(now - beatAt) });
      worker.process.kill("SIGKILL");
    }
  }
}
