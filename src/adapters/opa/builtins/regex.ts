import { RE2JS } from "re2js";
import { type BuiltinContext, BuiltinError, type Builtins, intArg, stringArg } from "./builtin.ts";
import { Cache } from "./cache.ts";
import { FUEL_PER_MATCH, FUEL_PER_MATCH_CHARACTER, FUEL_PER_STATE } from "./limits.ts";
import { globsIntersect } from "./regex-globs.ts";
import { templatePattern } from "./regex-template.ts";

type Spend = BuiltinContext["spend"];

export const REGEX: Builtins = {
  "regex.find_n": (args, { spend }) => {
    const limit = intArg(args, 2);
    const found = matchesOf(stringArg(args, 0), stringArg(args, 1), spend, limit < 0n ? undefined : Number(limit));
    return found.map(([text]) => text ?? "");
  },
  "regex.split": (args, { spend }) => split(stringArg(args, 0), stringArg(args, 1), spend),
  "regex.replace": (args, { spend }) => replace(stringArg(args, 0), stringArg(args, 1), stringArg(args, 2), spend),
  "regex.template_match": (args, { spend }) => {
    const pattern = templatePattern(stringArg(args, 0), stringArg(args, 2), stringArg(args, 3));
    for (const part of pattern.parts) compile(part);
    return matchesOf(pattern.whole, stringArg(args, 1), spend, 1).length > 0;
  },
  "regex.globs_match": (args, { spend }) => globsIntersect(stringArg(args, 0), stringArg(args, 1), spend),
};

const compiled = new Cache<RE2JS>();

/** @throws BuiltinError */
function compile(pattern: string): RE2JS {
  return compiled.get(pattern, () => {
    try {
      return RE2JS.compile(pattern);
    } catch {
      throw new BuiltinError("invalid regular expression");
    }
  });
}

/** A match: its text, then those of its groups; and where it is. */
type Match = readonly (string | undefined)[] & {
  readonly start: number;
  readonly end: number;
  readonly names: Readonly<Record<string, string | null>>;
};

/** Go's FindAll: an empty match right behind another one does not count. */
function matchesOf(pattern: string, text: string, spend: Spend, limit = Number.POSITIVE_INFINITY): Match[] {
  const regex = compile(pattern);
  const matcher = regex.matcher(text);
  const states = regex.programSize() * FUEL_PER_STATE;
  const found: Match[] = [];
  let previousEnd = -1;
  for (let at = 0; found.length < limit && at <= text.length; ) {
    spend(FUEL_PER_MATCH + FUEL_PER_MATCH_CHARACTER * (text.length - at));
    if (!matcher.find(at)) break;
    const [start, end] = [matcher.start(), matcher.end()];
    spend(states * (end - at + 1));
    if (end > at || start !== previousEnd) {
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? undefined);
      found.push(Object.assign(groups, { start, end, names: matcher.getNamedGroups() }));
    }
    // The next search starts behind a code point when this one took nothing.
    at = end > at ? end : at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    previousEnd = end;
  }
  return found;
}

/** Go's Regexp.Split without a limit. */
function split(pattern: string, text: string, spend: Spend): string[] {
  const matches = matchesOf(pattern, text, spend);
  if (pattern !== "" && text === "") return [""];
  const parts: string[] = [];
  let from = 0;
  let to = 0;
  for (const { start, end } of matches) {
    to = start;
    if (end !== 0) parts.push(text.slice(from, to));
    from = end;
  }
  if (to !== text.length) parts.push(text.slice(from));
  return parts;
}

function replace(text: string, pattern: string, template: string, spend: Spend): string {
  let result = "";
  let from = 0;
  for (const match of matchesOf(pattern, text, spend)) {
    result += text.slice(from, match.start) + expand(template, match);
    spend(result.length / 100);
    from = match.end;
  }
  return result + text.slice(from);
}

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** Go's Regexp.Expand: `$1`, `${1}`, `$name`, `$$`; groups that are not there are empty. */
function expand(template: string, match: Match): string {
  return template.replace(REFERENCE, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return "$";
    return (/^(?:0|[1-9]\d*)$/.test(name) ? match[Number(name)] : match.names[name]) ?? "";
  });
}
