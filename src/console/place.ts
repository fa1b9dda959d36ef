import { isLoopbackHost } from "../domain/loopback.ts";
import { single } from "../transports/native/headers.ts";
import type { HttpExchange } from "../transports/native/protocol.ts";

/** Where the pages are, as browsers see it. */
export interface Place {
  /** `https://host[:port]` */
  readonly origin: string;
  /** Whether browsers come by TLS, to Writ or to a proxy before it. */
  readonly secure: boolean;
  /** A path of the service, as a browser asks for it. */
  at(path: string): string;
  /** Where a page that was asked for by another name of this machine really is; undefined where it was asked for by its own. */
  elsewhere(exchange: HttpExchange): string | undefined;
}

/** @param publicUrl without a slash at its end */
export function placeOf(publicUrl: string): Place {
  const url = new URL(publicUrl);
  const base = url.pathname === "/" ? "" : url.pathname;
  // A proxy may ask by a name of this machine; only who is on it himself is sent on.
  const local = isLoopbackHost(url.hostname) && url.port !== "0";
  return {
    origin: url.origin,
    secure: url.protocol === "https:",
    at: (path) => base + path,
    elsewhere: ({ headers, target }) =>
      local && single(headers, "host") !== url.host ? `${url.origin}${base}${target}` : undefined,
  };
}
