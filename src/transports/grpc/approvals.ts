import { create } from "@bufbuild/protobuf";
import type { handleServerStreamingCall, ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { ApprovalRecord } from "../../domain/approval.ts";
import { choiceField } from "../../domain/fields.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import {
  AnswerApprovalRequestSchema,
  AnswerApprovalResponseSchema,
  GetApprovalRequestSchema,
  GetApprovalResponseSchema,
  ListApprovalsRequestSchema,
  ListApprovalsResponseSchema,
  WaitApprovalRequestSchema,
  WaitApprovalResponseSchema,
  WithdrawApprovalRequestSchema,
  WithdrawApprovalResponseSchema,
} from "../../gen/writ/v1/approval_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeAnswer, decodeApprovalList, decodeWithdrawal } from "../native/decode-approval.ts";
import { encodeApproval, encodeApprovalPage } from "../native/encode-approval.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit, peerOf } from "./admit.ts";
import { toStatus } from "./errors.ts";
import { unary } from "./unary.ts";

export function approvalService(service: Service): UntypedServiceImplementation {
  const { approvals } = service;
  return {
    GetApproval: unary(service, async (bytes, call) => {
      const found = await approvals.get(idIn(readMessage(GetApprovalRequestSchema, bytes)), await admit(service, call));
      const answer = { approval: approvalMessage(found) };
      return writeMessage(GetApprovalResponseSchema, create(GetApprovalResponseSchema, answer));
    }),
    ListApprovals: unary(service, async (bytes, call) => {
      const message = readMessage(ListApprovalsRequestSchema, bytes);
      refuseUnknown("", message);
      const { state, agent, session, task, pageSize: page_size, pageToken: page_token } = message;
      const { filter, size } = decodeApprovalList(present({ state, agent, session, task, page_size, page_token }));
      const found = await approvals.list(filter, size, await admit(service, call));
      const { next_page_token = "" } = encodeApprovalPage(found, size) as { readonly next_page_token?: string };
      const page = { approvals: found.map(approvalMessage), nextPageToken: next_page_token };
      return writeMessage(ListApprovalsResponseSchema, create(ListApprovalsResponseSchema, page));
    }),
    AnswerApproval: unary(service, async (bytes, call) => {
      const message = readMessage(AnswerApprovalRequestSchema, bytes);
      const id = idIn(message);
      const { comment, shownDigest: shown_digest } = message;
      const verdict = choiceField(message.verdict, "/verdict", ["approve", "deny"]);
      const { address } = peerOf(service, call);
      const answered = await approvals.answer(
        id,
        decodeAnswer({ comment, shown_digest }, verdict, address),
        await admit(service, call),
      );
      const answer = { approval: approvalMessage(answered) };
      return writeMessage(AnswerApprovalResponseSchema, create(AnswerApprovalResponseSchema, answer));
    }),
    WithdrawApproval: unary(service, async (bytes, call) => {
      const message = readMessage(WithdrawApprovalRequestSchema, bytes);
      const id = idIn(message);
      const reason = decodeWithdrawal({ reason: message.reason });
      const answer = { approval: approvalMessage(await approvals.withdraw(id, reason, await admit(service, call))) };
      return writeMessage(WithdrawApprovalResponseSchema, create(WithdrawApprovalResponseSchema, answer));
    }),
    WaitApproval: waitApproval(service),
  };
}

type Stream = ServerWritableStream<Buffer, Buffer>;

function waitApproval(service: Service): handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    const gone = new AbortController();
    call.once("cancelled", () => gone.abort());
    call.on("error", () => gone.abort());
    told(service, call, gone.signal).then(
      () => call.end(),
      (error: unknown) => call.emit("error", Object.assign(new Error(), toStatus(service, error))),
    );
  };
}

async function told(service: Service, call: Stream, signal: AbortSignal): Promise<void> {
  const id = idIn(readMessage(WaitApprovalRequestSchema, call.request));
  for await (const record of service.approvals.watch(id, signal, await admit(service, call))) {
    if (signal.aborted) return;
    const message = create(WaitApprovalResponseSchema, { approval: approvalMessage(record) });
    // An approval changes a few times: what a slow reader leaves unread is no burden.
    call.write(writeMessage(WaitApprovalResponseSchema, message));
  }
}

function idIn(message: Parameters<typeof refuseUnknown>[1] & { readonly id: string }): string {
  refuseUnknown("", message);
  return decodeId(message.id, "/id");
}

/** The same fields as over HTTP, under the names of the generated code. */
function approvalMessage(record: ApprovalRecord) {
  const json = encodeApproval(record) as Readonly<Record<string, string>>;
  const { demand, shown, votes } = record;
  return {
    id: record.id,
    state: record.state,
    decisionId: record.decision_id,
    requestedBy: record.requester,
    agent: record.agent,
    owner: record.owner,
    onBehalfOf: record.on_behalf_of,
    delegation: [...record.delegation],
    session: record.session,
    task: record.task,
    intent: record.intent,
    actionDigest: record.action_digest,
    demand: {
      approvers: [...demand.approvers],
      quorum: BigInt(demand.quorum),
      notBy: [...demand.not_by],
      template: demand.template,
      uses: BigInt(demand.uses),
      validForS: BigInt(demand.valid_for_s),
      same: [...demand.same],
      maxAmount: demand.max_amount,
    },
    shown: {
      sentence: shown.sentence,
      fields: shown.fields.map((field) => ({ ...field })),
      warnings: [...shown.warnings],
    },
    shownDigest: record.shown_digest,
    votes: votes.map(({ at_ms, as, ...vote }) => ({ ...vote, as: [...as], at: new Date(at_ms).toISOString() })),
    uses: BigInt(record.uses),
    requestedAt: json["requested_at"] ?? "",
    expiresAt: json["expires_at"] ?? "",
    approvedAt: json["approved_at"] ?? "",
    validUntil: json["valid_until"] ?? "",
    endedAt: json["ended_at"] ?? "",
    endedBy: record.ended_by,
    endedReason: record.ended_reason,
  };
}

/** Without the fields that are undefined. */
function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
