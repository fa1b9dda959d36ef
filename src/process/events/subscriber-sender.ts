import { retryDelay } from "../../events/retry.ts";
import type { EventOutbox, QueuedEvent } from "../../ports/event-outbox.ts";
import type { EventPush } from "../../ports/event-push.ts";

/** Events under way at once, each about another agent. */
const BATCH = 8;

/** Longer than any try takes, so that a sender that still tries still holds it; short enough not to be missed when it dies. */
const LEASE_S = 15;

/** How often is looked for what is due without a notification: retries, and what another replica leaves behind. */
const POLL_MS = 1_000;

export interface SenderParts {
  readonly tenant: string;
  readonly subscriber: string;
  /** This process's name among all replicas. */
  readonly holder: string;
  readonly push: EventPush;
  /** The security event token of an event. @throws WritError unavailable */
  token(event: QueuedEvent): Promise<string>;
  counted(result: "delivered" | "failed" | "dead"): void;
  /** From 0 to 1. */
  random(): number;
}

/**
 * Brings one subscriber its events: those about one agent one after the other, in order; those about different agents side by
 * side. Waits for nobody but this subscriber.
 */
export class SubscriberSender {
  readonly #parts: SenderParts;
  readonly #outbox: EventOutbox;
  #wake: (() => void) | undefined;
  #news = false;
  #closed = false;
  readonly #running: Promise<void>;

  constructor(parts: SenderParts, outbox: EventOutbox) {
    this.#parts = parts;
    this.#outbox = outbox;
    this.#running = this.#run();
  }

  /** Something was queued, perhaps for this subscriber. */
  poke(): void {
    this.#news = true;
    this.#wake?.();
  }

  /** Finishes the tries that are under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
    const { tenant, subscriber, holder } = this.#parts;
    await this.#outbox.release(tenant, subscriber, holder).catch(() => {});
    this.#parts.push.close();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      this.#news = false;
      // A database that is away is away for all: nothing is lost, and the next look is soon.
      const sent = await this.#round().catch(() => 0);
      if (sent < BATCH && !this.#news && !this.#closed) await this.#pause();
    }
  }

  /** @returns how many events were tried */
  async #round(): Promise<number> {
    const { tenant, subscriber, holder } = this.#parts;
    if (!(await this.#outbox.lease(tenant, subscriber, holder, LEASE_S))) return 0;
    const due = await this.#outbox.due(tenant, subscriber, BATCH);
    await Promise.all(due.map((event) => this.#try(event)));
    // What was behind these in their subjects may be due now.
    if (due.length > 0) this.#news = true;
    return due.length;
  }

  async #try(event: QueuedEvent): Promise<void> {
    const { tenant, subscriber, push, token, counted, random } = this.#parts;
    const delivery = await token(event).then(
      (text) => push.deliver(text),
      () => ({ status: "failed", problem: "no signature" }) as const,
    );
    if (delivery.status === "delivered") {
      await this.#outbox.delivered(tenant, subscriber, event.id);
      counted("delivered");
      return;
    }
    const { problem } = delivery;
    const delay_s = delivery.status === "failed" ? retryDelay(event.attempts + 1, event.age_s, random()) : undefined;
    if (delay_s === undefined) await this.#outbox.dead(tenant, subscriber, event.id, problem);
    else await this.#outbox.failed(tenant, subscriber, event.id, delay_s, problem);
    counted(delay_s === undefined ? "dead" : "failed");
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
