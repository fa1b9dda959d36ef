import { GRPC } from "@cerbos/grpc";
import { McpRequestResultSchema, McpRequestSchema } from "../../src/gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import { CheckRequestSchema, CheckResponseSchema } from "../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";
import { DecideRequestSchema, DecideResponseSchema } from "../../src/gen/writ/v1/decision_pb.ts";
import { grpcClient, requestMessage } from "../grpc-client.ts";
import { AGENT, type AgentCall, headOf, mcpMessage, pathOf } from "./call.ts";
import { nativeRequest, type ProtocolClient } from "./http.ts";

/** Every protocol whose gateways ask over gRPC. @param address of the gRPC API */
export function grpcClients(address: string): { readonly clients: readonly ProtocolClient[]; close(): void } {
  const { call: ask, close } = grpcClient(address);
  const cerbos = new GRPC(address, { tls: false });
  const native = async (call: AgentCall) => {
    const message = requestMessage(nativeRequest(call));
    const { decision } = await ask(
      "/writ.v1.DecisionService/Decide",
      DecideRequestSchema,
      message,
      DecideResponseSchema,
    );
    return decision?.effect === "allow" || decision?.effect === "warn";
  };
  const envoy = async (call: AgentCall) => {
    const body = JSON.stringify(mcpMessage(call));
    const http = {
      method: "POST",
      scheme: "https",
      host: "mcp.example",
      path: pathOf(call.server),
      headers: headOf(),
      body,
    };
    const attributes = { request: { http: { ...http, size: BigInt(Buffer.byteLength(body)) } } };
    const path = "/envoy.service.auth.v3.Authorization/Check";
    const { status, httpResponse } = await ask(path, CheckRequestSchema, { attributes }, CheckResponseSchema);
    const allows = (status?.code ?? 0) === 0;
    // One answer never says both.
    if (allows !== (httpResponse.case === "okResponse"))
      throw new Error(`status and response disagree: ${httpResponse.case}`);
    return allows;
  };
  const extMcp = async (call: AgentCall) => {
    const { params } = mcpMessage(call);
    const head = { ":method": "POST", ":path": pathOf(call.server), ":authority": "mcp.example", ...headOf() };
    const message = {
      serviceNames: [call.server],
      method: "tools/call",
      mcpRequest: Buffer.from(JSON.stringify(params)),
      headers: Object.entries(head).map(([key, value]) => ({ key, value: Buffer.from(value) })),
    };
    const path = "/agentgateway.dev.ext_mcp.ExtMcp/CheckRequest";
    const { result } = await ask(path, McpRequestSchema, message, McpRequestResultSchema);
    return result.case === "pass" || result.case === "mutated";
  };
  const check = ({ server, tool, arguments: args }: AgentCall) =>
    cerbos.isAllowed({
      principal: { id: AGENT.id, roles: ["agent"] },
      resource: { kind: "tool", id: `${server}/${tool}`, attr: { arguments: args as never } },
      action: "call",
    });
  return {
    clients: [
      { protocol: "grpc", name: "native gRPC", goesOn: native },
      { protocol: "ext_authz", name: "Envoy's ext_authz", goesOn: envoy },
      { protocol: "ext_mcp", name: "agentgateway's ext_mcp", goesOn: extMcp },
      { protocol: "cerbos", name: "Cerbos over gRPC", goesOn: check },
    ],
    close,
  };
}
