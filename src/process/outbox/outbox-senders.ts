import type { Delivery } from "../../ports/event-push.ts";
import type { Outbox, Queued, ReceiverState } from "../../ports/outbox.ts";
import { OutboxSender, type SendResult } from "./outbox-sender.ts";

const UPKEEP_INTERVAL_MS = 5_000;
const PENDING_INTERVAL_MS = 5_000;

/** The database, as senders need it. */
export interface OutboxConnection<Event extends Queued> {
  readonly outbox: Outbox<Event>;
  /** @throws WritError unavailable */
  states(tenant: string): Promise<readonly ReceiverState[]>;
  /** What has to be done from time to time. */
  keepUp(nowMs: number): Promise<void>;
  close(): Promise<void>;
}

/** The way to one receiver. */
export interface Channel<Event extends Queued> {
  /** Never rejects; takes a bounded time. */
  deliver(event: Event): Promise<Delivery>;
  close(): void;
}

export interface Receiver {
  readonly name: string;
  /** The kinds of events that it is told. */
  readonly events: readonly string[];
}

export interface OutboxParts<Event extends Queued, Connection extends OutboxConnection<Event>, To extends Receiver> {
  readonly tenant: string;
  /** What leases call this process. */
  readonly holder: string;
  readonly receivers: readonly To[];
  /** @param hear called when something was queued @throws WritError unavailable */
  connect(databaseUrl: string, hear: () => void): Promise<Connection>;
  channel(receiver: To, connection: Connection): Channel<Event>;
  counted(receiver: string, result: SendResult): void;
  pending(receiver: string, count: number): void;
  /** The upkeep failed; it comes again. */
  failed(): void;
  now(): number;
  random(): number;
}

/** Tells receivers what was queued for them, from the primary, so that no worker waits for any of them. */
export class OutboxSenders<Event extends Queued, Connection extends OutboxConnection<Event>, To extends Receiver> {
  readonly #parts: OutboxParts<Event, Connection, To>;
  #connection: Connection | undefined;
  #senders: readonly OutboxSender<Event>[] = [];
  #timers: readonly NodeJS.Timeout[] = [];
  #closing: Promise<void> | undefined;

  constructor(parts: OutboxParts<Event, Connection, To>) {
    this.#parts = parts;
  }

  /** @throws WritError unavailable, and what opening the connection throws */
  async start(databaseUrl: string): Promise<void> {
    const { tenant, holder, receivers, random, connect } = this.#parts;
    const connection = await connect(databaseUrl, () => {
      for (const sender of this.#senders) sender.poke();
    });
    this.#connection = connection;
    await connection.outbox.subscribe(tenant, receivers);
    this.#senders = receivers.map((to) => {
      const { name } = to;
      const { deliver, close } = this.#parts.channel(to, connection);
      const counted = (result: SendResult) => this.#parts.counted(name, result);
      return new OutboxSender({ tenant, receiver: name, holder, deliver, close, counted, random }, connection.outbox);
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

  #keepUp(connection: Connection): void {
    connection.keepUp(this.#parts.now()).catch(() => this.#parts.failed());
  }

  #count(connection: Connection): void {
    const { tenant, receivers } = this.#parts;
    if (receivers.length === 0) return;
    connection.states(tenant).then(
      (states) => {
        for (const { name, pending } of states) this.#parts.pending(name, pending);
      },
      () => {},
    );
  }
}
