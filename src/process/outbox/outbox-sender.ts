import { retryDelay } from "../../outbox/retry.ts";
import type { Delivery } from "../../ports/event-push.ts";
import type { Outbox, Queued } from "../../ports/outbox.ts";
import { Periodic } from "../background.ts";

/** Events under way at once, each about another subject. */
const BATCH = 8;

/** Longer than any try takes, so that a sender that still tries still holds it; short enough not to be missed when it dies. */
const LEASE_S = 15;

/** How often is looked for what is due without a notification: retries, and what another replica leaves behind. */
const POLL_MS = 1_000;

export type SendResult = "delivered" | "failed" | "dead";

export interface SenderParts<Event extends Queued> {
  readonly tenant: string;
  readonly receiver: string;
  /** This process's name among all replicas. */
  readonly holder: string;
  /** Never rejects; takes a bounded time, shorter than the lease. */
  deliver(event: Event): Promise<Delivery>;
  counted(result: SendResult): void;
  /** From 0 to 1. */
  random(): number;
  close(): void;
}

/**
 * Brings one receiver its events: those about one subject one after the other, in order; those about different ones side by side.
 * Waits for nobody but this receiver.
 */
export class OutboxSender<Event extends Queued> {
  readonly #parts: SenderParts<Event>;
  readonly #outbox: Outbox<Event>;
  readonly #rounds: Periodic;

  constructor(parts: SenderParts<Event>, outbox: Outbox<Event>) {
    this.#parts = parts;
    this.#outbox = outbox;
    // A database that is away is away for all: nothing is lost, and the next look is soon.
    this.#rounds = new Periodic({ everyMs: POLL_MS, run: () => this.#round(), failed: () => {} });
  }

  /** Something was queued, perhaps for this receiver. */
  poke(): void {
    this.#rounds.poke();
  }

  /** Finishes the tries that are under way. */
  async close(): Promise<void> {
    await this.#rounds.close();
    const { tenant, receiver, holder } = this.#parts;
    await this.#outbox.release(tenant, receiver, holder).catch(() => {});
    this.#parts.close();
  }

  /** @returns whether there may be more: what was behind these in their subjects may be due now */
  async #round(): Promise<boolean> {
    const { tenant, receiver, holder } = this.#parts;
    if (!(await this.#outbox.lease(tenant, receiver, holder, LEASE_S))) return false;
    const due = await this.#outbox.due(tenant, receiver, BATCH);
    await Promise.all(due.map((event) => this.#try(event)));
    return due.length > 0;
  }

  async #try(event: Event): Promise<void> {
    const { tenant, receiver, deliver, counted, random } = this.#parts;
    const delivery = await deliver(event);
    if (delivery.status === "delivered") {
      await this.#outbox.delivered(tenant, receiver, event.id);
      counted("delivered");
      return;
    }
    const { problem } = delivery;
    const delay_s = delivery.status === "failed" ? retryDelay(event.attempts + 1, event.age_s, random()) : undefined;
    if (delay_s === undefined) await this.#outbox.dead(tenant, receiver, event.id, problem);
    else await this.#outbox.failed(tenant, receiver, event.id, delay_s, problem);
    counted(delay_s === undefined ? "dead" : "failed");
  }
}
