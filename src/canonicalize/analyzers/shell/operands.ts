import type { Role } from "./spec.ts";

/** The roles of a program's operands, from its `operands` text. */
export interface OperandPattern {
  readonly first: readonly Role[];
  readonly many?: Role;
  readonly last: readonly Role[];
  /** After how many operands the rest is a command of its own. */
  readonly commandAt: number;
  /** After how many operands no options follow: what comes then is for the command or the script. */
  readonly optionsEnd: number;
}

const patterns = new Map<string, OperandPattern>();

export function operandPattern(text: string | undefined): OperandPattern {
  if (text === undefined) return NONE;
  const pattern = patterns.get(text) ?? compile(text);
  patterns.set(text, pattern);
  return pattern;
}

const NONE: OperandPattern = {
  first: [],
  last: [],
  commandAt: Number.POSITIVE_INFINITY,
  optionsEnd: Number.POSITIVE_INFINITY,
};

/** Operands whose own arguments follow them. */
const PROGRAMS: ReadonlySet<Role> = new Set(["script", "shell", "code"]);

function compile(text: string): OperandPattern {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const roles = words.map((word) => word.replace(/[*?]$/, "") as Role);
  const starred = words.findIndex((word) => word.endsWith("*"));
  const rest = roles.findIndex((role, index) => role === "command" || (role === "shell" && words[index] === "shell*"));
  const commandAt = rest < 0 ? Number.POSITIVE_INFINITY : rest;
  const script = roles.findIndex((role, index) => PROGRAMS.has(role) && words[index + 1] === "text*");
  const optionsEnd = rest >= 0 ? rest + 1 : script < 0 ? Number.POSITIVE_INFINITY : script + 1;
  if (rest >= 0) return { first: roles.slice(0, rest), many: roles[rest] as Role, last: [], commandAt, optionsEnd };
  if (starred < 0) return { first: roles, last: [], commandAt, optionsEnd };
  return {
    first: roles.slice(0, starred),
    many: roles[starred] as Role,
    last: roles.slice(starred + 1),
    commandAt,
    optionsEnd,
  };
}

/** The role of each of `count` operands; those that the pattern has no place for have none. */
export function rolesOf(pattern: OperandPattern, count: number): readonly (Role | undefined)[] {
  const { first, many, last } = pattern;
  if (many === undefined) return Array.from({ length: count }, (_, index) => first[index]);
  // Where there are too few, those behind the starred one are served before it: `cp a b`.
  const lastFrom = Math.max(Math.min(first.length, count), count - last.length);
  return Array.from({ length: count }, (_, index) => {
    if (index >= lastFrom) return last[last.length - (count - index)];
    return index < first.length ? first[index] : many;
  });
}
