import type { Outline, OutlinedRule } from "./outline.ts";
import { stringValue, type Token } from "./tokens.ts";

/** A part of a reference: a key that is written out, or `undefined` for one that is computed. */
export interface RefPart {
  readonly key: string | undefined;
  readonly at: Token;
}

/** `input.action.destinations[_].domain`, with what its first name stands for put in. */
export interface Ref {
  /** From the root, `input` or `data` where it is known to lead there. */
  readonly parts: readonly RefPart[];
  /** The first token as written. */
  readonly at: Token;
  readonly isCall: boolean;
  /** Index of the token after it in the rule's tokens. */
  readonly next: number;
  readonly start: number;
}

const KEYWORDS = new Set([
  "as", "contains", "default", "else", "every", "false", "if", "in", "not", "null", "some", "true", "with",
]); // biome-ignore format: one list

/** A chain of names that stand for each other is no longer than this; a circle ends here. */
const MAX_HOPS = 8;

/** All references of a rule, names resolved through imports and through what the rule binds once to a reference. */
export function refsOf(rule: OutlinedRule, outline: Outline): readonly Ref[] {
  const written = writtenRefs(rule.tokens);
  const names = new Map<string, readonly RefPart[]>(
    outline.imports.map(({ alias, path, at }) => [alias, path.map((key) => ({ key, at }))]),
  );
  // A name that the rule declares is its own, whatever else has that name.
  for (const name of declaredIn(rule)) names.delete(name);
  for (const [name, parts] of bindings(rule.tokens, written)) names.set(name, parts);
  return written.map((ref) => ({ ...ref, parts: resolve(ref.parts, names) }));
}

/** `data.settings` of `["data", "settings", …]`; whether the parts begin with these keys. */
export function startsWith(parts: readonly RefPart[], keys: readonly string[]): boolean {
  return keys.every((key, index) => parts[index]?.key === key);
}

function resolve(parts: readonly RefPart[], names: ReadonlyMap<string, readonly RefPart[]>): readonly RefPart[] {
  let resolved = parts;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const first = resolved[0]?.key ?? "";
    if (first === "input" || first === "data") break;
    const stands = names.get(first);
    if (stands === undefined) break;
    resolved = [...stands, ...resolved.slice(1)];
  }
  return resolved;
}

function writtenRefs(tokens: readonly Token[]): readonly Ref[] {
  const refs: Ref[] = [];
  for (let start = 0; start < tokens.length; start++) {
    const at = tokens[start] as Token;
    if (at.kind !== "name" || KEYWORDS.has(at.text) || isPart(tokens, start)) continue;
    const { parts, next } = readParts(tokens, start);
    refs.push({ parts, at, start, next, isCall: tokens[next]?.text === "(" && adjacent(tokens, next) });
  }
  return refs;
}

/** Whether the token is a part of the reference before it. */
function isPart(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.text === "." && adjacent(tokens, index);
}

function readParts(tokens: readonly Token[], start: number): { parts: readonly RefPart[]; next: number } {
  const first = tokens[start] as Token;
  const parts: RefPart[] = [{ key: first.text, at: first }];
  let next = start + 1;
  for (;;) {
    const [mark, name] = [tokens[next], tokens[next + 1]];
    if (mark === undefined || name === undefined || !adjacent(tokens, next)) break;
    if (mark.text === "." && name.kind === "name") {
      parts.push({ key: name.text, at: name });
      next += 2;
    } else if (mark.text === "[") {
      const end = tokens.findIndex(({ text, depth }, index) => index > next && text === "]" && depth === mark.depth);
      if (end === -1) break;
      parts.push({ key: end === next + 2 && name.kind === "string" ? stringValue(name) : undefined, at: name });
      next = end + 1;
    } else break;
  }
  return { parts, next };
}

/** A reference has no space in it. */
function adjacent(tokens: readonly Token[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  if (before === undefined || token === undefined || before.line !== token.line) return false;
  return before.column + [...before.text].length === token.column;
}

/** Names that the rule binds to exactly one reference: `x := ref`, `some x in ref`, `some _, x in ref`, `every x in ref`. */
function bindings(tokens: readonly Token[], refs: readonly Ref[]): ReadonlyMap<string, readonly RefPart[]> {
  const bound = new Map<string, readonly RefPart[] | undefined>();
  const bind = (name: string, parts: readonly RefPart[] | undefined): void => {
    bound.set(name, bound.has(name) ? undefined : parts);
  };
  for (const ref of refs) {
    const [name, mark] = [tokens[ref.start - 2], tokens[ref.start - 1]];
    if (name?.kind !== "name") continue;
    if (mark?.text === ":=") bind(name.text, endsAt(tokens, ref.next) ? ref.parts : undefined);
    if (mark?.text !== "in" || !isIteration(tokens, ref.start - 3)) continue;
    const at = tokens[ref.start] as Token;
    bind(name.text, endsAt(tokens, ref.next) ? [...ref.parts, { key: undefined, at }] : undefined);
  }
  return new Map([...bound].flatMap(([name, parts]) => (parts === undefined ? [] : [[name, parts]])));
}

/** Arguments of a function, and what `:=`, `some` and `every` introduce. */
function declaredIn({ tokens, form, name }: OutlinedRule): ReadonlySet<string> {
  const declared = new Set<string>();
  const takeNames = (from: number, isEnd: (token: Token) => boolean): void => {
    for (let i = from; i < tokens.length && !isEnd(tokens[i] as Token); i++) {
      if (tokens[i]?.kind === "name") declared.add(tokens[i]?.text as string);
    }
  };
  for (const [i, { text, line }] of tokens.entries()) {
    if (text === ":=" && tokens[i - 1] !== name) takeNames(i - 1, (token) => token.text === ":=");
    if (text === "some" || text === "every") takeNames(i + 1, (token) => token.text === "in" || token.line !== line);
  }
  if (form === "function") takeNames(tokens.indexOf(name) + 2, ({ text, depth }) => text === ")" && depth === 0);
  return declared;
}

/** Whether an expression ends before this token: it stands on another line, or closes something, or separates. */
function endsAt(tokens: readonly Token[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  if (token === undefined || before?.line !== token.line) return true;
  return [";", "}", "]", ")", "{", "|", ","].includes(token.text);
}

/** Looks back over `some`, or `some key,`. */
function isIteration(tokens: readonly Token[], index: number): boolean {
  const word = (at: number): string => tokens[at]?.text ?? "";
  if (word(index) === "some" || word(index) === "every") return true;
  return word(index) === "," && ["some", "every"].includes(word(index - 2));
}
