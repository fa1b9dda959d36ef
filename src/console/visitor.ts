import { hash, randomBytes } from "node:crypto";
import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";
import { SIGN_IN_TTL_MS } from "../domain/sign-in.ts";
import type { HttpExchange } from "../transports/native/protocol.ts";
import { cookie, cookieOf, SESSION } from "./cookies.ts";
import { formToken } from "./forms.ts";
import { html } from "./html.ts";
import type { Header } from "./layout.ts";
import { type ConsoleParts, NAME, type SignInParts } from "./parts.ts";

/** Who looks at a page. */
export interface Visitor {
  readonly admission: Admission;
  /** What only the browser has: its forms are bound to it. */
  readonly secret: string;
  /** "" where it is not known. */
  readonly address: string;
  /** When the issuer last saw the person; absent where nobody signs in. */
  readonly authenticatedAtMs?: number;
  readonly cookies: readonly string[];
}

const SECRET_BYTES = 32;

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** What of a browser's secret is kept. */
export function idOf(secret: string): Uint8Array {
  return hash("sha256", secret, "buffer");
}

/** Undefined for who has to sign in first. The bearer tokens of programs open no page: a browser would send them along with foreign forms. */
export async function visitorOf(parts: ConsoleParts, exchange: HttpExchange): Promise<Visitor | undefined> {
  const { service, place, signIn } = parts;
  const { address } = exchange.peer;
  const secret = cookieOf(exchange.headers, SESSION, place);
  if (signIn !== undefined) return secret === undefined ? undefined : signedIn(parts, signIn, secret, address);
  const admission = await service.admit({ address }, NAME);
  if (secret !== undefined) return { admission, secret, address, cookies: [] };
  const fresh = newSecret();
  return { admission, secret: fresh, address, cookies: [cookie(SESSION, fresh, SIGN_IN_TTL_MS / 1000, place)] };
}

async function signedIn(
  { service }: ConsoleParts,
  { store, tenant, now }: SignInParts,
  secret: string,
  address: string,
): Promise<Visitor | undefined> {
  const found = await store.find(tenant, idOf(secret), now());
  if (found === undefined) return undefined;
  try {
    const admission = await service.admit({ address, signed_in: found }, NAME);
    return { admission, secret, address, authenticatedAtMs: found.authenticated_at_ms, cookies: [] };
  } catch (error) {
    // The configuration may know the person no more.
    if (error instanceof WritError && error.code === "unauthenticated") return undefined;
    throw error;
  }
}

/** Whether the issuer saw the person too long ago for an answer. */
export function isStale({ signIn }: ConsoleParts, { authenticatedAtMs }: Visitor): boolean {
  return signIn !== undefined && signIn.now() - (authenticatedAtMs ?? 0) > signIn.maxAgeS * 1000;
}

const SIGN_OUT = "sign-out";

export function signOutToken({ secret }: Visitor): string {
  return formToken(secret, SIGN_OUT);
}

/** What a page says of who looks at it. */
export function headerOf({ place, signIn }: ConsoleParts, visitor: Visitor): Header {
  const { id } = visitor.admission.caller;
  if (signIn === undefined) return { person: `${id}, whoever uses this machine: no sign-in is configured` };
  return {
    person: id,
    signOut: html`<form method="post" action="${place.at("/approvals/sign-out")}"><input type="hidden" name="token" value="${signOutToken(visitor)}"><button>Sign out</button></form>`,
  };
}
