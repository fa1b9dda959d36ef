import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import type { Decision } from "../../../src/domain/decision.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Admission, DecisionRequest } from "../../../src/domain/request.ts";
import {
  McpRequestResultSchema,
  McpRequestSchema,
  McpResponseResultSchema,
  McpResponseSchema,
} from "../../../src/gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { extMcp } from "../../../src/transports/ext-mcp/protocol.ts";
import type { GrpcExchange } from "../../../src/transports/native/protocol.ts";

export const ADMISSION: Admission = {
  tenant: "default",
  caller: { id: "gateway", protocol: "ext_mcp", roles: ["decide", "report"] },
  vouches: false,
  forwards_certificates: false,
  grants: "answer",
  audiences: [],
  obligations: [],
  carries: { token_header: "authorization", agent_header: "", session_header: "", agent_metadata: undefined },
  now_ms: 0,
};

export const VOUCHES: Admission = {
  ...ADMISSION,
  vouches: true,
  carries: { ...ADMISSION.carries, agent_metadata: { namespace: "jwt", path: ["sub"] } },
};

export type Verdict = Partial<Decision> | WritError;

/** The real transport before a service that answers what the test says, and remembers what it was asked. */
export function gatewayTo(verdict: (request: DecisionRequest) => Verdict, admission = ADMISSION) {
  const asked: DecisionRequest[] = [];
  const reported: string[] = [];
  const service = {
    admit: async () => admission,
    decide: async (request: DecisionRequest) => {
      asked.push(request);
      const said = verdict(request);
      if (said instanceof WritError) throw said;
      return {
        decision_id: `dec_${asked.length}`,
        effect: "block",
        reasons: [],
        obligations: [],
        action: { traits: [] },
        ...said,
      };
    },
    report: async ({ decision_id, status }: { decision_id: string; status: string }) => {
      reported.push(`${decision_id} ${status}`);
      return "recorded";
    },
    failed: () => {},
  } as unknown as Service;
  const { methods } = extMcp(service, () => []);
  const exchange = (message: Uint8Array): GrpcExchange => ({
    message: Buffer.from(message),
    peer: { address: "127.0.0.1" },
    metadata: () => [],
    left_ms: 5_000,
  });
  return {
    asked,
    reported,
    request: async (init: MessageInitShape<typeof McpRequestSchema>) => {
      const bytes = await methods["CheckRequest"]?.(
        exchange(toBinary(McpRequestSchema, create(McpRequestSchema, init))),
      );
      return fromBinary(McpRequestResultSchema, bytes as Buffer);
    },
    response: async (init: MessageInitShape<typeof McpResponseSchema>) => {
      const bytes = await methods["CheckResponse"]?.(
        exchange(toBinary(McpResponseSchema, create(McpResponseSchema, init))),
      );
      return fromBinary(McpResponseResultSchema, bytes as Buffer);
    },
  };
}

export const json = (value: JsonObject) => Buffer.from(JSON.stringify(value));
export const allow = () => ({ effect: "allow" as const });
export const block = (code: string) => ({
  effect: "block" as const,
  reasons: [{ code, message: code, rule: "r", controls: [] }],
});
