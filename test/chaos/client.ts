import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { credentials, status as grpcStatus, type ServiceError } from "@grpc/grpc-js";
import type { JsonObject } from "../../src/domain/json.ts";
import { DecideRequestSchema, DecideResponseSchema } from "../../src/gen/writ/v1/decision_pb.ts";
import { decisionJson, grpcClient, requestMessage } from "../../tools/grpc-client.ts";

/** A gateway does not wait longer either. */
const PATIENCE_MS = 30_000;

export interface Answer {
  /** Of HTTP; what gRPC says otherwise than by a message is 0. */
  readonly status: number;
  readonly body: JsonObject;
}

/** Where a replica listens now. */
export interface Place {
  readonly http: string;
  readonly grpc: string;
}

export interface Client {
  /** @param fresh a connection of its own, so that any worker may answer @throws where there is no answer */
  http(at: Place, path: string, secret: string, body?: JsonObject, fresh?: boolean): Promise<Answer>;
  decideByGrpc(at: Place, secret: string, body: JsonObject, fresh?: boolean): Promise<Answer>;
  close(): void;
}

/** @param ca PEM of who signed the services' certificates */
export function clientOf(ca: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca });
  const channels = new Map<string, ReturnType<typeof grpcClient>>();
  const open = (at: Place, secret: string) =>
    grpcClient(at.grpc.replace("127.0.0.1", "localhost"), credentials.createSsl(Buffer.from(ca)), `Bearer ${secret}`);
  const drop = (key: string) => {
    channels.get(key)?.close();
    channels.delete(key);
  };
  return {
    http: async (at, path, secret, body, fresh = false) => {
      const sent = request(at.http + path, {
        method: body === undefined ? "GET" : "POST",
        ca,
        servername: "localhost",
        agent: fresh ? false : agent,
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answered = new Promise<Answer>((resolve, reject) => {
        sent.once("error", reject);
        sent.once("response", (response) => {
          response.once("error", reject);
          text(response).then(
            (read) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(read) as JsonObject }),
            reject,
          );
        });
      });
      answered.catch(() => {});
      sent.end(body === undefined ? undefined : JSON.stringify(body));
      return answered;
    },
    decideByGrpc: async (at, secret, body, fresh = false) => {
      const key = fresh ? "" : `${at.grpc} ${secret}`;
      const channel = channels.get(key) ?? open(at, secret);
      if (!fresh) channels.set(key, channel);
      try {
        const call = channel.call(
          "/writ.v1.DecisionService/Decide",
          DecideRequestSchema,
          requestMessage(body),
          DecideResponseSchema,
        );
        const { decision } = await patiently(call);
        if (decision === undefined) throw new Error("an answer without a decision");
        return { status: 200, body: decisionJson(decision) as JsonObject };
      } catch (error) {
        // A channel that failed waits before it connects again, and longer each time: the next call takes a new one.
        drop(key);
        const { code } = error as Partial<ServiceError>;
        if (code === undefined || code === grpcStatus.CANCELLED) throw error;
        return { status: 0, body: { code: (grpcStatus[code] ?? "unknown").toLowerCase() } };
      } finally {
        if (fresh) channel.close();
      }
    },
    close: () => {
      agent.destroy();
      for (const key of channels.keys()) drop(key);
    },
  };
}

function patiently<T>(call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
    call.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
