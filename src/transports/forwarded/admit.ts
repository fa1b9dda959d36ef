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

/** @throws WritError unauthenticated */
export function admitForwarded(
  service: Service,
  { authorization: _agents, ...peer }: Peer,
  headers: HeaderValues,
  protocol: string,
): Promise<Admission> {
  const own = single(headers, CALLER_HEADER);
  if (own === undefined) throw new WritError("unauthenticated", `${CALLER_HEADER} is there twice`);
  return service.admit(own === "" ? peer : { ...peer, authorization: own }, protocol);
}
