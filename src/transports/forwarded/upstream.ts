import { plainly } from "../../domain/http-call.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { pathOf } from "../native/target.ts";
import type { ForwardedRequest } from "./request.ts";

/** A key of the `context_extensions` of Envoy's routes: which server of the catalogue is behind the route. */
export const SERVER_EXTENSION = "writ_server";

const UNKNOWN: Upstream = Object.freeze({ server: "", host: "", path: "", protocol: "auto" });

/** Which server a request is for: the one that the gateway's configuration names, or the first that host and path fit. */
export function upstreamOf({ server, host, target }: ForwardedRequest, upstreams: readonly Upstream[]): Upstream {
  const path = plainly(pathOf(target));
  const authority = hostOf(host, upstreams);
  if (server === "") return upstreams.find((upstream) => isFor(upstream, authority, path)) ?? UNKNOWN;
  const named = upstreams.filter((upstream) => upstream.server === server);
  const [first = { ...UNKNOWN, server }, ...others] = named;
  // Host and path may be others in front of the gateway; they count where the server speaks more than one protocol.
  if (others.every(({ protocol }) => protocol === first.protocol)) return first;
  return named.find((upstream) => isFor(upstream, authority, path)) ?? { ...UNKNOWN, server };
}

/** As gateways compare it: without the dot at its end, and without a port, unless an upstream has that. */
function hostOf(host: string, upstreams: readonly Upstream[]): string {
  const said = host.toLowerCase().replace(/\.(?=:[0-9]*$|$)/, "");
  return upstreams.some((upstream) => upstream.host === said) ? said : said.replace(/:[0-9]*$/, "");
}

function isFor(upstream: Upstream, host: string, path: string): boolean {
  if (upstream.host !== "" && upstream.host !== host) return false;
  return upstream.path === "" || path === upstream.path || path.startsWith(`${upstream.path}/`);
}
