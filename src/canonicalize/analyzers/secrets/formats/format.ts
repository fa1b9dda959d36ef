import type { Finding } from "../../../../domain/action.ts";

/** A kind of credential that its issuer gave a recognisable form. */
export interface Format {
  readonly type: string;
  readonly severity: Finding["severity"];
  /** What every such credential has at a fixed place, in most cases its beginning; at least two characters, ASCII. */
  readonly anchors: readonly string[];
  /** Matches what stands before the anchor and belongs to the credential; looks at LEAD_CHARS characters at most. */
  readonly lead?: RegExp;
  /** Whether the anchor counts only where no other letter, digit, `_` or `-` stands before it. */
  readonly whole?: true;
  /**
   * Sticky; matches what follows the anchor. A sequence of character classes and literals without nested or adjacent
   * overlapping quantifiers, so that one attempt is linear, and fails within the shortest length that it asks for. Where
   * what it matches may hold the anchor again and still be refused, its length has a bound.
   */
  readonly rest: RegExp;
  /** Judges a candidate: false where it is none after all, or another severity than the format's. */
  readonly judge?: (token: string) => boolean | Finding["severity"];
}
