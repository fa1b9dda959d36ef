import { create } from "@bufbuild/protobuf";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { ReportRequestSchema, ReportResponseSchema } from "../../gen/writ/v1/outcome_pb.ts";
import { CompleteRequestSchema, CompleteResponseSchema } from "../../gen/writ/v1/task_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeOutcome } from "../native/decode-outcome.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit } from "./admit.ts";
import { toOutcomeJson } from "./decode.ts";
import { unary } from "./unary.ts";

export function outcomeService(service: Service): UntypedServiceImplementation {
  return {
    Report: unary(service, async (bytes, call) => {
      const message = readMessage(ReportRequestSchema, bytes);
      const decision_id = decodeId(message.decisionId, "/decision_id");
      const report = decodeOutcome(toOutcomeJson(message));
      const status = await service.report({ ...report, decision_id }, await admit(service, call));
      return writeMessage(ReportResponseSchema, create(ReportResponseSchema, { decisionId: decision_id, status }));
    }),
  };
}

export function taskService(service: Service): UntypedServiceImplementation {
  return {
    Complete: unary(service, async (bytes, call) => {
      const message = readMessage(CompleteRequestSchema, bytes);
      refuseUnknown("", message);
      const task = decodeId(message.task, "/task");
      const ended = await service.completeTask(task, await admit(service, call));
      return writeMessage(
        CompleteResponseSchema,
        create(CompleteResponseSchema, {
          task,
          grantsRevoked: ended.grants_revoked,
          sessionsClosed: ended.sessions_closed,
        }),
      );
    }),
  };
}
