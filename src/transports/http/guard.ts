import type { FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";

/**
 * Keeps web pages out. Development mode believes whoever is on loopback, and a page that somebody has open in a browser
 * is: it must not ask by a request of its own origin, nor by a name of its own that it lets point here (DNS rebinding).
 */
export function browserGuard(publicUrl: string): (request: FastifyRequest) => Promise<void> {
  const own = new URL(publicUrl);
  return async ({ headers: { origin, host }, routeOptions }) => {
    if (routeOptions.config.forwards === true) return;
    if (origin !== undefined && origin !== own.origin) {
      throw new WritError("permission_denied", "requests of web pages are not answered (Origin)");
    }
    if (host === undefined || !isOwnName(host, own.host)) {
      throw new WritError("permission_denied", "the Host header is not a name of this service; set public_url");
    }
  };
}

function isOwnName(host: string, own: string): boolean {
  if (host === own) return true;
  const name = host.replace(/:\d{1,5}$/, "");
  return isLoopbackHost(name);
}
