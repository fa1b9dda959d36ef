import { connect, type Socket } from "node:net";
import type { Connection } from "./connection.ts";

const HEAD_END = "\r\n\r\n";

/** One keep-alive connection with one request in flight, opened when it is used: a server hangs up on those that ask nothing. */
export async function http1Connection(port: number, requests: readonly Buffer[]): Promise<Connection> {
  let open: { readonly socket: Socket; readonly answers: Answers } | undefined;
  return {
    send: async (index) => {
      if (open === undefined || open.socket.destroyed) {
        const socket = await connected(port);
        open = { socket, answers: new Answers(socket) };
      }
      const answer = open.answers.next();
      open.socket.write(requests[index % requests.length] as Buffer);
      return answer;
    },
    close: () => open?.socket.destroy(),
  };
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return socket;
}

/**
 * A POST of JSON as the bytes of the whole request.
 * @param authorization the field's value; absent for whoever is on this machine
 */
export function postRequest(path: string, body: string, authorization?: string): Buffer {
  const shown = authorization === undefined ? "" : `\r\nauthorization: ${authorization}`;
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1${shown}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return Buffer.from(`${head}${HEAD_END}${body}`);
}

class Answers {
  #buffered: Buffer = Buffer.alloc(0);
  #resolve: ((body: Buffer) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  constructor(socket: Socket) {
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", (error) => this.#reject?.(error));
    socket.on("close", () => this.#reject?.(new Error("the connection was closed")));
  }

  next(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  #read(chunk: Buffer): void {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    const headEnd = this.#buffered.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#buffered.toString("latin1", 0, headEnd);
    const from = headEnd + HEAD_END.length;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) return this.#reject?.(new Error(`an answer without content-length: ${head}`));
    if (this.#buffered.length < from + length) return;
    const body = this.#buffered.subarray(from, from + length);
    this.#buffered = this.#buffered.subarray(from + length);
    if (!head.startsWith("HTTP/1.1 200")) return this.#reject?.(new Error(`${head.split("\r\n")[0]}: ${body}`));
    this.#resolve?.(body);
  }
}
