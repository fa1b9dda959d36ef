import type { BundleParts, LastGood } from "../../compose/bundles.ts";
import type { BundleActivation, BundleRefusal, BundleSlot } from "../../domain/bundle-state.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";

/** When a source was heard last is written to disk this often at most; a restart may take a bundle for that much older. */
const REMEMBER_MS = 5_000;

/** Of a problem, for the table: OPA's words for a hundred errors are not worth more. */
const MAX_PROBLEM_CHARS = 2_000;

type Parts = Pick<BundleParts, "tenant" | "replica" | "disk" | "telemetry" | "log" | "tell" | "now">;

/** Says what happened to a tenant's bundles: to the log, the metrics, the disk and the store. */
export class Journal {
  readonly #parts: Parts;
  readonly #heardAt = new Map<BundleSlot, number>();
  readonly #remembered = new Map<BundleSlot, { readonly digest: string; readonly atMs: number }>();
  readonly #problems = new Map<BundleSlot, string>();
  /** What the store has not taken yet. */
  #pending: (() => Promise<void>)[] = [];
  #store: BundleStore | undefined;
  #flushing: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  open(store: BundleStore): void {
    this.#store = store;
    this.flush().catch(() => {});
  }

  activated(activation: BundleActivation, revision: string, seconds: number): void {
    const { tell, telemetry } = this.#parts;
    const { slot, digest, cause, by } = activation;
    const swap_ms = Math.round(seconds * 1000);
    tell("bundle_activated", { slot, digest, revision, cause, by, swap_ms });
    telemetry.activated(slot, cause, seconds);
    telemetry.inUse(slot, digest, revision);
    this.#write((store) => store.activated(activation));
  }

  refused(slot: BundleSlot, source: string, text: string, digest = ""): void {
    const { log, telemetry, tenant, replica, now } = this.#parts;
    const problem = text.slice(0, MAX_PROBLEM_CHARS);
    this.#problems.set(slot, problem);
    log("bundle_refused", { slot, source, problem });
    telemetry.refused(slot);
    const refusal: BundleRefusal = { tenant, slot, source, digest, problem, at_ms: now(), replica };
    this.#write((store) => store.refused(refusal));
  }

  /** The source offers this, and it is in order. */
  heard(slot: BundleSlot, { digest, name, revision, source, confirmed_at_ms }: LastGood): void {
    const { tenant, disk, log } = this.#parts;
    this.#heardAt.set(slot, confirmed_at_ms);
    const before = this.#remembered.get(slot);
    if (before?.digest === digest && confirmed_at_ms - before.atMs < REMEMBER_MS) return;
    this.#remembered.set(slot, { digest, atMs: confirmed_at_ms });
    disk.remember(tenant, slot, { digest, name, revision, source, confirmed_at_ms }).catch(() => {
      log("bundle_not_remembered", { slot });
    });
  }

  /** Of an earlier run. */
  heardBefore(slot: BundleSlot, atMs: number): void {
    this.#heardAt.set(slot, atMs);
  }

  heardAt(slot: BundleSlot): number | undefined {
    return this.#heardAt.get(slot);
  }

  /** @param again for the same reason as the last time: counted, and not logged once more */
  unreachable(slot: BundleSlot, source: string, problem: string, again: boolean): void {
    this.#problems.set(slot, problem);
    this.#parts.telemetry.unreachable(slot);
    if (!again) this.#parts.log("bundle_source_unreachable", { slot, source, problem });
  }

  /** Why a slot has no bundle at all, for who has to start without one. */
  whyNone(slot: BundleSlot): string {
    return (
      this.#problems.get(slot) ?? "the bundle's source did not answer in time, and no earlier bundle of it is known"
    );
  }

  /** Writes what the store has not taken yet. @throws WritError unavailable */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    for (let write = this.#pending[0]; write !== undefined; write = this.#pending[0]) {
      await write();
      this.#pending.shift();
    }
  }

  #write(work: (store: BundleStore) => Promise<void>): void {
    this.#pending.push(async () => {
      if (this.#store !== undefined) await work(this.#store);
    });
    if (this.#store !== undefined) this.flush().catch(() => {});
  }
}
