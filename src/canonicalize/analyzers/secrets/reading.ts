/**
 * A text that is read, and what was found out about stretches of it. Several names or marks may stand in one stretch;
 * each stretch is run through once, so that no text takes longer than its length allows.
 */
export interface Reading {
  readonly text: string;
  /** The value without quotes that was run through last. */
  bareStart: number;
  bareEnd: number;
  /** The end mark of a private key that comes next behind `markFrom`; -1 for none. */
  markFrom: number;
  markStart: number;
  markEnd: number;
  /** The body of a private key without an end that was run through last. */
  bodyStart: number;
  bodyEnd: number;
  /** Short options that were looked at. */
  options: number;
  /** Whether the text is a manifest of a Kubernetes Secret, once somebody asked. */
  kubernetesSecret?: boolean;
}

export function readingOf(text: string): Reading {
  return {
    text,
    bareStart: 0,
    bareEnd: 0,
    markFrom: -1,
    markStart: -1,
    markEnd: -1,
    bodyStart: 0,
    bodyEnd: 0,
    options: 0,
  };
}
