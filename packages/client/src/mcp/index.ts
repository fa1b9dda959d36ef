import type { Decision } from "../types.ts";
import type { RequestId } from "./message.ts";
import { GuardedTransport, type McpGuardSettings, type McpTransport } from "./transport.ts";

export type { McpMessage, RequestId } from "./message.ts";
export { GuardedTransport, type McpGuardSettings, type McpTransport } from "./transport.ts";

/** The SDK's `Client`, `Server` or `McpServer`. */
interface Connectable<Transport> {
  connect(transport: Transport, ...more: never[]): Promise<void>;
  /** Where there is one, it is connected. */
  readonly transport?: unknown;
}

export interface McpGuard {
  /** In a server's handler: what was decided about the request that it runs (`extra.requestId`), with its grant. */
  decisionOf(id: RequestId): Decision | undefined;
}

/**
 * Has a client or a server of the MCP SDK ask before each request, over whatever transport it connects from now on.
 * @throws TypeError if it is connected already: what comes over that transport would be asked about by nobody
 */
export function guardMcp<Transport extends McpTransport<never, never, never>>(
  peer: Connectable<Transport> | { readonly server: Connectable<Transport> },
  settings: McpGuardSettings,
): McpGuard {
  // An `McpServer` hands its transport to its `Server`, which can be connected directly too.
  const lowest = "server" in peer ? peer.server : peer;
  if (lowest.transport !== undefined) throw new TypeError("it is connected already");
  const connect = lowest.connect.bind(lowest);
  let guarded: GuardedTransport | undefined;
  lowest.connect = (transport, ...more) => {
    const next = new GuardedTransport(transport as unknown as McpTransport<never, never>, settings);
    guarded = next;
    return connect(next as unknown as Transport, ...more);
  };
  return { decisionOf: (id) => guarded?.decisionOf(id) };
}
