import type { UpstreamsOf } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { redactedParams, redacting } from "../forwarded/redact.ts";
import type { GrpcExchange } from "../native/protocol.ts";
import { decodeRequest } from "./decode.ts";
import { denied, encodeGoesOn, encodeRefusal } from "./encode.ts";
import { evidenceFrom } from "./identity.ts";
import { requestCalls } from "./message.ts";

/** The method of which Writ knows where in the params the arguments are, so that it can change them. */
const REDACTABLE = "tools/call";

/** Whether the request may go on: to every server that it goes to. */
export async function checkRequest(
  service: Service,
  upstreams: UpstreamsOf,
  { message, peer, left_ms }: GrpcExchange,
): Promise<Buffer> {
  const admission = await service.admit(peer, "ext_mcp");
  const { services, method, params, headers, metadata } = decodeRequest(message);
  const evidence = evidenceFrom(headers, metadata, admission);
  const calls = services.flatMap((server) => requestCalls(method, params, server, upstreams(admission.tenant)));
  const answer = await decideForwarded(service, admission, calls, evidence, {
    request_id: "",
    context: {},
    left_ms,
    explain: true,
    ...(method === REDACTABLE ? redacting(admission) : {}),
  });
  if (!answer.goes_on) return encodeRefusal("checkRequest", denied(answer));
  return encodeGoesOn(answer, method === REDACTABLE ? redactedParams(params, answer) : undefined);
}
