import type { Connection } from "./connection.ts";
import { idOfStreamAnswer, idOfStreamRequest } from "./effects.ts";
import { H2Connection } from "./h2.ts";

const PREFIX_BYTES = 5;

/** One HTTP/2 connection; each message is a unary call of its own. */
export async function unaryConnection(port: number, path: string, messages: readonly Buffer[]): Promise<Connection> {
  const connection = await H2Connection.open(port, path);
  const framed = messages.map(prefixed);
  return {
    send: (index) =>
      new Promise((resolve, reject) => {
        let answer: Buffer = Buffer.alloc(0);
        const stream = connection.start({
          data: (chunk) => {
            answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
          },
          end: () =>
            answer.length > 0 ? resolve(answer.subarray(PREFIX_BYTES)) : reject(new Error("no message came")),
          fail: reject,
        });
        connection.write(stream, framed[index % framed.length] as Buffer, true);
      }),
    close: () => connection.close(),
  };
}

/** One bidirectional stream; answers are matched by the request id. */
export async function streamConnection(port: number, path: string, messages: readonly Buffer[]): Promise<Connection> {
  const connection = await H2Connection.open(port, path);
  const requests = messages.map((message) => ({ id: idOfStreamRequest(message), bytes: prefixed(message) }));
  const waiting = new Map<string, { resolve(answer: Buffer): void; reject(error: Error): void }>();
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
  };
  let buffered: Buffer = Buffer.alloc(0);
  const stream = connection.start({
    data: (chunk) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
      while (buffered.length >= PREFIX_BYTES) {
        const end = PREFIX_BYTES + buffered.readUInt32BE(1);
        if (buffered.length < end) return;
        const answer = buffered.subarray(PREFIX_BYTES, end);
        buffered = buffered.subarray(end);
        const id = idOfStreamAnswer(answer);
        waiting.get(id)?.resolve(answer);
        waiting.delete(id);
      }
    },
    end: () => failAll(new Error("the stream ended")),
    fail: failAll,
  });
  return {
    send: (index) =>
      new Promise((resolve, reject) => {
        const { id, bytes } = requests[index % requests.length] as (typeof requests)[number];
        waiting.set(id, { resolve, reject });
        connection.write(stream, bytes, false);
      }),
    close: () => connection.close(),
  };
}

function prefixed(message: Buffer): Buffer {
  const head = Buffer.alloc(PREFIX_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
