import type { KeyDocument, KeySource } from "../adapters/trust/sources/source.ts";
import { MAX_INTENT_LIFETIME_S } from "../domain/intent.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import type { TokenSigner, VerificationKeys } from "../ports/signer.ts";

/** A name that no issuer of the configuration can have. */
const OWN = "@writ";

export interface OwnIssuer {
  readonly trust: IssuerTrust;
  readonly source: KeySource;
}

/**
 * Writ as an issuer that it trusts itself, for intents and nothing else: its keys of that purpose alone, so that no grant and no event
 * passes for an intent.
 */
export function ownIntents(issuer: string, signer: Pick<TokenSigner, "jwks"> & VerificationKeys): OwnIssuer {
  let known: KeyDocument | undefined;
  return {
    trust: {
      name: OWN,
      profile: "intent",
      uses: ["intent"],
      issuer,
      trustDomain: "",
      // Not looked at: the source is there.
      keys: { kind: "jwks_file", path: "" },
      audiences: [issuer],
      algorithms: ["ES256"],
      idClaim: "",
      idPrefix: "",
      labels: {},
      // Replicas' clocks: the one that issues may be ahead of the one that verifies. Expiry is exact all the same.
      clockSkewS: 5,
      maxLifetimeS: MAX_INTENT_LIFETIME_S,
      proof: "as_bound",
      delegation: false,
      tenantClaim: "tenant",
    },
    source: {
      current: (nowMs) => {
        const keys = signer.jwks().keys.filter(({ kid }) => signer.find(String(kid), nowMs)?.purpose === "intent");
        const same =
          known?.keys.length === keys.length && known.keys.every((key, index) => key["kid"] === keys[index]?.["kid"]);
        // The same list for the same keys: by it a token that was verified before is known to be good still.
        known = { keys: same && known !== undefined ? known.keys : keys, fetchedAtMs: nowMs };
        return known;
      },
      miss: async () => {},
      close: () => {},
    },
  };
}
