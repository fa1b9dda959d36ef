import type { EventConnection, EventParts } from "../../compose/events.ts";
import type { QueuedEvent } from "../../ports/event-outbox.ts";
import { type OutboxConnection, OutboxSenders } from "../outbox/outbox-senders.ts";

type Connection = OutboxConnection<QueuedEvent> & Pick<EventConnection, "token">;

/** Tells subscribers what was revoked, from the primary, so that no worker waits for any of them. */
export class EventSenders extends OutboxSenders<QueuedEvent, Connection, EventParts["subscribers"][number]> {
  readonly #stays: boolean;

  constructor({ tenant, keepsUp, holder, subscribers, telemetry, connect, log, now, random }: EventParts) {
    super({
      tenant,
      holder,
      receivers: subscribers,
      connect: async (databaseUrl, hear) => {
        const { outbox, reader, token, keepUp, close } = await connect(databaseUrl, hear);
        return { outbox, states: (of) => reader.subscribers(of), token, keepUp, close };
      },
      channel: ({ push, audience }, { token }) => ({
        deliver: (event) =>
          token(event, audience).then(
            (text) => push.deliver(text),
            () => ({ status: "failed", problem: "no signature" }) as const,
          ),
        close: () => push.close(),
      }),
      counted: telemetry.counted,
      pending: telemetry.pending,
      failed: () => log("event_upkeep_failed", {}),
      now,
      random,
    });
    this.#stays = keepsUp || subscribers.length > 0;
  }

  /** Where there is nobody to tell, that is put on record, and no connection stays open for it. */
  override async start(databaseUrl: string): Promise<void> {
    await super.start(databaseUrl);
    if (!this.#stays) await this.close();
  }
}
