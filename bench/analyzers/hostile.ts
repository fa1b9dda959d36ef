/** Every input is made of its seed and index alone, so that any of them can be made again. */
export function hostileText(fragments: readonly string[], seed: number, index: number): string {
  const random = randomOf(seed ^ Math.imul(index + 1, 0x9e3779b1));
  const upTo = (bound: number) => Math.floor(random() * bound);
  const pick = <T>(from: readonly T[]): T => from[upTo(from.length)] as T;
  const bytes = pick(SIZES);
  return cut(
    pick(SHAPES)(() => pick(fragments), bytes, upTo),
    bytes,
  );
}

const MAX_BYTES = 64 * 1024;

/** Mostly the whole size; less too, so that no limit on bytes hides what is slow below it. */
const SIZES = [MAX_BYTES, MAX_BYTES, MAX_BYTES, MAX_BYTES / 2, MAX_BYTES / 4, MAX_BYTES / 16, MAX_BYTES / 64];

type Shape = (piece: () => string, bytes: number, upTo: (bound: number) => number) => string;

const MAX_PERIOD = 5;

const repeated: Shape = (piece, bytes) => filled(piece(), bytes);

const periodic: Shape = (piece, bytes, upTo) => {
  const pieces = Array.from({ length: 2 + upTo(MAX_PERIOD) }, piece);
  return filled(pieces.join(""), bytes);
};

/** One thing many times, then others as often: what is opened and never closed, or closed at last. */
const phased: Shape = (piece, bytes, upTo) => {
  const phases = 2 + upTo(2);
  return Array.from({ length: phases }, () => filled(piece(), bytes / phases)).join("");
};

const mixed: Shape = (piece, bytes) => {
  const pieces: string[] = [];
  for (let length = 0; length < bytes; length += pieces.at(-1)?.length ?? 1) pieces.push(piece());
  return pieces.join("");
};

/** Mostly one thing, with others strewn in. */
const strewn: Shape = (piece, bytes, upTo) => {
  const most = piece();
  const rarity = 2 + upTo(200);
  const pieces: string[] = [];
  for (let length = 0; length < bytes; length += pieces.at(-1)?.length ?? 1) {
    pieces.push(upTo(rarity) === 0 ? piece() : most);
  }
  return pieces.join("");
};

const PRINTABLE = 95;
const PLANE = 0xd800;

/** Any characters, without surrogates that stand alone. */
const arbitrary: Shape = (_, bytes, upTo) => {
  const ascii = upTo(2) === 0;
  return Array.from({ length: ascii ? bytes : bytes / 2 }, () =>
    String.fromCharCode(ascii ? 32 + upTo(PRINTABLE) : upTo(PLANE)),
  ).join("");
};

const SHAPES: readonly Shape[] = [
  repeated,
  periodic,
  periodic,
  phased,
  phased,
  mixed,
  mixed,
  strewn,
  strewn,
  arbitrary,
];

function filled(piece: string, bytes: number): string {
  return piece.repeat(Math.ceil(bytes / piece.length));
}

/** At most so many bytes of UTF-8, without half a character. */
function cut(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}

/** mulberry32: numbers in [0, 1), the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixedUp = Math.imul(state ^ (state >>> 15), 1 | state);
    mixedUp = (mixedUp + Math.imul(mixedUp ^ (mixedUp >>> 7), 61 | mixedUp)) ^ mixedUp;
    return ((mixedUp ^ (mixedUp >>> 14)) >>> 0) / 2 ** 32;
  };
}
