import { decodeText } from "./json.ts";
import { refused } from "./refused.ts";

/** Blank lines and comments may stand before the package; nothing else may (OPA, "Policy Reference", Grammar). */
const PREAMBLE = /^(?:\s+|#[^\n]*(?:\n|$))*/;

const PACKAGE = /^package[ \t]+/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const DOT = /^[ \t]*\.[ \t]*/;
const BRACKET = /^[ \t]*\[[ \t]*("(?:[^"\\\n]|\\.)*"|`[^`]*`)[ \t]*\]/;

/**
 * The path in `data` at which a policy's rules are, read from its `package` line.
 *
 * @throws WritError `invalid_argument` which names the file
 */
export function packageOf(file: string, bytes: Uint8Array): readonly string[] {
  const text = decodeText(file, bytes);
  let rest = text.slice(PREAMBLE.exec(text)?.[0].length ?? 0);
  const keyword = PACKAGE.exec(rest)?.[0];
  if (keyword === undefined) throw refused(`${file} does not begin with its package`);
  rest = rest.slice(keyword.length);
  const path: string[] = [];
  for (;;) {
    const isFirst = path.length === 0;
    const dot = isFirst ? "" : DOT.exec(rest)?.[0];
    const name = dot === undefined ? undefined : NAME.exec(rest.slice(dot.length))?.[0];
    const bracket = isFirst ? null : BRACKET.exec(rest);
    if (name !== undefined) {
      path.push(name);
      rest = rest.slice((dot ?? "").length + name.length);
    } else if (bracket !== null) {
      path.push(unquoted(file, bracket[1] as string));
      rest = rest.slice(bracket[0].length);
    } else break;
  }
  if (path.length === 0 || !/^[ \t]*(?:[\r\n;#]|$)/.test(rest))
    throw refused(`${file} has a package that cannot be read`);
  return path;
}

function unquoted(file: string, literal: string): string {
  if (literal.startsWith("`")) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw refused(`${file} has a package that cannot be read`);
  }
}
