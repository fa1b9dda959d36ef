import type { Peer } from "../../domain/caller.ts";
import { WritError } from "../../domain/errors.ts";
import type { Admission } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import { single } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";
import { INTENT_HEADER } from "./evidence.ts";

/** In which a gateway that forwards whole heads shows its own credential: `Authorization` is that of the request that it asks about. */
const CALLER_HEADER = "x-writ-authorization";

/** Fields that are Writ's own: a gateway takes them out of what it forwards to the upstream server. */
export const OWN_HEADERS = [CALLER_HEADER, INTENT_HEADER, "x-writ-agent", "x-writ-session"] as const;

/**
 * Without a credential, as development mode allows on loopback, no grant is told: `Host` and `Origin` are not this service's here, so that a web page
 * could be who asks.
 * @throws WritError unauthenticated
 */
export async function admitForwarded(
  service: Service,
  { authorization: _agents, ...peer }: Peer,
  headers: HeaderValues,
  protocol: string,
): Promise<Admission> {
  const own = single(headers, CALLER_HEADER);
  if (own === undefined) throw new WritError("unauthenticated", `${CALLER_HEADER} is there twice`);
  if (own !== "") return service.admit({ ...peer, authorization: own }, protocol);
  return { ...(await service.admit(peer, protocol)), grants: "exchange" };
}
