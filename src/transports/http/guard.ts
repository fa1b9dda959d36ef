import type { FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";

/**
 * Keeps web pages out. Development mode believes whoever is on loopback, and a page that somebody has open in a browser
 * is: it must not ask by a request of its own origin, nor by a name of its own that it lets point here (DNS rebinding).
 * With TLS a browser itself refuses a name that the certificate has not (RFC 9110 section 4.3.4), and probes, scrapers and replicas
 * behind a load balancer are asked by addresses and names that no setting knows.
 */
export function browserGuard(publicUrl: string, tls: boolean): (request: FastifyRequest) => Promise<void> {
  const own = new URL(publicUrl);
  return async ({ headers: { origin, host }, routeOptions }) => {
    if (routeOptions.config.forwards === true) return;
    if (origin !== undefined && origin !== own.origin) {
      throw new WritError("permission_denied", "requests of web pages are not answered (Origin)");
    }
    if (!tls && (host === undefined || !isOwnName(host, own.host))) {
      throw new WritError("permission_denied", "the Host header is not a name of this service; set public_url");
    }
  };
}

function isOwnName(host: string, own: string): boolean {
  if (host === own) return true;
  const name = host.replace(/:\d{1,5}$/, "");
  return isLoopbackHost(name);
}
