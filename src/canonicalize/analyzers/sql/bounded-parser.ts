import type { Token } from "./lexer.ts";
import { MAX_PARSED_TOKENS, MAX_SQL_NESTING } from "./limits.ts";
import { parsePostgres, slowToScan } from "./postgres.ts";
import { readTree } from "./read-tree.ts";
import type { Statement } from "./statement.ts";

/** PostgreSQL's parser with a bound on what it gets to do for one text; what has been read once is known. */
export class BoundedParser {
  readonly #looseEnds: boolean;
  #left = MAX_PARSED_TOKENS;
  readonly #known = new Map<string, readonly Statement[] | undefined>();
  /** Whether something was not parsed because of the bound. */
  exceeded = false;

  /** `looseEnds` where the text may be meant for a database that needs no `;`. */
  constructor(looseEnds: boolean) {
    this.#looseEnds = looseEnds;
  }

  /** Whether so many tokens, nested so deep, may still be parsed. */
  affords(tokens: number, nesting: number): boolean {
    if (tokens <= this.#left && nesting <= MAX_SQL_NESTING) return true;
    this.exceeded = true;
    return false;
  }

  /** The statements of a text with these tokens; undefined where PostgreSQL refuses it, or it is too much. */
  statements(text: string, tokens: readonly Token[], nesting: number): readonly Statement[] | undefined {
    if (this.#known.has(text)) return this.#known.get(text);
    if (!this.affords(tokens.length, nesting) || tokens.some(isTooLong) || slowToScan(text)) return undefined;
    this.#left -= tokens.length;
    const trees = parsePostgres(text);
    // Tokens that make no statement have been lost on the way.
    const lost = trees?.length === 0 && tokens.some(({ value }) => value !== ";");
    const statements = lost ? undefined : trees?.map((tree) => readTree(tree, this.#looseEnds));
    this.#known.set(text, statements);
    return statements;
  }
}

/** PostgreSQL has no operator of more than 63 characters, and its scanner takes quadratic time to say so. */
function isTooLong(token: Token): boolean {
  return token.kind === "operator" && token.end - token.start > MAX_OPERATOR_CHARS;
}

const MAX_OPERATOR_CHARS = 63;
