import type { BundleParts, PreparedBundle } from "../../compose/bundles.ts";
import type { BundleSlot, BundleUse } from "../../domain/bundle-state.ts";
import { WritError } from "../../domain/errors.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";

/** How far back the store is searched for what a source offered last. */
const MAX_HISTORY = 1_000;

/** A bundle that passed all checks some time ago. */
interface FoundBundle {
  readonly bundle: Omit<BundleUse, "activated_at_ms" | "confirmed_at_ms">;
  /** Since when it is known here. */
  readonly known_since_ms: number;
}

/** Finds bundles that were in use before: on disk, else in the store. */
export class BundleFinder {
  readonly #parts: BundleParts;
  readonly #store: BundleStore;

  constructor(parts: BundleParts, store: BundleStore) {
    this.#parts = parts;
    this.#store = store;
  }

  /** @throws WritError not_found when no store has it, invalid_argument when it cannot be used any more */
  async find(slot: BundleSlot, digest: string): Promise<FoundBundle> {
    const { tenant, disk } = this.#parts;
    const record = await this.#store.find(tenant, digest);
    if (record === undefined) throw new WritError("not_found", `no bundle with the digest ${digest} is on record`);
    const { revision, source, recorded_at_ms } = record;
    const { name } = await this.#read(slot, digest);
    const bundle = { digest, name, revision, source, archive: disk.path(digest) };
    return { bundle, known_since_ms: recorded_at_ms };
  }

  /** What the slot's source offered last, if it is still there and still can be used. */
  async lastGood(
    slot: BundleSlot,
  ): Promise<{ readonly bundle: PreparedBundle; readonly confirmed_at_ms: number } | undefined> {
    const known = await this.#lastKnown(slot);
    if (known === undefined) return undefined;
    try {
      return { bundle: await this.#read(slot, known.digest), confirmed_at_ms: known.confirmed_at_ms };
    } catch (error) {
      this.#parts.log("bundle_last_good_lost", {
        slot,
        problem: error instanceof WritError ? error.message : "unreadable",
      });
      return undefined;
    }
  }

  /** Of this source: what another one offered was never meant for this configuration. */
  async #lastKnown(
    slot: BundleSlot,
  ): Promise<{ readonly digest: string; readonly confirmed_at_ms: number } | undefined> {
    const { tenant, disk, slots } = this.#parts;
    const source = slots.find((parts) => parts.slot === slot)?.source.description;
    const onDisk = await disk.lastGood(tenant, slot);
    if (onDisk !== undefined && onDisk.source === source) return onDisk;
    for (const { digest, slot: where, cause, at_ms } of await this.#store.activations(tenant, MAX_HISTORY)) {
      // The source was heard at these only.
      if (where !== slot || (cause !== "source" && cause !== "start")) continue;
      const record = await this.#store.find(tenant, digest);
      if (record?.source === source) return { digest, confirmed_at_ms: at_ms };
    }
    return undefined;
  }

  /** From disk, where it is put if it was not there or is damaged. */
  async #read(slot: BundleSlot, digest: string): Promise<PreparedBundle> {
    const { tenant, disk, check, slots } = this.#parts;
    const name = slots.find((parts) => parts.slot === slot)?.name ?? slot;
    const onDisk = await disk.read(digest);
    const whole = onDisk === undefined ? undefined : await check(onDisk, digest, name).catch(() => undefined);
    if (whole !== undefined) return whole;
    const archive = await this.#store.archive(tenant, digest);
    if (archive === undefined) throw new WritError("not_found", `no bundle with the digest ${digest} is on record`);
    const bundle = await check(archive, digest, name);
    await disk.write(digest, archive);
    return bundle;
  }
}
