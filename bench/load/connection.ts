/** One connection to a server under load. */
export interface Connection {
  /** Sends the request of this index. @returns the answer's bytes; rejects on anything that is no answer */
  send(index: number): Promise<Buffer>;
  close(): void;
}
