import type { HeaderValues } from "../transports/native/protocol.ts";
import type { Place } from "./place.ts";

/** The browser's own secret: by it a sign-in is found, and forms are known as the page's own. */
export const SESSION = "writ";
/** What a sign-in that has begun will be recognized by. */
export const BEGUN = "writ-sign-in";

/** RFC 6265bis section 4.1.3.2: such a cookie was set by this very host, over TLS; a neighbour in the domain cannot plant one. */
function nameOf(name: string, { secure }: Place): string {
  return secure ? `__Host-${name}` : name;
}

/** base64url, and nothing else, so that no value has to be quoted. */
const VALUE = /^[A-Za-z0-9_-]{1,2048}$/;

/** The cookie's value; undefined where there is none, or more than one: who set the other is not known. */
export function cookieOf(headers: HeaderValues, name: string, place: Place): string | undefined {
  const wanted = nameOf(name, place);
  const pairs = (headers.get("cookie") ?? []).flatMap((line) => line.split(";")).map((pair) => pair.trim());
  const values = pairs.filter((pair) => pair.startsWith(`${wanted}=`)).map((pair) => pair.slice(wanted.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && VALUE.test(value) ? value : undefined;
}

/**
 * `Lax`, not `Strict`: people come by links in mails and chats, and back from the issuer. Forms are guarded by more than that (forms.ts).
 *
 * @param maxAgeS 0 takes the cookie away
 */
export function cookie(name: string, value: string, maxAgeS: number, place: Place): string {
  const secure = place.secure ? "; Secure" : "";
  return `${nameOf(name, place)}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}
