import { setTimeout as sleep } from "node:timers/promises";
import type { PreparedBundle, SlotParts } from "../../compose/bundles.ts";
import type { BundleFiles } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import { describeFailure } from "../../domain/failure.ts";

/** What one source says, in the order in which it says it. */
export interface SourceEvents {
  /** Rejects with `invalid_argument` when the bundle is refused after all, otherwise it is offered again at the next look. */
  offered(bundle: PreparedBundle): Promise<void>;
  /** The source offers what was taken. */
  heard(atMs: number): void;
  refused(problem: string): void;
  /** The source, or something else that is needed, cannot be reached; `again` for the same reason as at the last look. */
  unreachable(problem: string, again: boolean): void;
}

export interface FollowerOptions {
  readonly slot: SlotParts;
  readonly pollIntervalMs: number;
  readonly prepare: (files: BundleFiles, name: string) => Promise<PreparedBundle>;
  readonly events: SourceEvents;
  readonly now: () => number;
}

type Looked = "new" | "same" | "failed";

/** Looks at a source again and again. */
export class SourceFollower {
  readonly #options: FollowerOptions;
  readonly #ended = new AbortController();
  #known: string | undefined;
  /** Whether what the source has is what was taken. */
  #taken = false;
  #lastProblem = "";
  #wake = new AbortController();
  #following: Promise<void> | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Looks until it is closed. */
  follow(): void {
    this.#following ??= this.#run();
  }

  /** There may be something new: looks now. */
  poke(): void {
    this.#wake.abort();
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#following;
    await this.#options.slot.source.close();
  }

  /** Looks once. Never rejects. */
  async look(): Promise<Looked> {
    const { slot, events, now } = this.#options;
    try {
      const fetched = await slot.source.fetch(this.#known, this.#ended.signal);
      if (fetched === undefined) {
        if (this.#taken) events.heard(now());
        return "same";
      }
      this.#taken = false;
      await this.#take(fetched.files, fetched.version);
      this.#lastProblem = "";
      events.heard(now());
      return "new";
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#tell(error);
      return "failed";
    }
  }

  async #take(files: BundleFiles, version: string): Promise<void> {
    const { slot, events, prepare } = this.#options;
    try {
      await events.offered(await prepare(files, slot.name));
    } catch (error) {
      // It would be refused again as often as it is looked at.
      if (isRefusal(error)) this.#known = version;
      throw error;
    }
    this.#known = version;
    this.#taken = true;
  }

  /** A refusal is told once, however often the source is looked at. */
  #tell(error: unknown): void {
    const { events } = this.#options;
    const problem = messageOf(error);
    const again = problem === this.#lastProblem;
    this.#lastProblem = problem;
    if (!isRefusal(error)) events.unreachable(problem, again);
    else if (!again) events.refused(problem);
  }

  async #run(): Promise<void> {
    const { pollIntervalMs } = this.#options;
    while (!this.#ended.signal.aborted) {
      const started = performance.now();
      const looked = await this.look();
      // A source that waited for a change has waited long enough, and where one change came another may follow.
      const pauseMs = looked === "new" ? 0 : pollIntervalMs - (performance.now() - started);
      if (pauseMs > 0) await this.#pause(pauseMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#ended.signal, this.#wake.signal]);
    await sleep(ms, undefined, { signal }).catch(() => {});
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof WritError && error.code === "invalid_argument";
}

/** Of an error that nobody foresaw the name and the place: its message may hold anything. */
function messageOf(error: unknown): string {
  if (error instanceof WritError) return error.message;
  const { error: name, at } = describeFailure(error);
  return `${name} ${at}`;
}
