// Reads single fields out of a message, because decoding each answer whole would make the load dearer than the server.

const LENGTH_DELIMITED = 2;

/** The length-delimited fields of a message, in order. */
export function* fieldsOf(message: Buffer): Generator<{ readonly field: number; readonly bytes: Buffer }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const type = tag & 7;
    if (type === LENGTH_DELIMITED) {
      const length = varint();
      yield { field: tag >> 3, bytes: message.subarray(at, at + length) };
      at += length;
    } else if (type === 0) varint();
    else at += type === 1 ? 8 : 4;
  }
}

/** A string field, "" when it is not there. */
export function stringField(message: Buffer, field: number): string {
  for (const found of fieldsOf(message)) if (found.field === field) return found.bytes.toString("utf8");
  return "";
}
