import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../adapters/observability/logger.ts";
import { createCallerCertificates } from "../adapters/trust/certificates/callers.ts";
import { createCertificateVerifier } from "../adapters/trust/certificates/verifier.ts";
import { openKeySource } from "../adapters/trust/sources/open.ts";
import type { KeySourceEvent } from "../adapters/trust/sources/source.ts";
import { PROOFS } from "../adapters/trust/tokens/proofs.ts";
import { createTokenVerifier } from "../adapters/trust/tokens/verifier.ts";
import type { Config } from "../config/load.ts";
import { sharedNames } from "../config/trust.ts";
import type { AgentDeps } from "../identify/agent.ts";
import type { ProofGuard } from "../ports/proof-guard.ts";
import type { CallerCertificates } from "../ports/token-verifier.ts";
import type { OwnIssuer } from "./own-intents.ts";

/** A worker waits so long for the first keys of all issuers, and then serves without those that have not come. */
const FIRST_KEYS_MS = 3_000;

/** Whom the configuration trusts, with their keys in memory. */
export interface Trust {
  readonly deps: AgentDeps;
  /** Of callers. */
  readonly callerCertificates: CallerCertificates;
  close(): void;
}

/** Opens a source of keys for each issuer. An issuer that is down delays the start for a moment, and no decision. */
export async function openTrust(
  { trust, tenant }: Config,
  proofGuard: ProofGuard,
  logger: Pick<Logger, "info" | "warn">,
  own: OwnIssuer,
): Promise<Trust> {
  const told = ({ event, ...about }: KeySourceEvent) =>
    event === "keys_unavailable" ? logger.warn(event, about) : logger.info(event, about);
  for (const issuer of sharedNames(trust)) {
    logger.warn("agent_names_shared", {
      issuer,
      problem: "another issuer has the same agent_id.prefix: each can name the other's agents",
    });
  }
  const sources = new Map(trust.map((issuer) => [issuer.name, openKeySource(issuer, { told, now: Date.now })]));
  const looked = Promise.all([...sources.values()].map((source) => source.miss()));
  const patience = new AbortController();
  await Promise.race([looked, delay(FIRST_KEYS_MS, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  return {
    deps: {
      tokens: createTokenVerifier({
        issuers: [own.trust, ...trust],
        sources: new Map([...sources, [own.trust.name, own.source]]),
        tenant,
      }),
      certificates: createCertificateVerifier(trust, sources),
      proofs: PROOFS,
      proofGuard,
      issuers: new Map(trust.map((issuer) => [issuer.name, issuer])),
    },
    callerCertificates: createCallerCertificates(trust, sources),
    close: () => {
      for (const source of sources.values()) source.close();
    },
  };
}
