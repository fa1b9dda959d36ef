import type { Metadata } from "@grpc/grpc-js";
import type { Peer } from "../../domain/caller.ts";
import type { Admission, DecisionRequest } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import { asksOf } from "../native/access/access.ts";
import { GRPC_ACCESS } from "../native/access/grpc.ts";
import { timeoutOf } from "../native/deadline.ts";
import { PROTOCOL } from "./errors.ts";
import { certificatesOf } from "./tls.ts";

interface Call {
  getPeer(): string;
  /** `/package.Service/Method` */
  getPath(): string;
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

export function admit(service: Service, call: Omit<Call, "getDeadline">): Promise<Admission> {
  return service.admit(peerOf(service, call), PROTOCOL);
}

/** grpc-js names a peer `address:port`, of which an IPv6 address stands in brackets or not. */
export function peerOf(service: Service, call: Omit<Call, "getDeadline">): Peer {
  const peer = call.getPeer();
  const address = peer.slice(0, Math.max(0, peer.lastIndexOf(":"))).replace(/^\[(.*)\]$/, "$1");
  const [authorization] = call.metadata.get("authorization");
  const [traceparent] = call.metadata.get("traceparent");
  const certificates = certificatesOf(service, peer);
  return {
    address,
    ...(typeof authorization === "string" ? { authorization } : {}),
    ...(certificates === undefined ? {} : { certificates }),
    ...(typeof traceparent === "string" ? { traceparent } : {}),
    ...asksOf(GRPC_ACCESS[call.getPath().slice(1)]),
  };
}

/** What is left until the call's deadline, in milliseconds; Infinity without one. */
export function leftOf(call: Pick<Call, "getDeadline">): number {
  const deadline = call.getDeadline();
  return Math.floor((typeof deadline === "number" ? deadline : deadline.getTime()) - Date.now());
}

/** The request, with no more time than the call has left. @throws WritError deadline_exceeded */
export function withinDeadline(request: DecisionRequest, call: Pick<Call, "getDeadline">): DecisionRequest {
  const left = timeoutOf(leftOf(call));
  return left < request.timeout_ms ? { ...request, timeout_ms: left } : request;
}
