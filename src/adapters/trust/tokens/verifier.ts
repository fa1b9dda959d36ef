import { hash } from "node:crypto";
import type { JsonObject } from "../../../domain/json.ts";
import { type IssuerTrust, isCertificateProfile } from "../../../domain/trust.ts";
import type { TokenRefused, TokenUse, TokenVerifier, VerifiedToken } from "../../../ports/token-verifier.ts";
import type { KeySource } from "../sources/source.ts";
import { VerifiedTokens } from "./cache.ts";
import { type ClaimsAsked, checkClaims } from "./claims.ts";
import { type CompactToken, readCompact } from "./compact.ts";
import { candidateKeys, signedBy } from "./keys.ts";
import { hasType, type PROFILE_CHECKS, strangeHeader } from "./profiles.ts";
import { invalid, refused } from "./refused.ts";
import { trustDomainOf } from "./workload-id.ts";

type TokenTrust = IssuerTrust & { readonly profile: keyof typeof PROFILE_CHECKS };

/** An issuer of tokens, and where its keys come from. */
interface Issuer {
  readonly trust: TokenTrust;
  readonly source: KeySource;
}

export interface TokenVerifierOptions {
  readonly issuers: readonly IssuerTrust[];
  /** By the issuer's name. */
  readonly sources: ReadonlyMap<string, KeySource>;
  /** Whose decisions these are: what `tenant_claim` has to say. */
  readonly tenant: string;
}

/** Verifies tokens with keys that are there. What is not there is looked for in the background: no verification waits for it. */
export function createTokenVerifier({ issuers, sources, tenant }: TokenVerifierOptions): TokenVerifier {
  const known = issuers.flatMap((trust): Issuer[] => {
    const source = sources.get(trust.name);
    return source === undefined || !isOfTokens(trust) ? [] : [{ trust, source }];
  });
  const remembered = new VerifiedTokens();
  return {
    verify: (use, text, nowMs) => {
      const digest = hash("sha256", text, "hex");
      const id = `${use}:${digest}`;
      return remembered.get(id, nowMs) ?? verify(known, text, { use, tenant, nowMs }, { id, digest, remembered });
    },
  };
}

function isOfTokens(trust: IssuerTrust): trust is TokenTrust {
  return !isCertificateProfile(trust.profile);
}

interface Memory {
  readonly id: string;
  /** SHA-256 of the token, in hex. */
  readonly digest: string;
  readonly remembered: VerifiedTokens;
}

async function verify(
  known: readonly Issuer[],
  text: string,
  asked: ClaimsAsked,
  memory: Memory,
): Promise<VerifiedToken | TokenRefused> {
  const token = readCompact(text);
  if ("fault" in token) return token;
  const issuers = known.filter(({ trust }) => trust.uses.includes(asked.use) && isFrom(trust, token.claims));
  let refusal: TokenRefused | undefined;
  for (const issuer of issuers) {
    const verified = await verifyAs(issuer, token, asked, memory);
    if (!("fault" in verified)) return verified;
    if (refusal === undefined || isOther(refusal)) refusal = verified;
  }
  return refusal ?? refused("token_untrusted", NOBODY_TRUSTED[asked.use]);
}

const NOBODY_TRUSTED: Readonly<Record<TokenUse, string>> = {
  agent: "the token's issuer is not trusted for agents",
  intent: "the token's issuer is not trusted for intents",
  caller: "the token's issuer is not trusted for callers",
};

/** What an entry of `trust` says of a token that is meant for another entry of the same issuer. */
function isOther({ fault }: TokenRefused): boolean {
  return fault === "token_type_mismatch" || fault === "token_audience_mismatch";
}

/** Whether the token says that it is of this issuer: to the letter, and of the one trust domain that it may speak for. */
function isFrom({ issuer, trustDomain }: TokenTrust, { iss, sub }: JsonObject): boolean {
  if (trustDomain !== "" && trustDomainOf(sub) !== trustDomain) return false;
  if (issuer !== "") return iss === issuer;
  return trustDomain !== "" || iss === undefined;
}

async function verifyAs(
  { trust, source }: Issuer,
  token: CompactToken,
  asked: ClaimsAsked,
  { id, digest, remembered }: Memory,
): Promise<VerifiedToken | TokenRefused> {
  if (!hasType(token, trust.profile)) {
    return refused("token_type_mismatch", "the token's typ is not that of the tokens which are accepted of its issuer");
  }
  if (strangeHeader(token, trust.profile)) return invalid("the token's header has more than alg, kid and typ");
  if (!trust.algorithms.includes(token.alg)) {
    return refused("token_algorithm_refused", "the token's algorithm is not accepted of its issuer");
  }
  const document = source.current(asked.nowMs);
  if (document === undefined) {
    void source.miss();
    return refused("key_unavailable", "the issuer's keys cannot be had now");
  }
  const keys = candidateKeys(token, document);
  if ("fault" in keys) {
    // The next token of a key that has just come is then known.
    if (keys.fault === "key_unknown") void source.miss();
    return keys;
  }
  const key = await signedBy(token, keys);
  if ("fault" in key) return key as TokenRefused;
  const { claims } = token;
  const wrong = checkClaims(claims, trust, asked);
  if (wrong !== undefined) return wrong;
  const expires_at_ms = 1000 * (claims["exp"] as number);
  const { name: issuer, profile, clockSkewS } = trust;
  const verified = { issuer, profile, claims, digest: `sha256:${digest}`, expires_at_ms };
  const endsAtMs = expires_at_ms + 1000 * clockSkewS;
  remembered.set(id, {
    verified,
    source,
    key: key as JsonObject,
    keys: document.keys,
    chars: token.text.length,
    endsAtMs,
  });
  return verified;
}
