/** A place in a distributed trace (W3C Trace Context, section 3.2). */
export interface TraceParent {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the span under which the call was made. */
  readonly spanId: string;
  /** The lowest bit: whether the one who asks records this trace. */
  readonly flags: number;
}

const FORM = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** A version behind ours may say more at the end; the four parts stay what they are. */
const OURS = "00";
const MAX_CHARS = 512;

/** The value of a `traceparent` field; undefined for one that is to be ignored (section 3.2.2). */
export function parseTraceparent(text: string): TraceParent | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const [, version, traceId, spanId, flags, more] = FORM.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === OURS && more !== undefined) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}
