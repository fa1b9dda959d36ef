import { create } from "@bufbuild/protobuf";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { invalidField } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import {
  type Allowance,
  ApproveRequestSchema,
  ApproveResponseSchema,
  DenyRequestSchema,
  DenyResponseSchema,
  type DeriveRequest,
  DeriveRequestSchema,
  DeriveResponseSchema,
  GetIntentRequestSchema,
  GetIntentResponseSchema,
  type IssueRequest,
  IssueRequestSchema,
  IssueResponseSchema,
  ListIntentsRequestSchema,
  ListIntentsResponseSchema,
  RevokeRequestSchema,
  RevokeResponseSchema,
} from "../../gen/writ/v1/intent_pb.ts";
import type { IssuedIntent } from "../../pipeline/intent-commands.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeDerive, decodeIntentList, decodeIssue } from "../native/decode-intent.ts";
import { encodeIntentPage, encodeIssued } from "../native/encode-intent.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit } from "./admit.ts";
import { unary } from "./unary.ts";

export function intentService(service: Service): UntypedServiceImplementation {
  const { intents } = service;
  return {
    Issue: unary(service, async (bytes, call) => {
      const message = readMessage(IssueRequestSchema, bytes);
      refuseUnknown("", message);
      const issued = await intents.issue(decodeIssue(wishJson(message)), await admit(service, call));
      return writeMessage(IssueResponseSchema, create(IssueResponseSchema, { intent: issuedMessage(issued) }));
    }),
    Derive: unary(service, async (bytes, call) => {
      const message = readMessage(DeriveRequestSchema, bytes);
      refuseUnknown("", message);
      const json = { ...wishJson(message), token: message.token, fit: message.fit };
      const command = decodeDerive(json, decodeId(message.id, "/id"));
      const derived = await intents.derive(command, await admit(service, call));
      return writeMessage(DeriveResponseSchema, create(DeriveResponseSchema, { intent: issuedMessage(derived) }));
    }),
    GetIntent: unary(service, async (bytes, call) => {
      const found = await intents.get(idIn(readMessage(GetIntentRequestSchema, bytes)), await admit(service, call));
      return writeMessage(GetIntentResponseSchema, create(GetIntentResponseSchema, { intent: issuedMessage(found) }));
    }),
    ListIntents: unary(service, async (bytes, call) => {
      const message = readMessage(ListIntentsRequestSchema, bytes);
      refuseUnknown("", message);
      const { task, status, pageSize: page_size, pageToken: page_token } = message;
      const { filter, size } = decodeIntentList(present({ task, status, page_size, page_token }));
      const found = await intents.list(filter, size, await admit(service, call));
      const { next_page_token = "" } = encodeIntentPage(found, size) as { readonly next_page_token?: string };
      const page = { intents: found.map((intent) => issuedMessage({ intent })), nextPageToken: next_page_token };
      return writeMessage(ListIntentsResponseSchema, create(ListIntentsResponseSchema, page));
    }),
    Approve: unary(service, async (bytes, call) => {
      const id = idIn(readMessage(ApproveRequestSchema, bytes));
      const intent = issuedMessage(await intents.decide(id, "approve", await admit(service, call)));
      return writeMessage(ApproveResponseSchema, create(ApproveResponseSchema, { intent }));
    }),
    Deny: unary(service, async (bytes, call) => {
      const id = idIn(readMessage(DenyRequestSchema, bytes));
      const intent = issuedMessage(await intents.decide(id, "deny", await admit(service, call)));
      return writeMessage(DenyResponseSchema, create(DenyResponseSchema, { intent }));
    }),
    Revoke: unary(service, async (bytes, call) => {
      const id = idIn(readMessage(RevokeRequestSchema, bytes));
      const { intent, descendants, grants_revoked } = await intents.revoke(id, await admit(service, call));
      const answer = { intent: issuedMessage({ intent }), descendants, grantsRevoked: grants_revoked };
      return writeMessage(RevokeResponseSchema, create(RevokeResponseSchema, answer));
    }),
  };
}

function idIn(message: Parameters<typeof refuseUnknown>[1] & { readonly id: string }): string {
  refuseUnknown("", message);
  return decodeId(message.id, "/id");
}

/** The request as the JSON that HTTP would have sent. What proto3 cannot tell from absent is left out when it is empty. */
function wishJson(message: IssueRequest | DeriveRequest): JsonObject {
  refuseUnknown("/allows", ...message.allows);
  const {
    task,
    purpose,
    onBehalfOf: on_behalf_of,
    agent,
    allows,
    notBefore: not_before,
    expiresAt: expires_at,
  } = message;
  const wish = present({
    task,
    purpose,
    on_behalf_of,
    agent: agent.length === 0 ? undefined : agent,
    allows: allows.length === 0 ? undefined : allows.map(allowanceJson),
    not_before,
    expires_at,
    lifetime_s: message.lifetimeS === undefined ? undefined : Number(message.lifetimeS),
    consent: message.consent,
  });
  if (JSON.stringify(wish).includes("\\u0000")) throw invalidField("", "a string holds U+0000");
  return wish;
}

function allowanceJson(allowance: Allowance): JsonObject {
  const { verb, resource, destinations, currency, maxCalls } = allowance;
  return present({
    verb,
    resource,
    destinations: destinations.length === 0 ? undefined : destinations,
    max_amount: allowance.maxAmount,
    max_total: allowance.maxTotal,
    currency,
    max_calls: maxCalls === undefined ? undefined : Number(maxCalls),
    max_tier: allowance.maxTier,
    max_sensitivity: allowance.maxSensitivity,
    not_before: allowance.notBefore,
    not_after: allowance.notAfter,
  });
}

/** The same fields as over HTTP, under the names of the generated code. */
function issuedMessage(issued: IssuedIntent) {
  const json = encodeIssued(issued) as Readonly<Record<string, string>>;
  const { agents, allows, ancestors } = issued.intent;
  return {
    id: json["id"] as string,
    task: json["task"] as string,
    status: json["status"] as string,
    purpose: json["purpose"] as string,
    onBehalfOf: json["on_behalf_of"] as string,
    agent: [...agents],
    allows: allows.map(
      ({ max_amount, max_total, max_calls, max_tier, max_sensitivity, not_before, not_after, ...same }) => ({
        ...same,
        destinations: [...(same.destinations ?? [])],
        ...(max_amount === undefined ? {} : { maxAmount: max_amount }),
        ...(max_total === undefined ? {} : { maxTotal: max_total }),
        ...(max_calls === undefined ? {} : { maxCalls: BigInt(max_calls) }),
        ...(max_tier === undefined ? {} : { maxTier: max_tier }),
        ...(max_sensitivity === undefined ? {} : { maxSensitivity: max_sensitivity }),
        ...(not_before === undefined ? {} : { notBefore: not_before }),
        ...(not_after === undefined ? {} : { notAfter: not_after }),
      }),
    ),
    notBefore: json["not_before"] as string,
    expiresAt: json["expires_at"] as string,
    parent: json["parent"] ?? "",
    ancestors: [...ancestors],
    requestedBy: json["requested_by"] as string,
    requestedAt: json["requested_at"] as string,
    decidedBy: json["decided_by"] ?? "",
    decidedAt: json["decided_at"] ?? "",
    revokedBy: json["revoked_by"] ?? "",
    revokedAt: json["revoked_at"] ?? "",
    token: json["token"] ?? "",
  };
}

/** Without the fields that are undefined. */
function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
