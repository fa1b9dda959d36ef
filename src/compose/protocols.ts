import type { Config } from "../config/load.ts";
import type { Service } from "../pipeline/service.ts";
import type { GrpcProtocol, HttpProtocol, Protocols } from "../transports/native/protocol.ts";

/** The protocols of others that the configuration leaves on. */
export function composeProtocols({ protocols: { off } }: Config, _service: Service): Protocols {
  const http: readonly HttpProtocol[] = [];
  const grpc: readonly GrpcProtocol[] = [];
  return {
    http: http.filter(({ name }) => !off.includes(name)),
    grpc: grpc.filter(({ name }) => !off.includes(name)),
  };
}
