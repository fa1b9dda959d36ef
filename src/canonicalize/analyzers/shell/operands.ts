import type { Role } from "./spec.ts";

/** The roles of a program's operands, from its `operands` text. */
export interface OperandPattern {
  readonly first: readonly Role[];
  readonly many?: Role;
  readonly last: readonly Role[];
  /** After how many operands the rest is a command of its own. */
  readonly commandAt: number;
}

const patterns = new Map<string, OperandPattern>();

export function operandPattern(text: string | undefined): OperandPattern {
  if (text === undefined) return NONE;
  const pattern = patterns.get(text) ?? compile(text);
  patterns.set(text, pattern);
  return pattern;
}

const NONE: OperandPattern = { first: [], last: [], commandAt: Number.POSITIVE_INFINITY };

function compile(text: string): OperandPattern {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const roles = words.map((word) => word.replace(/[*?]$/, "") as Role);
  const starred = words.findIndex((word) => word.endsWith("*"));
  const rest = roles.findIndex((role, index) => role === "command" || (role === "shell" && words[index] === "shell*"));
  const commandAt = rest < 0 ? Number.POSITIVE_INFINITY : rest;
  if (rest >= 0) return { first: roles.slice(0, rest), many: roles[rest] as Role, last: [], commandAt };
  if (starred < 0) return { first: roles, last: [], commandAt };
  return { first: roles.slice(0, starred), many: roles[starred] as Role, last: roles.slice(starred + 1), commandAt };
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
