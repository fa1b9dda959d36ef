import type { PostgresStore } from "../adapters/postgres/store.ts";
import type { Config } from "../config/load.ts";
import { type EventCommands, eventCommands } from "../pipeline/event-commands.ts";
import { type KeyCommands, keyCommands } from "../pipeline/key-commands.ts";
import type { KeyManager, TokenSigner } from "../ports/signer.ts";

/** What may be done with signing keys, and what is told of revocations. */
export function composeKeys(
  { grants, tenant }: Config,
  { revocations, events }: Pick<PostgresStore, "revocations" | "events">,
  signer: TokenSigner & { readonly manager: KeyManager },
  log: (event: string, fields: Readonly<Record<string, string | number>>) => void,
  mayChange: boolean,
): { readonly keys: KeyCommands; readonly events: EventCommands } {
  return {
    keys: keyCommands({ keys: signer.manager, log, mayChange }),
    events: eventCommands({ issuer: grants.issuer, tenant, revocations, signer, events, now: Date.now }),
  };
}
