import { chooseBundle } from "../../bundles/choose.ts";
import type { BundleConnection, BundleParts, PreparedBundle } from "../../compose/bundles.ts";
import type { BundleActivation, BundleOrder, BundleSlot, BundleUse, Deployment } from "../../domain/bundle-state.ts";
import { WritError } from "../../domain/errors.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { BundleFinder } from "./bundle-finder.ts";
import { Journal } from "./journal.ts";
import { SourceFollower } from "./source-follower.ts";

/** A source that is slower than this at start is taken for one that is down. */
const FIRST_LOOK_MS = 10_000;

/** How often the table of orders is read, for when a notification was missed. */
const ORDER_POLL_MS = 500;

/** What a replica does with its deployment. */
export interface DeploymentTarget {
  /** @throws WritError invalid_argument when the bundles cannot be used; then nothing has changed */
  deploy(deployment: Deployment): Promise<void>;
  heard(tenant: string, slot: BundleSlot, atMs: number): void;
}

/** Why a deployment is made anew. */
type Trigger = "start" | "source" | "order";

/**
 * One tenant's bundles on one replica: follows the sources and the orders, and has the workers use what these come to. One
 * change after the other; a change that fails leaves everything as it was.
 */
export class TenantBundles {
  readonly #parts: BundleParts;
  readonly #target: DeploymentTarget;
  readonly #journal: Journal;
  readonly #followers: ReadonlyMap<BundleSlot, SourceFollower>;
  readonly #offered = new Map<BundleSlot, PreparedBundle>();
  /** Slots whose source was not heard at start. */
  readonly #unheard = new Set<BundleSlot>();
  readonly #firstLook: Promise<unknown>;
  #connected = Promise.withResolvers<BundleConnection>();
  #serving = Promise.withResolvers<void>();
  #finder: BundleFinder | undefined;
  #deployment: Deployment | undefined;
  /** Whether the start is over, with a deployment or without one. */
  #started = false;
  #order: BundleOrder | undefined;
  #failedOrder = "";
  #turn: Promise<unknown> = Promise.resolve();
  #poll: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  get tenant(): string {
    return this.#parts.tenant;
  }

  /** Looks at the sources at once, while the database starts. */
  constructor(parts: BundleParts, target: DeploymentTarget) {
    this.#parts = parts;
    this.#target = target;
    this.#journal = new Journal(parts);
    this.#followers = new Map(parts.slots.map(({ slot }) => [slot, this.#followerOf(slot)]));
    this.#firstLook = Promise.all([...this.#followers.values()].map((follower) => follower.look()));
    // Whoever waits for these after a failed start waits for nothing.
    this.#connected.promise.catch(() => {});
    this.#serving.promise.catch(() => {});
  }

  /**
   * What to start with: what the source offers or a person ordered, else the last good one.
   * @throws WritError when there is none, or what was ordered cannot be used: the source's bundle is not what was wanted then
   */
  async start(databaseUrl: string): Promise<Deployment> {
    const { tenant, connect, disk } = this.#parts;
    const connection = await connect(databaseUrl, ({ tenant: whose, about }) => {
      if (whose === tenant) this.#news(about);
    });
    this.#journal.open(connection.store);
    this.#finder = new BundleFinder(this.#parts, connection.store);
    this.#order = await this.#orderAtStart(connection.store);
    this.#connected.resolve(connection);
    await Promise.race([this.#firstLook, new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_MS).unref())]);
    await this.#useLastGood();
    return this.#inTurn(async () => {
      const next = this.#next(this.#order, "start").finally(() => {
        this.#started = true;
      });
      const deployment = await next.catch((error) => {
        throw this.#withWayOut(error);
      });
      this.#deployment = deployment;
      await disk.prune(digestsOf(deployment));
      return deployment;
    });
  }

  async #orderAtStart(store: BundleStore): Promise<BundleOrder | undefined> {
    const { tenant, unpin, replica, now } = this.#parts;
    const order = await store.order(tenant);
    if (!unpin || order === undefined || order.kind === "none") return order;
    const taken = { tenant, command: "unpin", kind: "none", digest: "", passed_over: [] } as const;
    const takenBack = { ...taken, by: `writ serve --unpin on ${replica}`, reason: "", at_ms: now() };
    await store.setOrder(takenBack);
    return takenBack;
  }

  /** Where an order is what cannot be followed: the service that would take it back does not run. */
  #withWayOut(error: unknown): unknown {
    const order = chooseBundle(this.#offered.get("active")?.digest, this.#order)?.ordered;
    if (order === undefined || !(error instanceof WritError)) return error;
    const { digest, command, by } = order;
    return new WritError(
      error.code,
      `the bundle ${digest}, which is in use by order of ${by} (${command}), cannot be used: ${error.message}. ` +
        "`writ serve --unpin` takes the order back and starts with what the source offers",
      { cause: error },
    );
  }

  /** The workers serve: from now on changes reach them. Where the start found nothing to use, the first that can be used will be. */
  follow(): void {
    if (this.#deployment !== undefined) this.#inUse(undefined, this.#deployment, "start", 0);
    this.#serving.resolve();
    // What came between the start and now.
    this.#inTurn(() => this.#catchUp()).catch(() => {});
    for (const follower of this.#followers.values()) follower.follow();
    this.#poll = setInterval(() => this.#news("order"), ORDER_POLL_MS);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#poll);
    const ended = new WritError("unavailable", "the service stops");
    this.#connected.reject(ended);
    this.#serving.reject(ended);
    await Promise.all([...this.#followers.values()].map((follower) => follower.close()));
    await this.#turn;
    await this.#connected.promise.then((connection) => connection.close()).catch(() => {});
  }

  #followerOf(slot: BundleSlot): SourceFollower {
    const { slots, pollIntervalMs, prepare, now } = this.#parts;
    const own = slots.find((parts) => parts.slot === slot);
    if (own === undefined) throw new TypeError(`no source for ${slot}`);
    const source = own.source.description;
    return new SourceFollower({
      slot: own,
      pollIntervalMs,
      prepare,
      now,
      events: {
        offered: (bundle) => this.#offer(slot, bundle, source),
        heard: (atMs) => this.#heard(slot, atMs, source),
        refused: (problem) => this.#journal.refused(slot, source, problem),
        unreachable: (problem, again) => this.#journal.unreachable(slot, source, problem, again),
      },
    });
  }

  /** Keeps what passed every check, then uses it, unless a person ordered something else. */
  async #offer(slot: BundleSlot, bundle: PreparedBundle, source: string): Promise<void> {
    const { tenant, disk, replica, now } = this.#parts;
    const { digest, name, revision, archive } = bundle;
    const { store } = await this.#connected.promise;
    await disk.write(digest, archive);
    const record = { tenant, digest, name, revision, source, size_bytes: archive.length };
    await store.record({ ...record, recorded_at_ms: now(), recorded_by: replica }, archive);
    if (!this.#started) {
      this.#offered.set(slot, bundle);
      return;
    }
    await this.#serving.promise;
    await this.#inTurn(async () => {
      const before = this.#offered.get(slot);
      this.#offered.set(slot, bundle);
      try {
        await this.#swap(this.#order, "source");
      } catch (error) {
        if (before === undefined) this.#offered.delete(slot);
        else this.#offered.set(slot, before);
        throw error;
      }
    });
  }

  #heard(slot: BundleSlot, atMs: number, source: string): void {
    const { tenant, telemetry } = this.#parts;
    telemetry.heard(slot, atMs);
    const use = this.#deployment?.[slot];
    if (this.#deployment !== undefined && use !== undefined) {
      this.#deployment = { ...this.#deployment, [slot]: { ...use, confirmed_at_ms: atMs } };
      this.#target.heard(tenant, slot, atMs);
    } else if (this.#started) this.#serving.promise.then(() => this.#inTurn(() => this.#catchUp())).catch(() => {});
    const offered = this.#offered.get(slot);
    if (offered !== undefined) this.#journal.heard(slot, { ...offered, source, confirmed_at_ms: atMs });
  }

  #news(about: "order" | "offer"): void {
    if (about === "offer") for (const follower of this.#followers.values()) follower.poke();
    else this.#inTurn(() => this.#followOrder()).catch(() => {});
  }

  async #followOrder(): Promise<void> {
    const { tenant } = this.#parts;
    if (this.#closing !== undefined || !this.#started) return;
    await this.#serving.promise;
    const { store } = await this.#connected.promise;
    await this.#journal.flush();
    const order = await store.order(tenant);
    const text = JSON.stringify(order);
    if (text === JSON.stringify(this.#order) || text === this.#failedOrder) return;
    try {
      await this.#swap(order, "order");
      this.#order = order;
    } catch (error) {
      // Tried once: it would fail again each second.
      this.#failedOrder = text;
      const problem = error instanceof WritError ? error.message : "for an unknown reason";
      this.#journal.refused("active", `order of ${order?.by ?? "nobody"}`, problem, order?.digest);
    }
  }

  async #catchUp(): Promise<void> {
    const behind = this.#parts.slots.some(({ slot }) => {
      const offered = this.#offered.get(slot)?.digest;
      return (
        offered !== undefined &&
        offered !== (slot === "active" ? this.#deployment?.offered : this.#deployment?.candidate?.digest)
      );
    });
    if (behind) await this.#swap(this.#order, "source");
  }

  /** Has the workers use what sources and orders come to now. */
  async #swap(order: BundleOrder | undefined, trigger: Trigger): Promise<void> {
    const { disk, log } = this.#parts;
    const before = this.#deployment;
    const next = await this.#next(order, trigger);
    const started = performance.now();
    await this.#target.deploy(next);
    this.#deployment = next;
    this.#inUse(before, next, trigger, (performance.now() - started) / 1000);
    await disk.prune(digestsOf(next)).catch(() => log("bundle_prune_failed", {}));
  }

  async #next(order: BundleOrder | undefined, trigger: Trigger): Promise<Deployment> {
    const offered = this.#offered.get("active")?.digest;
    const choice = chooseBundle(offered, order);
    const { tenant, trial } = this.#parts;
    if (choice === undefined) throw new WritError("unavailable", this.#journal.whyNone("active"));
    const active = await this.#use("active", choice.digest, trigger);
    const second = this.#offered.get("candidate");
    const candidate = second === undefined ? undefined : await this.#use("candidate", second.digest, trigger);
    return {
      tenant,
      active,
      ...(candidate === undefined || trial === undefined ? {} : { candidate: { ...candidate, ...trial } }),
      ...(offered === undefined ? {} : { offered }),
      ...(order === undefined ? {} : { order }),
    };
  }

  /** The same use as before where it is the same bundle: it came into use then. */
  async #use(slot: BundleSlot, digest: string, trigger: Trigger): Promise<BundleUse> {
    const { now } = this.#parts;
    const present = this.#deployment?.[slot];
    if (present?.digest === digest) return present;
    if (this.#finder === undefined) throw new TypeError("started first");
    const found = await this.#finder.find(slot, digest);
    const activated_at_ms = now();
    // What the source offers now it has been heard of now.
    const confirmed_at_ms =
      trigger === "source" ? activated_at_ms : (this.#journal.heardAt(slot) ?? found.known_since_ms);
    return { ...found.bundle, activated_at_ms, confirmed_at_ms };
  }

  /** Where a source was not heard: what it offered last. */
  async #useLastGood(): Promise<void> {
    for (const [slot] of this.#followers) {
      if (this.#offered.has(slot)) continue;
      const lastGood = await this.#finder?.lastGood(slot);
      if (lastGood === undefined) continue;
      this.#offered.set(slot, lastGood.bundle);
      this.#unheard.add(slot);
      this.#journal.heardBefore(slot, lastGood.confirmed_at_ms);
      this.#parts.telemetry.heard(slot, lastGood.confirmed_at_ms);
      const { digest } = lastGood.bundle;
      this.#parts.log("bundle_last_good", {
        slot,
        digest,
        confirmed_at: new Date(lastGood.confirmed_at_ms).toISOString(),
      });
    }
  }

  #inUse(before: Deployment | undefined, next: Deployment, trigger: Trigger, seconds: number): void {
    for (const { slot } of this.#parts.slots) {
      const use = next[slot];
      if (use === undefined || use.digest === before?.[slot]?.digest) continue;
      const cause = trigger !== "start" ? "source" : this.#unheard.has(slot) ? "last_good" : "start";
      const byItself = { cause, by: SOURCE, reason: "" } as const;
      const origin = slot === "active" ? (ordered(next, trigger) ?? byItself) : byItself;
      const { tenant, replica } = this.#parts;
      const previous = before?.[slot]?.digest ?? "";
      const { digest, activated_at_ms: at_ms } = use;
      this.#journal.activated({ tenant, slot, digest, previous, ...origin, at_ms, replica }, use.revision, seconds);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

/** Who activates what a source offers. */
const SOURCE = "source";

/** On whose word the active bundle is in use; undefined where nobody ordered it. */
function ordered(
  { active, order }: Deployment,
  trigger: Trigger,
): Pick<BundleActivation, "cause" | "by" | "reason"> | undefined {
  const taken = order?.kind === "none" && trigger === "order";
  if (order === undefined || !(taken || (order.kind !== "none" && order.digest === active.digest))) return undefined;
  return { cause: order.command, by: order.by, reason: order.reason };
}

function digestsOf({ active, candidate, offered, order }: Deployment): readonly string[] {
  return [active.digest, candidate?.digest, offered, order?.digest].filter(
    (digest) => digest !== undefined && digest !== "",
  ) as string[];
}
