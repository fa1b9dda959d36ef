import type { Finding } from "../../../domain/action.ts";

/** A span of a text and what it is. */
export interface Found {
  /** e.g. "secret.aws_access_key", "pii.email". */
  readonly type: string;
  readonly severity: Finding["severity"];
  /** UTF-16 offsets into the text: start is the first unit of the span, end the one after its last. */
  readonly start: number;
  readonly end: number;
}
