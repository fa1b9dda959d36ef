import type { DescService } from "@bufbuild/protobuf";
import type { Peer } from "../../domain/caller.ts";
import type { WritError } from "../../domain/errors.ts";
import type { ProtocolName } from "../../domain/protocols.ts";

// What a protocol's folder is to the two servers: no server library is seen in there, and none of it decides by itself.

/** By name in lower case, all values in the order in which they came. */
export type HeaderValues = ReadonlyMap<string, readonly string[]>;

export interface HttpExchange {
  readonly method: string;
  /** The request's target as it came (RFC 9112 section 3.2.1), with its query. */
  readonly target: string;
  /** What the parameters of the route's pattern stand for; `*` is the rest of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: HeaderValues;
  /** Empty where there is none, whatever the method. */
  readonly body: Buffer;
  /** `authorization` is the request's own field; of a forwarded request that is the agent's, see forwarded/admit.ts. */
  readonly peer: Peer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Instead of the body, where it is compressed. */
  readonly bytes?: Uint8Array;
  /** Values of Set-Cookie, one field each (RFC 6265 section 3). */
  readonly cookies?: readonly string[];
}

export interface HttpRoute {
  /** `any`: a gateway asks by the method of the request that it asks about. */
  readonly methods: "any" | readonly ("DELETE" | "GET" | "HEAD" | "POST" | "PUT")[];
  /** A pattern of the router: `:name` is one segment, `*` at the end the rest; a colon that is no parameter is doubled. */
  readonly url: string;
  readonly bodyLimit?: number;
  /** Whether heads of other people's requests come here, so that `Host` and `Origin` are not about this service. */
  readonly forwards: boolean;
  /** May reject with a WritError, which `failed` then says in the protocol's own way. */
  answer(exchange: HttpExchange): Promise<HttpAnswer>;
}

export interface HttpProtocol {
  readonly name: ProtocolName | "console";
  readonly routes: readonly HttpRoute[];
  /** What a client of this protocol takes for no under all circumstances. */
  failed(error: WritError, target: string, headers: HeaderValues): HttpAnswer;
}

export interface GrpcExchange {
  readonly message: Buffer;
  readonly peer: Peer;
  /** The values of a metadata key, in lower case; binary ones are left out. */
  metadata(key: string): readonly string[];
  /** What is left until the client's deadline, in milliseconds; Infinity without one. */
  readonly left_ms: number;
}

export interface GrpcProtocol {
  readonly name: ProtocolName;
  readonly descriptor: DescService;
  /** By method's name. A WritError becomes a gRPC status, unless the protocol has an answer for it. */
  readonly methods: Readonly<Record<string, (exchange: GrpcExchange) => Promise<Buffer>>>;
  /** What a client of this protocol takes for no under all circumstances, where a status is not that. */
  readonly failed?: (error: WritError, method: string) => Buffer;
}

/** What the servers mount beside the native contract. */
export interface Protocols {
  readonly http: readonly HttpProtocol[];
  readonly grpc: readonly GrpcProtocol[];
}
