import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Drive, Job, Outcome } from "./job.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** A load process of its own, so that its CPU is not counted with the servers'. */
export class LoadProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(job: Job): Promise<LoadProcess> {
    const child = fork(MAIN, { serialization: "advanced" });
    child.send(job);
    await once(child, "message");
    return new LoadProcess(child);
  }

  /** @throws when an answer was wrong */
  async drive(order: Drive): Promise<Exclude<Outcome, { failed: string }>> {
    this.#child.send(order);
    const [outcome] = (await once(this.#child, "message")) as [Outcome];
    if ("failed" in outcome) throw new Error(outcome.failed);
    return outcome;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  stop(): void {
    this.#child.kill();
  }
}
