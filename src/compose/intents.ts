import { newId } from "../adapters/ids.ts";
import type { PostgresStore } from "../adapters/postgres/store.ts";
import type { Config } from "../config/load.ts";
import { type IntentCommands, intentCommands } from "../pipeline/intent-commands.ts";
import type { TokenSigner } from "../ports/signer.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";

/** Issuing, deriving and ending of intents, over the store that all replicas share. */
export function composeIntents(
  { grants, intents: { consent, maxLifetimeS } }: Config,
  { intents }: PostgresStore,
  signer: TokenSigner,
  tokens: TokenVerifier,
): IntentCommands {
  return intentCommands({
    store: intents,
    intents,
    tokens,
    signer,
    issuer: grants.issuer,
    consentRequired: consent === "required",
    maxLifetimeS,
    newId,
  });
}
