import { DecideRequestSchema, DecideResponseSchema } from "../../src/gen/writ/v1/decision_pb.ts";
import { ReportRequestSchema, ReportResponseSchema } from "../../src/gen/writ/v1/outcome_pb.ts";
import { decisionJson, grpcClient, requestMessage } from "../../tools/grpc-client.ts";
import type { Answer, Gateway } from "./gateway.ts";

/** @param address `host:port` */
export function grpcGateway(address: string): Gateway {
  const { call, close } = grpcClient(address);
  return {
    protocol: "grpc",
    decide: async (request) => {
      const message = requestMessage(request);
      const answer = await call("/writ.v1.DecisionService/Decide", DecideRequestSchema, message, DecideResponseSchema);
      if (answer.decision === undefined) throw new Error("an answer without a decision");
      return decisionJson(answer.decision) as unknown as Answer;
    },
    report: async (decisionId, { status, duration_ms, result_excerpt }) => {
      await call(
        "/writ.v1.OutcomeService/Report",
        ReportRequestSchema,
        {
          decisionId,
          status: status as string,
          ...(duration_ms === undefined ? {} : { durationMs: BigInt(duration_ms as number) }),
          ...(result_excerpt === undefined ? {} : { resultExcerpt: result_excerpt as string }),
        },
        ReportResponseSchema,
      );
    },
    close,
  };
}
