import type { UpstreamsOf } from "../../domain/upstream.ts";
import { ExtMcp } from "../../gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import type { GrpcProtocol } from "../native/protocol.ts";
import { encodeRefusal, failure } from "./encode.ts";
import { checkRequest } from "./request.ts";
import { checkResponse } from "./response.ts";

/** agentgateway's guardrails for MCP, `agentgateway.dev.ext_mcp.ExtMcp`: requests before they go on, and answers before the agent has them. */
export function extMcp(service: Service, upstreams: UpstreamsOf): GrpcProtocol {
  return {
    name: "ext_mcp",
    descriptor: ExtMcp,
    methods: {
      CheckRequest: (exchange) => checkRequest(service, upstreams, exchange),
      CheckResponse: (exchange) => checkResponse(service, upstreams, exchange),
    },
    failed: (error, method) =>
      encodeRefusal(method === "CheckRequest" ? "checkRequest" : "checkResponse", failure(error)),
  };
}
