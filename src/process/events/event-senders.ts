import type { EventConnection, EventParts } from "../../compose/events.ts";
import { SubscriberSender } from "./subscriber-sender.ts";

const UPKEEP_INTERVAL_MS = 5_000;
const PENDING_INTERVAL_MS = 5_000;

/** Tells subscribers what was revoked, from the primary, so that no worker waits for any of them. */
export class EventSenders {
  readonly #parts: EventParts;
  #connection: EventConnection | undefined;
  #senders: readonly SubscriberSender[] = [];
  #timers: readonly NodeJS.Timeout[] = [];
  #closing: Promise<void> | undefined;

  constructor(parts: EventParts) {
    this.#parts = parts;
  }

  /** @throws WritError unavailable, and what opening the signing keys throws */
  async start(databaseUrl: string): Promise<void> {
    const { tenant, subscribers, connect } = this.#parts;
    const connection = await connect(databaseUrl, () => {
      for (const sender of this.#senders) sender.poke();
    });
    this.#connection = connection;
    await connection.outbox.subscribe(tenant, subscribers);
    this.#senders = subscribers.map((subscriber) => {
      const { holder, random, telemetry } = this.#parts;
      const { name, push, audience } = subscriber;
      const token = (event: Parameters<EventConnection["token"]>[0]) => connection.token(event, audience);
      const counted = (result: "delivered" | "failed" | "dead") => telemetry.counted(name, result);
      return new SubscriberSender(
        { tenant, subscriber: name, holder, push, token, counted, random },
        connection.outbox,
      );
    });
    const upkeep = setInterval(() => this.#keepUp(connection), UPKEEP_INTERVAL_MS);
    const pending = setInterval(() => this.#count(connection), PENDING_INTERVAL_MS);
    this.#timers = [upkeep, pending];
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#senders.map((sender) => sender.close()));
    await this.#connection?.close();
  }

  #keepUp(connection: EventConnection): void {
    connection.keepUp(this.#parts.now()).catch(() => this.#parts.log("event_upkeep_failed", {}));
  }

  #count(connection: EventConnection): void {
    const { tenant, subscribers, telemetry } = this.#parts;
    if (subscribers.length === 0) return;
    connection.reader.subscribers(tenant).then(
      (states) => {
        for (const { name, pending } of states) telemetry.pending(name, pending);
      },
      () => {},
    );
  }
}
