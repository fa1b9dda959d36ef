import { BuiltinError } from "./builtin.ts";

const META = /[\\.+*?()|[\]{}^$]/g;

/**
 * OPA's patterns with expressions between delimiters: text outside stands for itself.
 * @returns the whole as an expression, and each part as OPA checks it
 * @throws BuiltinError
 */
export function templatePattern(
  template: string,
  open: string,
  close: string,
): { readonly whole: string; readonly parts: readonly string[] } {
  if (Buffer.byteLength(open) !== 1 || Buffer.byteLength(close) !== 1) {
    throw new BuiltinError("a delimiter has to be exactly one character long");
  }
  const parts: string[] = [];
  let whole = "^";
  let end = 0;
  for (const [from, to] of bracketed(template, open, close)) {
    const inner = template.slice(from + 1, to - 1);
    whole += `${template.slice(end, from).replace(META, "\\$&")}(${inner})`;
    parts.push(`^${inner}$`);
    end = to;
  }
  return { whole: `${whole}${template.slice(end).replace(META, "\\$&")}$`, parts };
}

/** Where the outermost pairs of delimiters are. */
function bracketed(template: string, open: string, close: string): (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = [];
  let level = 0;
  let from = 0;
  for (let at = 0; at < template.length; at++) {
    if (template[at] === open) {
      level++;
      if (level === 1) from = at;
    } else if (template[at] === close) {
      level--;
      if (level === 0) found.push([from, at + 1]);
      if (level < 0) break;
    }
  }
  if (level !== 0) throw new BuiltinError("unbalanced braces");
  return found;
}
