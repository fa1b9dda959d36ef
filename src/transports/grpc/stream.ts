import { create } from "@bufbuild/protobuf";
import type { handleBidiStreamingCall, ServerDuplexStream } from "@grpc/grpc-js";
import { invalidField, WritError } from "../../domain/errors.ts";
import { MAX_REQUEST_BYTES, MAX_STREAM_IN_FLIGHT } from "../../domain/limits.ts";
import { DecideStreamRequestSchema, DecideStreamResponseSchema } from "../../gen/writ/v1/decision_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import type { BatchItem } from "../native/batch.ts";
import { decodeDecisionRequest } from "../native/decode.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit } from "./admit.ts";
import { decideItem } from "./decide-item.ts";
import { toRequestJson } from "./decode.ts";
import { answerMessage } from "./encode.ts";
import { toStatus } from "./errors.ts";

type Stream = ServerDuplexStream<Buffer, Buffer>;

export function decideStream(service: Service): handleBidiStreamingCall<Buffer, Buffer> {
  return (call) => new DecisionStream(service, call).serve();
}

/** One client's stream. Reads no further while too many answers are owed, or while the client does not read them. */
class DecisionStream {
  readonly #service: Service;
  readonly #call: Stream;
  readonly #unanswered = new Set<string>();
  #inFlight = 0;
  #clogged = false;
  #ended = false;
  #failed = false;

  constructor(service: Service, call: Stream) {
    this.#service = service;
    this.#call = call;
  }

  serve(): void {
    const call = this.#call;
    call.on("data", (bytes: Buffer) => {
      if (this.#failed) return;
      this.#inFlight += 1;
      this.#balance();
      this.#answer(bytes).catch((error: unknown) => this.#fail(error));
    });
    call.on("drain", () => {
      this.#clogged = false;
      this.#balance();
    });
    call.on("end", () => {
      this.#ended = true;
      this.#endWhenDone();
    });
    // The client has gone: what is under way is still recorded, and answered to nobody.
    call.on("error", () => {});
  }

  async #answer(bytes: Buffer): Promise<void> {
    const item = this.#read(bytes);
    const id = "error" in item ? undefined : item.request.request_id;
    const answer = await decideItem(this.#service, item, this.#call, await admit(this.#service, this.#call));
    if (id !== undefined && id !== "") this.#unanswered.delete(id);
    this.#inFlight -= 1;
    if (!this.#failed && !this.#call.cancelled && !this.#call.destroyed) {
      const message = create(DecideStreamResponseSchema, { answer: answerMessage(answer) });
      this.#clogged = !this.#call.write(writeMessage(DecideStreamResponseSchema, message));
    }
    this.#balance();
    this.#endWhenDone();
  }

  /** Ends the stream with the error's status. A stream that is destroyed instead sends none, and its client waits on. */
  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#call.emit("error", Object.assign(new Error(), toStatus(this.#service, error)));
  }

  #read(bytes: Buffer): BatchItem {
    let id = "";
    try {
      if (bytes.length > MAX_REQUEST_BYTES) {
        throw new WritError("payload_too_large", `the request is over ${MAX_REQUEST_BYTES} bytes`);
      }
      const message = readMessage(DecideStreamRequestSchema, bytes);
      refuseUnknown("", message);
      if (message.request === undefined) throw invalidField("/request", "is missing");
      id = message.request.requestId;
      const request = decodeDecisionRequest(toRequestJson(message.request, ""));
      if (id !== "") {
        if (this.#unanswered.has(id))
          throw invalidField("/request_id", "is that of a request that is not answered yet");
        this.#unanswered.add(id);
      }
      return { request };
    } catch (error) {
      if (error instanceof WritError) return { request_id: id, error };
      throw error;
    }
  }

  #balance(): void {
    if (this.#clogged || this.#inFlight >= MAX_STREAM_IN_FLIGHT) this.#call.pause();
    else if (this.#call.isPaused()) this.#call.resume();
  }

  #endWhenDone(): void {
    if (this.#ended && this.#inFlight === 0 && !this.#failed && !this.#call.destroyed) this.#call.end();
  }
}
