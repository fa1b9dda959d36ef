import type { Metadata } from "@grpc/grpc-js";
import { WritError } from "../../domain/errors.ts";
import type { Admission, DecisionRequest } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import { PROTOCOL } from "./errors.ts";
import { certificatesOf } from "./tls.ts";

interface Call {
  getPeer(): string;
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

/** grpc-js names a peer `address:port`, of which an IPv6 address stands in brackets or not. */
export function admit(service: Service, call: Omit<Call, "getDeadline">): Promise<Admission> {
  const peer = call.getPeer();
  const address = peer.slice(0, Math.max(0, peer.lastIndexOf(":"))).replace(/^\[(.*)\]$/, "$1");
  const [authorization] = call.metadata.get("authorization");
  const certificates = certificatesOf(service, peer);
  const shown = {
    ...(typeof authorization === "string" ? { authorization } : {}),
    ...(certificates === undefined ? {} : { certificates }),
  };
  return service.admit({ address, ...shown }, PROTOCOL);
}

/** The request, with no more time than the call has left. @throws WritError deadline_exceeded */
export function withinDeadline(request: DecisionRequest, call: Pick<Call, "getDeadline">): DecisionRequest {
  const deadline = call.getDeadline();
  const left = Math.floor((typeof deadline === "number" ? deadline : deadline.getTime()) - Date.now());
  if (left <= 0) throw new WritError("deadline_exceeded", "the call's deadline has passed");
  return left < request.timeout_ms ? { ...request, timeout_ms: left } : request;
}
