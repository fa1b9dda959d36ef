import type { Upstream } from "../../domain/upstream.ts";
import type { ForwardedRequest } from "./request.ts";

const UNKNOWN: Upstream = Object.freeze({ server: "", host: "", path: "", protocol: "auto" });

/** Which server a request is for: the one that the gateway's configuration names, or the first that host and path fit. */
export function upstreamOf({ server, host, target }: ForwardedRequest, upstreams: readonly Upstream[]): Upstream {
  if (server !== "") return upstreams.find((upstream) => upstream.server === server) ?? { ...UNKNOWN, server };
  const [path = ""] = target.split(/[?#]/);
  return upstreams.find((upstream) => isFor(upstream, host.toLowerCase(), path)) ?? UNKNOWN;
}

function isFor(upstream: Upstream, host: string, path: string): boolean {
  if (upstream.host !== "" && upstream.host !== host) return false;
  return upstream.path === "" || path === upstream.path || path.startsWith(`${upstream.path}/`);
}
