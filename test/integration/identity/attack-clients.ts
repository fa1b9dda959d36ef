import { type DescMessage, fromJson, type JsonValue, type MessageShape } from "@bufbuild/protobuf";
import type { ServiceError } from "@grpc/grpc-js";
import { ERROR_CODES } from "../../../src/domain/errors.ts";
import { DecideRequestSchema, DecideResponseSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import {
  IntrospectRequestSchema,
  IntrospectResponseSchema,
  RedeemRequestSchema,
  RedeemResponseSchema,
} from "../../../src/gen/writ/v1/grant_pb.ts";
import { DeriveRequestSchema, DeriveResponseSchema } from "../../../src/gen/writ/v1/intent_pb.ts";
import { errorStatus } from "../../../src/transports/native/status.ts";
import { grpcClient, type Json, requestMessage } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { fieldsOf, reasonOf } from "../../support/grpc-reason.ts";

// What attacks are tried on, over one protocol, and what comes of them in the same words for both.

export type Operation = "decide" | "derive" | "redeem" | "introspect" | "exchange";

export interface Outcome {
  /** That of a decision; `error` where nothing was decided, `done` where what was asked for was done. */
  readonly effect: string;
  /** The first reason of a decision; of an error its reason, or else its code and the fields that it names. */
  readonly code: string;
}

export interface AttackClient {
  readonly protocol: string;
  /** @param credential of the caller, in the Authorization field */
  ask(operation: Operation, credential: string, request: Json): Promise<Outcome>;
}

const DONE: Outcome = { effect: "done", code: "" };
/** RFC 7662 section 2.2: all that is said of what is no living grant. */
const INACTIVE: Outcome = { effect: "inactive", code: "" };

export function overHttp({ http }: RunningWrit): AttackClient {
  const post = async (path: string, credential: string, body: Json | URLSearchParams) => {
    const form = body instanceof URLSearchParams;
    const response = await fetch(http + path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${credential}`,
        ...(form ? {} : { "content-type": "application/json" }),
      },
      body: form ? body : JSON.stringify(body),
    });
    const answer = (await response.json()) as Json;
    if (response.ok) return { answer };
    const errors = (answer["errors"] ?? []) as readonly { readonly pointer: string }[];
    const code = [answer["code"] ?? answer["error"], ...errors.map(({ pointer }) => pointer)].join(" ");
    return { error: { effect: "error", code: String(answer["reason"] ?? code) } };
  };
  const asks: Readonly<Record<Operation, (credential: string, request: Json) => ReturnType<typeof post>>> = {
    decide: (credential, request) => post("/v1/decisions", credential, request),
    derive: (credential, { id, ...request }) => post(`/v1/intents/${id}:derive`, credential, request),
    redeem: (credential, { grant_id, ...request }) => post(`/v1/grants/${grant_id}:redeem`, credential, request),
    introspect: (credential, form) => post("/oauth2/introspect", credential, formOf(form)),
    exchange: (credential, form) => post("/oauth2/token", credential, formOf(form)),
  };
  return {
    protocol: "HTTP",
    ask: async (operation, credential, request) => {
      const { answer, error } = await asks[operation](credential, request);
      if (error !== undefined) return error;
      if (operation === "decide") return decided(answer as unknown as Decided);
      return operation === "introspect" && answer["active"] === false ? INACTIVE : DONE;
    },
  };
}

function formOf(form: Json): URLSearchParams {
  return new URLSearchParams(form as Record<string, string>);
}

interface Decided {
  readonly effect: string;
  readonly reasons: readonly { readonly code: string }[];
}

function decided({ effect, reasons }: Decided): Outcome {
  return { effect, code: reasons[0]?.code ?? "" };
}

export function overGrpc({ grpc }: RunningWrit): AttackClient {
  const call = async <I extends DescMessage, O extends DescMessage>(
    credential: string,
    [path, input, output]: readonly [string, I, O],
    message: MessageShape<I>,
  ): Promise<MessageShape<O>> => {
    const client = grpcClient(grpc, undefined, `Bearer ${credential}`);
    try {
      return await client.call(`/writ.v1.${path}`, input, message as never, output);
    } finally {
      client.close();
    }
  };
  const json = <I extends DescMessage>(schema: I, request: Json) => fromJson(schema, request as JsonValue);
  const ask = async (operation: Operation, credential: string, request: Json): Promise<Outcome> => {
    switch (operation) {
      case "decide": {
        const answer = await call(credential, DECIDE, requestMessage(request));
        return decided(answer.decision as Decided);
      }
      case "derive":
        await call(credential, DERIVE, json(DeriveRequestSchema, request));
        return DONE;
      case "redeem":
        await call(credential, REDEEM, json(RedeemRequestSchema, request));
        return DONE;
      case "introspect": {
        const { active } = await call(credential, INTROSPECT, json(IntrospectRequestSchema, request));
        return active ? DONE : INACTIVE;
      }
      case "exchange":
        throw new Error("token exchange is a form, which gRPC has not");
    }
  };
  return {
    protocol: "gRPC",
    ask: (operation, credential, request) =>
      ask(operation, credential, request).catch((error: ServiceError) => {
        if (error.metadata === undefined) throw error;
        const code = [CODES.get(error.code) ?? `gRPC ${error.code}`, ...fieldsOf(error)].join(" ");
        return { effect: "error", code: reasonOf(error) ?? code };
      }),
  };
}

const DECIDE = ["DecisionService/Decide", DecideRequestSchema, DecideResponseSchema] as const;
const DERIVE = ["IntentService/Derive", DeriveRequestSchema, DeriveResponseSchema] as const;
const REDEEM = ["GrantService/Redeem", RedeemRequestSchema, RedeemResponseSchema] as const;
const INTROSPECT = ["GrantService/Introspect", IntrospectRequestSchema, IntrospectResponseSchema] as const;

/** Of codes that share a status, the first. */
const CODES = new Map([...ERROR_CODES].reverse().map((code) => [errorStatus(code).grpc, code]));
