import { toBinary } from "@bufbuild/protobuf";
import {
  DecideBatchRequestSchema,
  DecideRequestSchema,
  DecideStreamRequestSchema,
  DecisionService,
} from "../src/gen/writ/v1/decision_pb.ts";
import { type Json, requestMessage } from "../tools/grpc-client.ts";
import type { RunningWrit } from "../tools/start-writ.ts";
import type { OpaServer } from "./opa-server.ts";
import { childrenOf } from "./processes.ts";
import type { Subject } from "./subject.ts";

const BATCH = 20;
/** One a request in flight: HTTP/1.1 carries one at a time. */
const HTTP_CONNECTIONS = 64;
/** Enough that all workers get some. */
const GRPC_CONNECTIONS = 8;

/** A service under test, with what its answers have to be. */
export interface Case {
  readonly requests: readonly Json[];
  readonly effects: readonly string[];
}

/** Every way to ask one Writ. */
export function writSubjects(name: string, writ: RunningWrit, { requests, effects }: Case): readonly Subject[] {
  const pid = writ.process.pid as number;
  const workers = childrenOf(pid);
  const common = { roots: [pid], workers, most: Number.POSITIVE_INFINITY };
  const httpPort = Number(new URL(writ.http).port);
  const grpcPort = Number(writ.grpc.split(":").at(-1));
  const messages = requests.map(requestMessage);
  const single = effects.map((effect) => [effect]);
  const groups = Array.from({ length: Math.floor(requests.length / BATCH) }, (_, at) => at * BATCH);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  const grpc = (method: string) => ({
    port: grpcPort,
    path: `/${DecisionService.typeName}/${method}`,
    connections: GRPC_CONNECTIONS,
  });
  return [
    {
      ...common,
      name: `${name}, gRPC unary`,
      perAnswer: 1,
      job: {
        ...grpc("Decide"),
        protocol: "grpc-unary",
        requests: messages.map((message) => base64(toBinary(DecideRequestSchema, message))),
        effects: single,
      },
    },
    {
      ...common,
      name: `${name}, gRPC stream`,
      perAnswer: 1,
      job: {
        ...grpc("DecideStream"),
        protocol: "grpc-stream",
        requests: messages.map((request) =>
          base64(toBinary(DecideStreamRequestSchema, { $typeName: "writ.v1.DecideStreamRequest", request })),
        ),
        effects: single,
      },
    },
    {
      ...common,
      name: `${name}, gRPC batch of ${BATCH}`,
      perAnswer: BATCH,
      job: {
        ...grpc("DecideBatch"),
        protocol: "grpc-batch",
        requests: groups.map((at) =>
          base64(
            toBinary(DecideBatchRequestSchema, {
              $typeName: "writ.v1.DecideBatchRequest",
              requests: messages.slice(at, at + BATCH),
            }),
          ),
        ),
        effects: groups.map((at) => effects.slice(at, at + BATCH)),
      },
    },
    {
      ...common,
      name: `${name}, HTTP`,
      perAnswer: 1,
      job: {
        protocol: "http",
        port: httpPort,
        path: "/v1/decisions",
        connections: HTTP_CONNECTIONS,
        requests: requests.map((request) => JSON.stringify(request)),
        effects: single,
      },
    },
  ];
}

/** OPA, asked with the very inputs that Writ gave its policy. */
export function opaSubject(
  name: string,
  opa: OpaServer,
  inputs: readonly unknown[],
  effects: readonly string[],
): Subject {
  return {
    name,
    roots: [opa.pid],
    workers: [],
    perAnswer: 1,
    most: Number.POSITIVE_INFINITY,
    job: {
      protocol: "http",
      port: opa.port,
      path: "/v1/data/writ/main/decision",
      connections: HTTP_CONNECTIONS,
      requests: inputs.map((input) => JSON.stringify({ input })),
      effects: effects.map((effect) => [effect]),
    },
  };
}
