import { createRemoteJWKSet, jwtVerify } from "jose";
import { Refused } from "./http.ts";

const SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

/** Whose security events are believed, and addressed to whom. */
export interface EventSettings {
  readonly issuer: string;
  readonly audience: string;
}

/** Reads a security event token (RFC 8417) that Writ pushed (RFC 8935). @returns the grant that ended @throws Refused */
export type EventReader = (token: string) => Promise<string>;

export function eventReader({ issuer, audience }: EventSettings): EventReader {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, typ: "secevent+jwt" }).catch(() => {
      throw new Refused(400, "the event is not Writ's");
    });
    const events = payload["events"] as Readonly<Record<string, { readonly writ?: { readonly grant?: unknown } }>>;
    const grant = events?.[SESSION_REVOKED]?.writ?.grant;
    if (typeof grant !== "string") throw new Refused(400, "the event names no grant");
    return grant;
  };
}
