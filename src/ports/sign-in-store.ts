import type { SignedIn } from "../domain/sign-in.ts";

export interface SignIn extends SignedIn {
  /** Under which name the person is a caller. */
  readonly person: string;
  /** When the issuer last saw the person; milliseconds since 1970. */
  readonly authenticated_at_ms: number;
}

/** People who are signed in, by the SHA-256 of what their browser keeps. Everything rejects with `unavailable` without the store. */
export interface SignInStore {
  /** Forgets who is over, and the oldest of a person who is signed in too often. */
  begin(tenant: string, id: Uint8Array, signIn: SignIn, nowMs: number): Promise<void>;
  /** Undefined for one that is over. Being looked at is being used. */
  find(tenant: string, id: Uint8Array, nowMs: number): Promise<SignIn | undefined>;
  end(tenant: string, id: Uint8Array): Promise<void>;
}
