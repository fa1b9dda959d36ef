import type { LexicalRules } from "./dialects.ts";
import { type Lexed, lex, type Token } from "./lexer.ts";
import { type Unit, unitsOf } from "./units.ts";

/** A text cut into tokens, with the rules that cut it so: several families may agree on one text. */
export class Cut {
  readonly text: string;
  readonly lexed: Lexed;
  readonly alike: LexicalRules[];
  readonly #shape: readonly Token[];
  #units: readonly Unit[] | undefined;

  constructor(text: string, rules: LexicalRules) {
    this.text = text;
    this.lexed = lex(text, rules);
    this.alike = [rules];
    this.#shape = shapeOf(text, this.lexed.tokens, rules);
  }

  get units(): readonly Unit[] {
    this.#units ??= unitsOf(this.lexed.tokens);
    return this.#units;
  }

  /** Whether tokens begin and end at the same places. */
  agrees(other: Cut): boolean {
    return (
      this.#shape.length === other.#shape.length &&
      this.#shape.every(({ kind, start, end }, index) => {
        const token = other.#shape[index];
        return start === token?.start && end === token.end && (kind === "command") === (token.kind === "command");
      })
    );
  }
}

/**
 * The tokens to compare by. `[0]` is a name to some and a subscript to others; where all that stands in brackets means as
 * little as that, the brackets are taken for marks.
 */
function shapeOf(text: string, tokens: readonly Token[], rules: LexicalRules): readonly Token[] {
  if (!rules.bracketNames || !text.includes("[")) return tokens;
  const plain = tokens.every(
    ({ kind, start, value }) => kind !== "name" || text[start] !== "[" || PLAIN_BRACKETS.test(value),
  );
  return plain ? lex(text, { ...rules, bracketNames: false }).tokens : tokens;
}

/** What means the same as a name in brackets and as a subscript. */
const PLAIN_BRACKETS = /^[\w\s$.:,]*$/;
