import type { ExtAuthzSettings } from "../../domain/protocols.ts";
import type { UpstreamsOf } from "../../domain/upstream.ts";
import { Authorization } from "../../gen/envoy/service/auth/v3/external_auth_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { evidenceOf } from "../forwarded/evidence.ts";
import { callsOf } from "../forwarded/read.ts";
import type { GrpcExchange, GrpcProtocol } from "../native/protocol.ts";
import { decodeCheck } from "./decode.ts";
import { encodeAnswer, encodeFailed } from "./encode.ts";
import { agreeing, vouchedAgent } from "./metadata.ts";

const NAME = "ext_authz";

/** Envoy's external authorization, v3: `envoy.service.auth.v3.Authorization`. */
export function extAuthz(service: Service, upstreams: UpstreamsOf, { remove_token }: ExtAuthzSettings): GrpcProtocol {
  const check = async ({ message, peer, left_ms }: GrpcExchange): Promise<Buffer> => {
    // What the gateway shows of itself is the call's own metadata; the fields of the request that it asks about are in the message.
    const admission = await service.admit(peer, NAME);
    await service.expect(admission);
    const { request, request_id, certificate, metadata, context } = decodeCheck(message);
    const evidence = evidenceOf(request, admission, certificate);
    const agent = vouchedAgent(metadata, admission) ?? evidence.agent;
    const calls = agreeing(callsOf(request, upstreams(admission.tenant)), metadata);
    const options = { request_id, context, left_ms };
    const answer = await decideForwarded(service, admission, calls, { ...evidence, agent }, options);
    const { token_header } = admission.carries;
    return encodeAnswer(answer, remove_token && token_header !== "" ? [token_header] : []);
  };
  return { name: NAME, descriptor: Authorization, methods: { Check: check }, failed: encodeFailed };
}
