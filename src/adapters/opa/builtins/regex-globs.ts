import { PolicyAborted } from "../errors.ts";
import { type BuiltinContext, BuiltinError } from "./builtin.ts";
import { FUEL_PER_STEP } from "./limits.ts";

type Spend = BuiltinContext["spend"];

/** One place of a glob: a character, any character, or one of a set; as often as its flag says. */
interface Token {
  readonly kind: "character" | "any" | "set";
  readonly characters: ReadonlySet<number>;
  readonly flag: "" | "+" | "*";
}

/** Characters of one set: a range over all of Unicode is no set that someone means. */
const MAX_SET = 70_000;

/** Whether there is a text that both match, as the Go package glob-intersection finds it. @throws BuiltinError */
export function globsIntersect(left: string, right: string, spend: Spend): boolean {
  const trimmed = trim(simplified(tokensOf(left, spend)), simplified(tokensOf(right, spend)));
  return trimmed !== undefined && normal(trimmed[0], trimmed[1], spend);
}

function bad(): BuiltinError {
  return new BuiltinError("the input provided is invalid");
}

const CHARACTER = /^(?:\\([\s\S])|([^\\]))/u;

/** The next character, and whether it was escaped. */
function take(text: string): { readonly character: string; readonly escaped: boolean; readonly rest: string } {
  const match = CHARACTER.exec(text);
  if (match === null) throw bad();
  return {
    character: (match[1] ?? match[2]) as string,
    escaped: match[1] !== undefined,
    rest: text.slice(match[0].length),
  };
}

function tokensOf(text: string, spend: Spend): Token[] {
  const tokens: Token[] = [];
  for (let rest = text; rest !== ""; ) {
    const { character, escaped, rest: behind } = take(rest);
    rest = behind;
    let kind: Token["kind"] = "character";
    let characters: ReadonlySet<number> = new Set([codeOf(character)]);
    if (!escaped && (character === "]" || character === "+" || character === "*")) throw bad();
    if (!escaped && character === ".") kind = "any";
    if (!escaped && character === "[") {
      kind = "set";
      ({ characters, rest } = setFrom(rest, spend));
    }
    const flag = rest.startsWith("+") || rest.startsWith("*") ? (rest[0] as "+" | "*") : "";
    tokens.push({ kind, characters, flag });
    rest = rest.slice(flag.length);
  }
  return tokens;
}

function setFrom(text: string, spend: Spend): { readonly characters: ReadonlySet<number>; readonly rest: string } {
  const characters = new Set<number>();
  let previous: number | undefined;
  for (let rest = text; rest !== ""; ) {
    const { character, escaped, rest: behind } = take(rest);
    rest = behind;
    if (!escaped && character === "]") return { characters, rest };
    if (escaped || character !== "-") {
      previous = codeOf(character);
      characters.add(previous);
      continue;
    }
    // A range wants something behind its end, if only the bracket.
    const [, second] = rest;
    if (previous === undefined || second === undefined) throw bad();
    const end = take(rest);
    rest = end.rest;
    if (!end.escaped && (end.character === "]" || end.character === "-")) throw bad();
    const last = codeOf(end.character);
    if (last < previous) throw bad();
    if (last - previous > MAX_SET) throw new PolicyAborted("regex.globs_match: a set has too many characters");
    spend(FUEL_PER_STEP * (last - previous));
    for (let code = previous; code <= last; code++) characters.add(code);
    previous = undefined;
  }
  throw bad();
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}

/** Equal tokens with flags in a row become one. */
function simplified(tokens: readonly Token[]): Token[] {
  const simple: Token[] = [];
  for (const token of tokens) {
    const latest = simple.at(-1);
    if (latest === undefined || latest.flag === "" || token.flag === "" || !same(latest, token)) simple.push(token);
    else simple[simple.length - 1] = { ...latest, flag: latest.flag === "+" || token.flag === "+" ? "+" : "*" };
  }
  return simple;
}

function same(a: Token, b: Token): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === "any" || (a.characters.size === b.characters.size && a.characters.isSubsetOf(b.characters));
}

function matches(a: Token, b: Token): boolean {
  return a.kind === "any" || b.kind === "any" || !a.characters.isDisjointFrom(b.characters);
}

/** Without what both begin and end with, but for one place; undefined when that differs. */
function trim(a: readonly Token[], b: readonly Token[]): [readonly Token[], readonly Token[]] | undefined {
  const plain = (x: Token | undefined, y: Token | undefined) => x?.flag === "" && y?.flag === "";
  let left = 0;
  for (; plain(a[left], b[left]); left++) if (!matches(a[left] as Token, b[left] as Token)) return undefined;
  if (left > 0) left--;
  let [endA, endB] = [a.length - 1, b.length - 1];
  for (; endA >= left && endB >= left && plain(a[endA], b[endB]); endA--, endB--) {
    if (!matches(a[endA] as Token, b[endB] as Token)) return undefined;
  }
  if (endA < a.length - 1) {
    endA++;
    endB++;
  }
  return [a.slice(left, endA + 1), b.slice(left, endB + 1)];
}

function normal(a: readonly Token[], b: readonly Token[], spend: Spend): boolean {
  let at = 0;
  for (; at < a.length && at < b.length; at++) {
    const [x, y] = [a[at] as Token, b[at] as Token];
    spend(FUEL_PER_STEP);
    if (x.flag !== "" || y.flag !== "") return flagged(a.slice(at), b.slice(at), spend);
    if (!matches(x, y)) return false;
  }
  return at === a.length && at === b.length;
}

function flagged(a: readonly Token[], b: readonly Token[], spend: Spend): boolean {
  const first = (a[0] as Token).flag;
  if (first !== "") return first === "+" ? plus(a, b, spend) : star(a, b, spend);
  return (b[0] as Token).flag === "+" ? plus(b, a, spend) : star(b, a, spend);
}

function plus(own: readonly Token[], other: readonly Token[], spend: Spend): boolean {
  const [mine, theirs] = [own[0] as Token, other[0] as Token];
  if (!matches(mine, theirs)) return false;
  if (star(own, other.slice(1), spend)) return true;
  return theirs.flag !== "" && normal(own.slice(1), other, spend);
}

function star(own: readonly Token[], other: readonly Token[], spend: Spend): boolean {
  const [mine, next] = [own[0] as Token, own[1]];
  for (const [at, token] of other.entries()) {
    spend(FUEL_PER_STEP);
    if (next !== undefined && matches(token, next) && normal(own.slice(1), other.slice(at), spend)) return true;
    if (!matches(token, mine)) return false;
  }
  return next === undefined;
}
