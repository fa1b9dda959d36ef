import { connect, type Socket } from "node:net";

// As much of HTTP/2 (RFC 9113) as a gRPC client under load needs. A whole client costs as much as the server that it measures.

const FRAME_HEAD_BYTES = 9;
const MAX_FRAME_BYTES = 16_384;
const MAX_WINDOW = 2 ** 31 - 1;
const DEFAULT_WINDOW = 65_535;

const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;

const INITIAL_WINDOW_SIZE = 4;

/** What comes back on one stream. */
export interface StreamHandler {
  data(chunk: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

interface Outgoing {
  readonly stream: number;
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** One HTTP/2 connection with prior knowledge. */
export class H2Connection {
  readonly #socket: Socket;
  readonly #head: Buffer;
  readonly #streams = new Map<number, StreamHandler>();
  readonly #windows = new Map<number, number>();
  readonly #waiting: Outgoing[] = [];
  #buffered: Buffer = Buffer.alloc(0);
  #connectionWindow = DEFAULT_WINDOW;
  #streamWindow = DEFAULT_WINDOW;
  #unacknowledged = 0;
  #nextStream = 1;

  private constructor(socket: Socket, path: string) {
    this.#socket = socket;
    this.#head = headerBlock(path);
    socket.on("data", (chunk) => this.#read(chunk));
    const failAll = (error: Error) => {
      for (const handler of this.#streams.values()) handler.fail(error);
      this.#streams.clear();
    };
    socket.on("error", failAll);
    socket.on("close", () => failAll(new Error("the connection was closed")));
    const settings = Buffer.alloc(18);
    // No dynamic table, no push, windows as large as they get.
    for (const [at, [id, value]] of [
      [1, 0],
      [2, 0],
      [INITIAL_WINDOW_SIZE, MAX_WINDOW],
    ].entries()) {
      settings.writeUInt16BE(id as number, at * 6);
      settings.writeUInt32BE(value as number, at * 6 + 2);
    }
    socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    socket.write(frame(SETTINGS, 0, 0, settings));
    socket.write(windowUpdate(0, MAX_WINDOW - DEFAULT_WINDOW));
  }

  static async open(port: number, path: string): Promise<H2Connection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new H2Connection(socket, path);
  }

  /** Opens a stream. @returns its id */
  start(handler: StreamHandler): number {
    const stream = this.#nextStream;
    this.#nextStream += 2;
    this.#streams.set(stream, handler);
    this.#windows.set(stream, this.#streamWindow);
    this.#socket.write(frame(HEADERS, END_HEADERS, stream, this.#head));
    return stream;
  }

  write(stream: number, bytes: Buffer, last: boolean): void {
    this.#waiting.push({ stream, bytes, last });
    this.#flush();
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Sends what the windows let through, in order. */
  #flush(): void {
    this.#socket.cork();
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const window = Math.min(this.#connectionWindow, this.#windows.get(next.stream) ?? 0, MAX_FRAME_BYTES);
      if (window <= 0) break;
      const part = next.bytes.subarray(0, window);
      const rest = next.bytes.subarray(window);
      const ends = rest.length === 0 && next.last;
      this.#socket.write(frame(DATA, ends ? END_STREAM : 0, next.stream, part));
      this.#connectionWindow -= part.length;
      this.#windows.set(next.stream, (this.#windows.get(next.stream) ?? 0) - part.length);
      if (rest.length === 0) this.#waiting.shift();
      else this.#waiting[0] = { ...next, bytes: rest };
    }
    this.#socket.uncork();
  }

  #read(chunk: Buffer): void {
    let buffer = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    while (buffer.length >= FRAME_HEAD_BYTES) {
      const length = buffer.readUIntBE(0, 3);
      if (buffer.length < FRAME_HEAD_BYTES + length) break;
      const payload = buffer.subarray(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES + length);
      this.#frame(buffer[3] as number, buffer[4] as number, buffer.readUInt32BE(5) & MAX_WINDOW, payload);
      buffer = buffer.subarray(FRAME_HEAD_BYTES + length);
    }
    this.#buffered = buffer;
    this.#flush();
  }

  #frame(type: number, flags: number, stream: number, payload: Buffer): void {
    switch (type) {
      case DATA:
        this.#acknowledge(payload.length);
        this.#streams.get(stream)?.data(payload);
        if ((flags & END_STREAM) !== 0) this.#end(stream);
        return;
      case HEADERS:
        if ((flags & END_STREAM) !== 0) this.#end(stream);
        return;
      case RST_STREAM:
        this.#streams.get(stream)?.fail(new Error("the stream was reset"));
        this.#streams.delete(stream);
        return;
      case SETTINGS:
        if ((flags & ACK) === 0) this.#settings(payload);
        return;
      case PING:
        if ((flags & ACK) === 0) this.#socket.write(frame(PING, ACK, 0, payload));
        return;
      case GOAWAY:
        this.#socket.destroy(new Error("the server went away"));
        return;
      case WINDOW_UPDATE:
        if (stream === 0) this.#connectionWindow += payload.readUInt32BE(0);
        else if (this.#windows.has(stream)) {
          this.#windows.set(stream, (this.#windows.get(stream) ?? 0) + payload.readUInt32BE(0));
        }
    }
  }

  #settings(payload: Buffer): void {
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      if (payload.readUInt16BE(at) !== INITIAL_WINDOW_SIZE) continue;
      const size = payload.readUInt32BE(at + 2);
      for (const [stream, window] of this.#windows) this.#windows.set(stream, window + size - this.#streamWindow);
      this.#streamWindow = size;
    }
    this.#socket.write(frame(SETTINGS, ACK, 0, Buffer.alloc(0)));
  }

  #end(stream: number): void {
    this.#streams.get(stream)?.end();
    this.#streams.delete(stream);
    this.#windows.delete(stream);
  }

  /** Both windows are as large as can be; they are filled up long before they are used up. */
  #acknowledge(bytes: number): void {
    this.#unacknowledged += bytes;
    if (this.#unacknowledged < MAX_WINDOW / 4) return;
    this.#socket.write(windowUpdate(0, this.#unacknowledged));
    this.#unacknowledged = 0;
  }
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEAD_BYTES + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  payload.copy(bytes, FRAME_HEAD_BYTES);
  return bytes;
}

function windowUpdate(stream: number, increment: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(increment);
  return frame(WINDOW_UPDATE, 0, stream, payload);
}

/** RFC 7541: indexed fields from the static table, and literals that are not indexed and not Huffman coded. */
function headerBlock(path: string): Buffer {
  const literal = (text: string) => Buffer.concat([Buffer.of(text.length), Buffer.from(text, "latin1")]);
  return Buffer.concat([
    Buffer.of(0x83, 0x86, 0x04),
    literal(path),
    Buffer.of(0x01),
    literal("127.0.0.1"),
    Buffer.of(0x0f, 0x10),
    literal("application/grpc"),
    Buffer.of(0x00),
    literal("te"),
    literal("trailers"),
  ]);
}
