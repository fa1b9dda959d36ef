/** The chains of two tables. */
export const STREAMS = ["decisions", "follow_ups"] as const;
export type Stream = (typeof STREAMS)[number];

/** A line of the tree: of a checkpoint, of where a chain was at that moment, or of records that retention has dropped. */
export type Leaf =
  | {
      readonly kind: "checkpoint";
      /** RFC 3339. */
      readonly at: string;
      /** Size and digest of the checkpoint before; 0 and "-" for none. */
      readonly previousSize: number;
      readonly previousDigest: string;
    }
  | ({ readonly kind: "head" } & ChainPlace)
  | ({
      readonly kind: "dropped";
      /** The first of the records that went; `seq` is the last. */
      readonly first: number;
      /** All of them were from before: YYYY-MM-DD. */
      readonly before: string;
    } & ChainPlace);

/** That a writer's record of this number has this hash. */
export interface ChainPlace {
  readonly stream: Stream;
  readonly writer: string;
  readonly seq: number;
  /** In hex. */
  readonly hash: string;
}

export function leafLine(leaf: Leaf): string {
  switch (leaf.kind) {
    case "checkpoint":
      return ["checkpoint", leaf.at, leaf.previousSize, leaf.previousDigest].join(" ");
    case "head":
      return ["head", leaf.stream, leaf.writer, leaf.seq, leaf.hash].join(" ");
    case "dropped":
      return ["dropped", leaf.stream, leaf.writer, leaf.first, leaf.seq, leaf.hash, leaf.before].join(" ");
  }
}

/** Undefined for what is no such line. */
export function readLeaf(line: string): Leaf | undefined {
  const [kind, ...parts] = line.split(" ");
  const [a = "", b = "", c = "", d = "", e = "", f = ""] = parts;
  if (kind === "checkpoint" && parts.length === 3 && isNumber(b)) {
    return { kind, at: a, previousSize: Number(b), previousDigest: c };
  }
  if (!isStream(a)) return undefined;
  if (kind === "head" && parts.length === 4 && isNumber(c)) {
    return { kind, stream: a, writer: b, seq: Number(c), hash: d };
  }
  if (kind === "dropped" && parts.length === 6 && isNumber(c) && isNumber(d)) {
    return { kind, stream: a, writer: b, first: Number(c), seq: Number(d), hash: e, before: f };
  }
  return undefined;
}

function isStream(text: string): text is Stream {
  return (STREAMS as readonly string[]).includes(text);
}

function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}
