import { connect, type Socket } from "node:net";

const HEAD_END = "\r\n\r\n";

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One keep-alive connection with one request in flight, whatever the answer's status is. */
export class OverloadConnection {
  readonly #socket: Socket;
  #buffered = "";
  #answered: ((answer: Answer) => void) | undefined;

  private constructor(socket: Socket, failed: (error: Error) => void) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => this.#read(String(chunk)));
    socket.on("error", failed);
    socket.on("close", () => failed(new Error("the service closed a connection")));
  }

  static async open(port: number, failed: (error: Error) => void): Promise<OverloadConnection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new OverloadConnection(socket, failed);
  }

  send(request: Buffer, answered: (answer: Answer) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#buffered += chunk;
    const headEnd = this.#buffered.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#buffered.slice(0, headEnd);
    const from = headEnd + HEAD_END.length;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`an answer without content-length: ${head}`);
    if (this.#buffered.length < from + length) return;
    const body = this.#buffered.slice(from, from + length);
    this.#buffered = this.#buffered.slice(from + length);
    this.#answered?.({ status: Number(head.slice(9, 12)), head, body });
  }
}
