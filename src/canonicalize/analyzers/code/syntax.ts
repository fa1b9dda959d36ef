import { parser as javascriptParser } from "@lezer/javascript";
import { parser as pythonParser } from "@lezer/python";
import { MAX_LINE_SEPARATORS, MAX_NESTING, MAX_RECOVERY_CHARS, MAX_RECOVERY_COST, MAX_SLASH_WORK } from "./limits.ts";

/** The grammars that programs are parsed with. */
export type Grammar = "python" | "javascript" | "typescript" | "tsx";

/** A node of the syntax tree; names are those of the grammars of @lezer/python and @lezer/javascript. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: readonly SyntaxNode[];
}

type Parser = typeof pythonParser;

interface ParserPair {
  readonly strict: Parser;
  readonly recovering: Parser;
}

function pair(parser: Parser): ParserPair {
  return { strict: parser.configure({ strict: true }), recovering: parser };
}

const PARSERS: Readonly<Record<Grammar, ParserPair>> = {
  python: pair(pythonParser),
  javascript: pair(javascriptParser.configure({ dialect: "jsx" })),
  typescript: pair(javascriptParser.configure({ dialect: "ts" })),
  tsx: pair(javascriptParser.configure({ dialect: "ts jsx" })),
};

/** The syntax tree, `broken` where the text is no program, or `limit` where reading it would take too long. */
export function parseStrictly(text: string, grammar: Grammar, budget: number): SyntaxNode | "broken" | "limit" {
  if (grammar !== "python" && stallsScripts(text)) return "limit";
  const tree = run(PARSERS[grammar].strict, text, budget);
  return typeof tree === "string" ? tree : (copyTree(tree) ?? "limit");
}

/** Whether the parser of scripts would go through parts of the text again and again. */
function stallsScripts(text: string): boolean {
  let work = 0;
  for (const line of text.split("\n")) work += line.length * (line.split("/").length - 1);
  return work > MAX_SLASH_WORK || text.split(/[\u2028\u2029]/).length - 1 > MAX_LINE_SEPARATORS;
}

/** The syntax tree of a text that is broken in places, where it is short. */
export function parseBroken(text: string, grammar: Grammar): SyntaxNode | undefined {
  if (text.length > MAX_RECOVERY_CHARS) return undefined;
  const tree = run(PARSERS[grammar].recovering, text, MAX_RECOVERY_COST);
  return typeof tree === "string" ? undefined : copyTree(tree);
}

type Tree = ReturnType<Parser["parse"]>;

/** What is not in the published types: the readings of an ambiguous text that are followed at the same time. */
interface ParseState {
  readonly stacks?: readonly { readonly stack: readonly number[] }[];
}

/** Entries of a parser's stack that are copied in the time of one step. */
const COPIED_PER_STEP = 256;

function run(parser: Parser, text: string, budget: number): Tree | "broken" | "limit" {
  const parse = parser.startParse(text);
  let cost = 0;
  try {
    for (;;) {
      const tree = parse.advance();
      if (tree !== null) return tree;
      cost += 1;
      const { stacks = [] } = parse as ParseState;
      if (stacks.length > 1) for (const { stack } of stacks) cost += 4 + stack.length / COPIED_PER_STEP;
      if (cost > budget) return "limit";
    }
  } catch (error) {
    if (error instanceof SyntaxError) return "broken";
    throw error;
  }
}

interface MutableNode extends SyntaxNode {
  readonly children: MutableNode[];
}

/** The tree as plain objects, which are quicker to go through; undefined where it is too deep. */
function copyTree(tree: Tree): SyntaxNode | undefined {
  const top: MutableNode = { name: "", from: 0, to: tree.length, children: [] };
  const open = [top];
  let deep = false;
  tree.iterate({
    enter(node) {
      if (open.length > MAX_NESTING) {
        deep = true;
        return false;
      }
      const { type } = node;
      if (type.name === "Comment" || type.name === "LineComment" || type.name === "BlockComment") return false;
      const copy: MutableNode = {
        name: type.isError ? "error" : type.name,
        from: node.from,
        to: node.to,
        children: [],
      };
      (open[open.length - 1] as MutableNode).children.push(copy);
      open.push(copy);
      return true;
    },
    leave() {
      open.pop();
    },
  });
  return deep ? undefined : top.children[0];
}
