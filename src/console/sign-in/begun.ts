import { isJsonObject } from "../../domain/json.ts";
import type { SignInSecrets } from "../../ports/identity-provider.ts";
import type { HeaderValues } from "../../transports/native/protocol.ts";
import { BEGUN, cookie, cookieOf } from "../cookies.ts";
import type { Place } from "../place.ts";

/** A sign-in that has begun: the browser keeps it until it comes back from the issuer. */
export interface Begun extends SignInSecrets {
  /** Where the person wanted to go. */
  readonly to: string;
}

/** A person may have to look for a second factor. */
const TTL_S = 600;

const OWN_PATHS = /^\/approvals(?:\/apr_[0-9A-HJKMNP-TV-Z]{26})?$/;

/** Paths of these pages, and no others: nobody is led elsewhere by a link that begins here. */
export function ownPath(path: string | null | undefined): string {
  return typeof path === "string" && OWN_PATHS.test(path) ? path : "/approvals";
}

export function begunCookie(begun: Begun, place: Place): string {
  return cookie(BEGUN, Buffer.from(JSON.stringify(begun)).toString("base64url"), TTL_S, place);
}

export function noBegunCookie(place: Place): string {
  return cookie(BEGUN, "", 0, place);
}

export function begunOf(headers: HeaderValues, place: Place): Begun | undefined {
  const value = cookieOf(headers, BEGUN, place);
  const begun = value === undefined ? undefined : parsed(Buffer.from(value, "base64url").toString("utf8"));
  if (!isJsonObject(begun)) return undefined;
  const { state, nonce, verifier, to } = begun;
  if (typeof state !== "string" || typeof nonce !== "string" || typeof verifier !== "string") return undefined;
  return state === "" || nonce === "" || verifier === ""
    ? undefined
    : { state, nonce, verifier, to: ownPath(String(to)) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
