import { createEventTelemetry, type EventTelemetry } from "../adapters/observability/event-telemetry.ts";
import { connectEvents } from "../adapters/postgres/events.ts";
import { httpPush } from "../adapters/push/push.ts";
import type { Config } from "../config/load.ts";
import type { RevocationReason } from "../domain/revocation.ts";
import { SECURITY_EVENT_TYPE, securityEvent } from "../events/security-event.ts";
import type { EventOutbox, EventReader, QueuedEvent } from "../ports/event-outbox.ts";
import type { EventPush } from "../ports/event-push.ts";
import { leaseHolder } from "./holder.ts";
import { openSigner } from "./signer.ts";

/** The database and the signing keys, as the sender of events needs them. */
export interface EventConnection {
  readonly outbox: EventOutbox;
  readonly reader: EventReader;
  /** @throws WritError unavailable */
  token(event: QueuedEvent, audience: string): Promise<string>;
  keepUp(nowMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface EventParts {
  readonly tenant: string;
  /** Whether it stays to do what has to be done from time to time, for all tenants, where it has nobody to tell. */
  readonly keepsUp: boolean;
  /** What leases call this process. */
  readonly holder: string;
  readonly subscribers: readonly {
    readonly name: string;
    readonly audience: string;
    readonly events: readonly RevocationReason[];
    readonly push: EventPush;
  }[];
  readonly telemetry: EventTelemetry;
  connect(databaseUrl: string, hear: () => void): Promise<EventConnection>;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  now(): number;
  random(): number;
}

/** @throws WritError invalid_argument for a CA file that cannot be read */
export function composeEvents(config: Config, log: EventParts["log"], keepsUp = true): EventParts {
  const { tenant, grants, subscribers } = config;
  return {
    tenant,
    keepsUp,
    holder: leaseHolder(),
    subscribers: subscribers.map(({ name, audience, events, url, authorizationFile, caFile }) => ({
      name,
      audience,
      events,
      push: httpPush({ url, authorizationFile, caFile }),
    })),
    telemetry: createEventTelemetry(tenant),
    connect: async (databaseUrl, hear) => {
      const { keys, outbox, reader, keepUp, close } = await connectEvents(databaseUrl, hear);
      const signer = await openSigner(config, keys, (problem) => log("signing_key_unreadable", { problem })).catch(
        async (error: unknown) => {
          await close();
          throw error;
        },
      );
      return {
        outbox,
        reader,
        keepUp,
        token: (event, audience) =>
          signer.sign({
            purpose: "event",
            audience,
            type: SECURITY_EVENT_TYPE,
            claims: securityEvent(event, { issuer: grants.issuer, audience, tenant }, Date.now()),
          }),
        close,
      };
    },
    log,
    now: Date.now,
    random: Math.random,
  };
}
