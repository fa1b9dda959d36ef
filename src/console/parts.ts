import type { Service } from "../pipeline/service.ts";
import type { IdentityProvider } from "../ports/identity-provider.ts";
import type { SignInStore } from "../ports/sign-in-store.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import type { Place } from "./place.ts";

/** How people sign in. */
export interface SignInParts {
  readonly provider: IdentityProvider;
  readonly tokens: TokenVerifier;
  readonly store: SignInStore;
  readonly tenant: string;
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  /** Of an ID token's claims those which callers are known by; no others are kept. */
  readonly claims: readonly string[];
  /** How long ago the issuer may have seen a person who answers. */
  readonly maxAgeS: number;
  readonly now: () => number;
}

/** What the pages are made of. They decide nothing: `service` says who may see and answer what. */
export interface ConsoleParts {
  readonly service: Pick<Service, "admit" | "approvals">;
  readonly place: Place;
  /** Absent where nobody can sign in: then it is the machine that counts, as for the API. */
  readonly signIn?: SignInParts;
}

/** The protocol's name in records and metrics. */
export const NAME = "console" as const;
