import { type DescFile, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import { HealthImplementation } from "grpc-health-check";
import { servesCommands, type UnreadyCode } from "../../domain/health.ts";
import { MAX_BATCH_BYTES } from "../../domain/limits.ts";
import { AgentService, file_writ_v1_agent } from "../../gen/writ/v1/agent_pb.ts";
import { ApprovalService, file_writ_v1_approval } from "../../gen/writ/v1/approval_pb.ts";
import { DecisionService, file_writ_v1_decision } from "../../gen/writ/v1/decision_pb.ts";
import { file_writ_v1_grant, GrantService } from "../../gen/writ/v1/grant_pb.ts";
import { file_writ_v1_intent, IntentService } from "../../gen/writ/v1/intent_pb.ts";
import { file_writ_v1_outcome, OutcomeService } from "../../gen/writ/v1/outcome_pb.ts";
import { file_writ_v1_task, TaskService } from "../../gen/writ/v1/task_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import type { GrpcProtocol } from "../native/protocol.ts";
import type { ListenerTls } from "../native/tls.ts";
import { agentService } from "./agents.ts";
import { approvalService } from "./approvals.ts";
import { decisionService } from "./decisions.ts";
import { definitionOf } from "./definition.ts";
import { grantService } from "./grants.ts";
import { GuardedServer } from "./guarded-server.ts";
import { intentService } from "./intents.ts";
import { outcomeService, taskService } from "./outcomes.ts";
import { protocolService } from "./protocols.ts";
import { type Listener, listenWithTls } from "./tls.ts";

const SERVER_OPTIONS = {
  "grpc.max_receive_message_length": MAX_BATCH_BYTES,
  // One connection may not take all of a worker's room.
  "grpc.max_concurrent_streams": 1024,
  // Finds clients that went away without a word; they may ask as often as that themselves.
  "grpc.keepalive_time_ms": 60_000,
  "grpc.keepalive_timeout_ms": 20_000,
  // Counts each call for a debugging service that is not offered.
  "grpc.enable_channelz": 0,
};

/** What goes on where no decisions are taken. */
const COMMANDING = [OutcomeService, TaskService, IntentService, GrantService, AgentService, ApprovalService].map(
  ({ typeName }) => typeName,
);

export interface GrpcOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** Without it, plain HTTP/2. */
  readonly tls?: ListenerTls | undefined;
  /** The protocols of others beside the native one. */
  readonly protocols?: readonly GrpcProtocol[];
}

export interface GrpcServer {
  readonly port: number;
  /** What health checks are told: of decisions and of the whole that none are taken for any of the reasons, of the rest as far as they matter to it. */
  setServing(unready: readonly UnreadyCode[]): void;
  /** Takes no more calls and finishes those under way; after `graceMs` it cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** The native contract and the protocols of others over gRPC, with health checking and reflection. @throws the system's error */
export async function createGrpcServer(service: Service, options: GrpcOptions): Promise<GrpcServer> {
  const { listen, tls, protocols = [] } = options;
  const server = new GuardedServer(SERVER_OPTIONS);
  server.addService(definitionOf(DecisionService), decisionService(service));
  server.addService(definitionOf(OutcomeService), outcomeService(service));
  server.addService(definitionOf(IntentService), intentService(service));
  server.addService(definitionOf(TaskService), taskService(service));
  server.addService(definitionOf(GrantService), grantService(service));
  server.addService(definitionOf(AgentService), agentService(service));
  server.addService(definitionOf(ApprovalService), approvalService(service));
  for (const protocol of protocols) {
    server.addService(definitionOf(protocol.descriptor), protocolService(service, protocol));
  }
  const health = new HealthImplementation();
  const deciding = ["", DecisionService.typeName, ...protocols.map(({ descriptor }) => descriptor.typeName)];
  const setServing: GrpcServer["setServing"] = (unready) => {
    const say = (names: readonly string[], on: boolean) => {
      for (const name of names) health.setStatus(name, on ? "SERVING" : "NOT_SERVING");
    };
    say(deciding, unready.length === 0);
    say(COMMANDING, servesCommands(unready));
  };
  health.addToServer(server);
  reflection(protocols).addToServer(server);
  const listener = await (tls === undefined
    ? listenPlainly(server, listen)
    : listenWithTls(service, server, listen, tls));
  setServing([]);
  return {
    port: listener.port,
    setServing,
    close: (graceMs) => {
      listener.close();
      return shutDown(server, graceMs);
    },
  };
}

async function listenPlainly(server: Server, { host, port }: GrpcOptions["listen"]): Promise<Listener> {
  const name = host.includes(":") ? `[${host}]` : host;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port: bound, close: () => {} };
}

function reflection(protocols: readonly GrpcProtocol[]): ReflectionService {
  const files = new Map(
    [
      file_writ_v1_agent,
      file_writ_v1_approval,
      file_writ_v1_decision,
      file_writ_v1_outcome,
      file_writ_v1_task,
      file_writ_v1_grant,
      file_writ_v1_intent,
      ...protocols.map(({ descriptor }) => descriptor.file),
    ]
      .flatMap(withDependencies)
      .map((file) => [file.name, file]),
  );
  const fileDescriptorProtos = [...files.values()].map(({ proto }) =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, proto)),
  );
  // Of a package definition it reads nothing but the descriptors.
  const definition = { writ: { format: "", type: {}, fileDescriptorProtos } };
  return new ReflectionService(definition as unknown as ConstructorParameters<typeof ReflectionService>[0]);
}

function withDependencies(file: DescFile): readonly DescFile[] {
  return [file, ...file.dependencies.flatMap(withDependencies)];
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
