import { type Config, tenantsOf } from "../config/load.ts";
import type { UpstreamsOf } from "../domain/upstream.ts";
import type { Service } from "../pipeline/service.ts";
import { authzenHttp } from "../transports/authzen/protocol.ts";
import { cerbosGrpc, cerbosHttp } from "../transports/cerbos/protocol.ts";
import { extAuthz } from "../transports/ext-authz/protocol.ts";
import { extMcp } from "../transports/ext-mcp/protocol.ts";
import { forwardAuth } from "../transports/forward-auth/protocol.ts";
import { hooksHttp } from "../transports/hooks/protocol.ts";
import { litellmHttp } from "../transports/litellm/protocol.ts";
import type { GrpcProtocol, HttpProtocol, Protocols } from "../transports/native/protocol.ts";
import { opaHttp } from "../transports/opa/protocol.ts";
import { composeToolhive } from "./toolhive.ts";

/** The protocols of others that the configuration leaves on. */
export function composeProtocols(config: Config, service: Service): Protocols {
  const { protocols } = config;
  const upstreams = upstreamsOf(config);
  const { off, authzen, ext_authz, opa } = protocols;
  const http: readonly HttpProtocol[] = [
    authzenHttp(service, authzen, config),
    cerbosHttp(service),
    forwardAuth(service, upstreams),
    hooksHttp(service),
    litellmHttp(service),
    opaHttp({ service, settings: opa, upstreams }),
    composeToolhive(config, upstreams, service),
  ];
  const grpc: readonly GrpcProtocol[] = [
    cerbosGrpc(service),
    extAuthz(service, upstreams, ext_authz),
    extMcp(service, upstreams),
  ];
  const isOff = (name: string) => (off as readonly string[]).includes(name);
  return {
    http: http.filter(({ name }) => !isOff(name)),
    grpc: grpc.filter(({ name }) => !isOff(name)),
  };
}

function upstreamsOf(config: Config): UpstreamsOf {
  const known = new Map(tenantsOf(config).map(({ tenant, upstreams }) => [tenant, upstreams]));
  return (tenant) => known.get(tenant) ?? [];
}
