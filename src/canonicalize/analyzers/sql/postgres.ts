import { loadModule, parseSync } from "libpg-query";
import { OPERATOR_CHARS } from "./characters.ts";
import { isTree, type Tree, type TreeValue } from "./tree.ts";

/** Loads PostgreSQL's parser (1.7 MB of WebAssembly); before that every text is refused. */
export function loadSql(): Promise<void> {
  return loadModule();
}

/**
 * The statements of a text in PostgreSQL's own parse tree; undefined where it refuses the text. The text ends at a NUL
 * for the parser, and half of a surrogate pair swallows the character behind it: neither gets there.
 */
export function parsePostgres(text: string): readonly Tree[] | undefined {
  if (text.includes("\0") || !text.isWellFormed()) return undefined;
  try {
    const { stmts } = parseSync(text) as unknown as { readonly stmts?: readonly { readonly stmt?: TreeValue }[] };
    return (stmts ?? []).flatMap(({ stmt }) => (isTree(stmt) ? [stmt] : []));
  } catch {
    // A refusal, or a tree that is too deep to be printed: in either case the text has not been understood.
    return undefined;
  }
}

/**
 * Whether the parser's scanner would take quadratic time: it looks through a run of operator characters again for every
 * comment that opens in it.
 */
export function slowToScan(text: string): boolean {
  let from = 0;
  for (let at = text.indexOf("/*"); at <= text.length && at !== -1; at += 1) {
    if (OPERATOR_CHARS.has(text.charCodeAt(at))) continue;
    if (at - from > MAX_RUN && text.slice(from, at).split("/*").length > MAX_COMMENTS_IN_RUN) return true;
    from = at + 1;
  }
  return false;
}

/** Ornaments around a comment are runs, too, but no comments in comments. */
const MAX_RUN = 32;
const MAX_COMMENTS_IN_RUN = 16;
