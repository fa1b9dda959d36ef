import { parseSpiffeId } from "../spiffe-id.ts";

/** Whether it is the SPIFFE ID of a workload of the trust domain: the domain itself is none. */
export function isWorkloadOf(trustDomain: string, id: string): boolean {
  const parsed = parseSpiffeId(id);
  return parsed !== undefined && parsed.trustDomain === trustDomain && parsed.path !== "";
}

/** The authority of a workload identifier (draft-ietf-wimse-identifier section 4.1), as it is written. */
export function trustDomainOf(id: unknown): string | undefined {
  return typeof id === "string" ? /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/.exec(id)?.[1] : undefined;
}

/** A path without escapes, and without segments that a reader of URIs would resolve. */
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~!$&'()*+,;=:@-]+)+$/;

/** Whether it is a workload identifier of WIMSE: an absolute URI with the trust domain as its authority. */
export function isWorkloadUriOf(trustDomain: string, id: string): boolean {
  if (id.startsWith("spiffe:")) return isWorkloadOf(trustDomain, id);
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(\/[^?#]*)$/.exec(id)?.[1];
  return path !== undefined && trustDomainOf(id) === trustDomain && PLAIN_PATH.test(path);
}
