import type { Guard } from "../guard.ts";
import type { JsonValue } from "../json.ts";
import type { About, Decision, ToolCall } from "../types.ts";
import { cancelledBy, denial, duplicate, isRequest, isResponse, type McpMessage, type RequestId } from "./message.ts";
import { passes } from "./methods.ts";
import { Pending } from "./pending.ts";

/** What the SDK's `Transport` is, as far as it is used here. */
export interface McpTransport<Message = McpMessage, Options = unknown, Extra = unknown> {
  start(): Promise<void>;
  send(message: Message, options?: Options): Promise<void>;
  close(): Promise<void>;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: never, extra?: Extra) => void) | undefined;
  sessionId?: string | undefined;
  setProtocolVersion?: ((version: string) => void) | undefined;
}

export interface McpGuardSettings<Extra = unknown> {
  readonly guard: Guard;
  /** The server that the catalogue knows the tools by. */
  readonly server: string;
  /** Beside what the guard says of every call, e.g. the agent's token in `extra.requestInfo.headers`. */
  readonly about?: (message: McpMessage, extra: Extra | undefined) => About;
  /** More methods that pass unasked, beside those that only set up, list or poll. */
  readonly passes?: readonly string[];
}

/**
 * A transport that asks before each request goes on, whichever way it goes. A request of this side's that may not go on makes
 * `send` reject (with the SDK's client: the call); one of the other side's is answered with JSON-RPC error -32001, or -32603
 * where there is no decision, and never reaches the handlers. Notifications and responses pass.
 */
export class GuardedTransport<Extra = unknown> {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: never, extra?: Extra) => void;
  readonly #inner: McpTransport<never, never, Extra>;
  readonly #settings: McpGuardSettings<Extra>;
  readonly #incoming = new Pending();
  readonly #outgoing = new Pending();

  constructor(inner: McpTransport<never, never, Extra>, settings: McpGuardSettings<Extra>) {
    this.#inner = inner;
    this.#settings = settings;
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  /** The decision about a request that a handler runs (`extra.requestId`), with the grant that is for the handler alone. */
  decisionOf(id: RequestId): Decision | undefined {
    return this.#incoming.decisionOf(id);
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion?.(version);
  }

  async start(): Promise<void> {
    this.#inner.onmessage = (message: McpMessage, extra?: Extra) => this.#receive(message, extra);
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onclose = () => {
      this.#end();
      this.onclose?.();
    };
    await this.#inner.start();
  }

  async close(): Promise<void> {
    this.#end();
    await this.#inner.close();
  }

  async send(message: McpMessage, options?: unknown): Promise<void> {
    if (isResponse(message)) this.#incoming.answer(message);
    const cancelled = cancelledBy(message);
    // The other side has not seen the request that is cancelled, and may not have seen this id at all.
    if (cancelled !== undefined && this.#outgoing.cancel(cancelled)) return;
    if (!isRequest(message) || this.#passes(message.method)) return this.#forward(message, options);
    const entry = this.#outgoing.open(message.id);
    if (entry === undefined) throw new TypeError("a request with this id is under way");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const run = async (call: ToolCall, decision: Decision) => {
      entry.decision = decision;
      await this.#forward(call.payload as unknown as McpMessage, options);
      resolve();
      return entry.answered.promise;
    };
    // `send` has done its part when the request has gone on; what follows is the outcome.
    this.#ask(message, undefined, entry.asking.signal, run)
      .catch(reject)
      .finally(() => this.#outgoing.close(message.id))
      .catch(reject);
    return promise;
  }

  #receive(message: McpMessage, extra: Extra | undefined): void {
    if (isResponse(message)) this.#outgoing.answer(message);
    const cancelled = cancelledBy(message);
    if (cancelled !== undefined && this.#incoming.cancel(cancelled)) return;
    if (!isRequest(message) || this.#passes(message.method)) return this.onmessage?.(message as never, extra);
    this.#judge(message, extra).catch((error: unknown) => this.onerror?.(error as Error));
  }

  /** Another side's request: passed up, or answered here. */
  async #judge(message: McpMessage & { readonly id: RequestId }, extra: Extra | undefined): Promise<void> {
    const entry = this.#incoming.open(message.id);
    if (entry === undefined) return this.#forward(duplicate(message.id));
    const { signal } = entry.asking;
    try {
      await this.#ask(message, extra, signal, async (call, decision) => {
        entry.decision = decision;
        this.onmessage?.(call.payload as never, extra);
        return entry.answered.promise;
      });
    } catch (error) {
      // One that has gone on is answered by its handler, and one that was cancelled by nobody (MCP, "Cancellation").
      if (entry.decision === undefined && !signal.aborted) await this.#forward(denial(message.id, error));
    } finally {
      this.#incoming.close(message.id);
    }
  }

  async #ask(
    message: McpMessage,
    extra: Extra | undefined,
    signal: AbortSignal,
    run: (call: ToolCall, decision: Decision) => Promise<unknown>,
  ): Promise<unknown> {
    const { guard, server, about } = this.#settings;
    const call: ToolCall = { format: "mcp", server, payload: message as unknown as JsonValue };
    const options = about === undefined ? { signal } : { signal, about: about(message, extra) };
    return guard(call, (judged, _grant, decision) => run(judged, decision), options);
  }

  #forward(message: McpMessage, options?: unknown): Promise<void> {
    return this.#inner.send(message as never, options as never);
  }

  #passes(method: string): boolean {
    return passes(method) || this.#settings.passes?.includes(method) === true;
  }

  #end(): void {
    this.#incoming.end();
    this.#outgoing.end();
  }
}
