import type { JsonValue } from "../../domain/json.ts";
import type { AgentEvidence, ToolCall } from "../../domain/request.ts";
import type { UpstreamProtocol } from "../../domain/upstream.ts";
import type { HeaderValues } from "../native/protocol.ts";

/** An HTTP request that a gateway holds back until Writ has answered. */
export interface ForwardedRequest {
  readonly method: string;
  /** "https" or "http"; "" where the gateway does not say. */
  readonly scheme: string;
  /** The authority that the client asked for, "" where the gateway does not say. */
  readonly host: string;
  /** RFC 9112 section 3.2.1: the path with its query. */
  readonly target: string;
  readonly headers: HeaderValues;
  /** `absent`: the gateway shows none, so that nobody knows whether there is one; `truncated`: it shows a part. */
  readonly body: Uint8Array | "absent" | "truncated";
  /** The upstream server's name in the catalogue as the gateway's own configuration says it; "" for what `upstreams` says. */
  readonly server: string;
  /** What is spoken there, where the gateway itself knows: it counts for more than what `upstreams` says. */
  readonly protocol?: UpstreamProtocol;
}

/** One of the calls that a request makes: a batch makes several. */
export interface ForwardedCall {
  readonly call: ToolCall;
  /** Of the JSON-RPC request that it came as (JSON-RPC 2.0 section 4); undefined for what wants no answer, or is no JSON-RPC. */
  readonly rpc_id?: JsonValue;
}

/** What a request says of who acts, for what, beside its calls. */
export interface ForwardedEvidence {
  readonly agent: AgentEvidence;
  readonly intent?: { readonly token: string };
  readonly session: string;
}
