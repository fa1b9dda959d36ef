import type {
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParameterReplaceOperation,
  ProcessSubstitutionPart,
  Word,
  WordPart,
} from "unbash";
import { expandBraces } from "./braces.ts";
import { MAX_ALTERNATIVES, MAX_FIELDS, MAX_WORD_PARTS } from "./limits.ts";
import type { Content, Run } from "./state.ts";
import { inSubshell, runInside } from "./substitutions.ts";
import { isKnown, joined, literal, product, unknownValue, type Value } from "./value.ts";

/** A backslash before a line's end inside `$'…'` is read differently by shells and parsers. */
const LINE_CONTINUATION = /\\\r?\n/;
/** Descriptors that bash opens for substitutions count down from 63; these are told apart by their place in the text. */
const FIRST_SUBSTITUTION = 63;
const LITERAL_PARTS = new Set(["Literal", "SingleQuoted", "AnsiCQuoted", "Glob", "ExtendedGlob"]);
const TILDE = /^~[a-zA-Z0-9_.-]*(?=\/|$)/;
const BLANKS = /[ \t\n]+/;

/** What a word becomes: several fields where it is split, has braces, or holds a variable with several values. */
export function expandWord(word: Word, run: Run): readonly Value[] {
  if (run.collector.limited) return [unknownValue("computed")];
  const { parts } = word;
  if (parts === undefined) return withTilde(word.text, [literal(word.value)], run);
  if (parts.length === 1 && isUnquotedExpansion(parts[0])) return splitFields(expandPart(parts[0] as WordPart, run));
  const expands = parts.some(({ type }) => !LITERAL_PARTS.has(type));
  if (parts.length > MAX_WORD_PARTS || (expands && (bracesExtendName(parts) || continuesExpansion(word.text)))) {
    runInside(word, run);
    return [unknownValue("computed")];
  }
  let values: readonly Value[] = [literal("")];
  for (const part of parts) {
    const found = expandPart(part, run);
    values = product(values, isUnquotedExpansion(part) ? found.map(marked) : found);
    if (values.length >= MAX_FIELDS) {
      run.collector.worsen("limit");
      break;
    }
  }
  return withTilde(word.text, values.flatMap(splitMarked), run);
}

/**
 * What shells and parsers read differently: a line that goes on in the middle of an expansion, and a lone `$` behind one,
 * which keeps bash 5.2 from splitting the word.
 */
function continuesExpansion(text: string): boolean {
  return text.includes("$") && (LINE_CONTINUATION.test(text) || text.endsWith("$"));
}

/** Braces come before variables: `$HOME{a,b}` is `$HOMEa $HOMEb`. */
function bracesExtendName(parts: readonly WordPart[]): boolean {
  return parts.some((part, index) => part.type === "BraceExpansion" && parts[index - 1]?.type === "SimpleExpansion");
}

/** Stands where a word is split: POSIX, Field Splitting, takes blanks of unquoted expansions only. */
const SPLIT = "\uE001";

function marked(value: Value): Value {
  return BLANKS.test(value.text) ? { ...value, text: value.text.replace(/[ \t\n]+/g, SPLIT) } : value;
}

function splitMarked(value: Value): readonly Value[] {
  if (!value.text.includes(SPLIT)) return [value];
  const words = value.text.split(SPLIT).filter((text) => text !== "");
  return words.map((text) => ({ ...value, text }));
}

/** The same without splitting: an assignment's value, a redirection's target, a here-string. */
export function expandAssigned(word: Word, run: Run): readonly Value[] {
  const { parts } = word;
  if (parts === undefined) return withTilde(word.text, [literal(word.value)], run);
  let values: readonly Value[] = [literal("")];
  for (const part of parts) values = few(product(values, expandPart(part, run)));
  return withTilde(word.text, values, run);
}

/** More values than anybody follows are one that is not known: none of them may be left out. */
function few(values: readonly Value[]): readonly Value[] {
  return values.length > MAX_ALTERNATIVES ? [unknownValue("computed")] : values;
}

/** Text with expansions in it: the body of a here-document. */
export function expandText(parts: readonly WordPart[] | undefined, text: string, run: Run): Value {
  if (parts === undefined) return literal(text);
  let values: readonly Value[] = [literal("")];
  for (const part of parts) values = only(product(values, expandPart(part, run)));
  return values[0] ?? literal("");
}

/** One value where there could be several. */
function only(values: readonly Value[]): readonly Value[] {
  return values.length > 1 ? [unknownValue("computed")] : values;
}

/** Where only one value can stand. */
export function expandOne(word: Word, run: Run): Value {
  return only(expandAssigned(word, run))[0] ?? literal("");
}

function withTilde(text: string, values: readonly Value[], run: Run): readonly Value[] {
  const source = text.replace(/\\\r?\n/g, "");
  if (!TILDE.test(source)) return values;
  const assigned = run.frame.variables.get("HOME");
  if (assigned !== undefined && /^~(?=\/|$)/.test(source)) {
    const rest = (value: Value) => literal(value.text.replace(/^~/, ""));
    return values.flatMap((value) => assigned.map((folder) => joined(folder, rest(value))));
  }
  const home = run.context.surroundings.home;
  // bash(1), Tilde Expansion: OLDPWD, or an entry of the stack of folders.
  if (/^~(?:-|[+-]?\d+)(?=\/|$)/.test(source)) return [unknownValue("computed")];
  if (home === undefined || !/^~(?=\/|$)/.test(source)) return values;
  return values.map((value) => ({ ...value, text: value.text.replace(TILDE, home) }));
}

function isUnquotedExpansion(part: WordPart | undefined): boolean {
  return part?.type === "SimpleExpansion" || part?.type === "ParameterExpansion" || part?.type === "CommandExpansion";
}

/** Unquoted text is split at blanks; what is unknown may be any number of words and stays one. */
function splitFields(values: readonly Value[]): readonly Value[] {
  return values
    .flatMap((value) => {
      if (!BLANKS.test(value.text)) return [value];
      const words = value.text.split(BLANKS).filter((text) => text !== "");
      return words.map((text) => ({ ...value, text, ...(/[*?[]/.test(text) ? { glob: true } : {}) }));
    })
    .slice(0, MAX_FIELDS);
}

function expandPart(part: WordPart | DoubleQuotedChild, run: Run): readonly Value[] {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
      return [literal(part.value)];
    case "AnsiCQuoted":
      return [LINE_CONTINUATION.test(part.text) ? unknownValue("computed") : literal(part.value)];
    case "Glob":
      runInside(part, run);
      return [{ text: part.text, glob: true }];
    case "ExtendedGlob":
      runInside(part, run);
      return [{ text: "*", glob: true }];
    case "BraceExpansion": {
      runInside(part, run);
      const words = expandBraces(part.text);
      if (words.length >= MAX_FIELDS) run.collector.worsen("limit");
      return words.map((text) => (/[$`]/.test(text) ? unknownValue("computed") : literal(text)));
    }
    case "DoubleQuoted":
    case "LocaleString": {
      let values: readonly Value[] = [literal("")];
      for (const child of part.parts) values = product(values, expandPart(child, run));
      return values;
    }
    case "SimpleExpansion":
      return variable(part.text.slice(1), run);
    case "ParameterExpansion":
      return parameter(part, run);
    case "CommandExpansion":
      return part.script === undefined ? [unknownValue("computed")] : printed(run.script(part.script, inSubshell(run)));
    case "ProcessSubstitution":
      return [substituted(part, run)];
    case "ArithmeticExpansion":
      runInside(part, run);
      return [{ text: "0", unknown: "free" }];
  }
}

/** bash(1), Process Substitution: a name below /dev/fd under which the command reads or writes. */
function substituted({ script, operator, pos }: ProcessSubstitutionPart, run: Run): Value {
  const value = literal(`/dev/fd/${FIRST_SUBSTITUTION + pos}`);
  if (script === undefined) return unknownValue("computed");
  const from: Content = { sources: [{ kind: "command", value: "", classes: [] }], kind: "content" };
  const content = run.script(script, operator === "<" ? inSubshell(run) : { ...inSubshell(run), stdin: from });
  if (operator === "<") run.frame.written.set(value.text, content);
  return value;
}

/** The output of a command as a value: without the newlines at its end. */
function printed(content: Content): readonly Value[] {
  if (content.names !== undefined && content.names.length > 0) return few(content.names);
  if (content.text !== undefined) return [literal(content.text.replace(/\n+$/, ""))];
  return [unknownValue(content.kind === "content" ? "computed" : "names", content.sources)];
}

/** Variables that the shell sets from what is in the line: bash(1), Shell Variables and Special Parameters. */
const SHELLS_OWN = new Set([
  "_", "BASH_ALIASES", "BASH_ARGV", "BASH_CMDS", "BASH_COMMAND", "BASH_EXECUTION_STRING", "BASH_REMATCH", "COMP_LINE", "DIRSTACK",
  "FUNCNAME", "OLDPWD", "OPTARG",
]); // biome-ignore format: one list

function variable(name: string, run: Run): readonly Value[] {
  const known = run.frame.variables.get(name);
  if (known !== undefined) return known;
  const home = run.context.surroundings.home;
  if (name === "HOME" && home !== undefined) return [literal(home)];
  if (name === "PWD" && run.frame.cwd !== undefined) return [literal(run.frame.cwd)];
  if (name === "IFS") return [literal(" ")];
  // The last argument of the command before, what is run, where the shell was: the line says it, but not here.
  if (SHELLS_OWN.has(name)) return [unknownValue("computed")];
  if (/^[1-9]\d*$/.test(name)) return [run.frame.positional[Number(name) - 1] ?? unknownValue("free")];
  if ((name === "@" || name === "*") && run.frame.positional.length > 0) return run.frame.positional;
  return [unknownValue("free")];
}

/** A name that a search or a wildcard finds, without an end of it, or without a beginning. */
function cut(value: Value, operator: string): readonly Value[] {
  if (operator.startsWith("#")) return [value, unknownValue("names", value.sources)];
  return [{ ...value, text: `${value.text.slice(0, value.text.lastIndexOf("/") + 1)}*` }];
}

/** Whether what is replaced leaves a found name in the folder that was searched. */
function staysInFolder({ text }: Value, { pattern, replacement }: ParameterReplaceOperation): boolean {
  const folder = text.slice(0, text.lastIndexOf("/") + 1);
  const plain = /^[\w -]+$/.test(pattern.value) && /^[\w -]*$/.test(replacement.value);
  return plain && pattern.parts === undefined && replacement.parts === undefined && !folder.includes(pattern.value);
}

function parameter(part: ParameterExpansionPart, run: Run): readonly Value[] {
  const { operation, index } = part;
  if (index !== undefined) runInside(index, run);
  if (operation !== undefined && operation.type !== "Default") runInside(part, run);
  if (part.prefix === "#") return [{ text: "0", unknown: "free" }];
  // The name of the variable is itself computed.
  if (part.prefix === "!") return [unknownValue("computed")];
  const values = variable(part.parameter, run);
  if (operation === undefined) return values;
  if (operation.type === "Default") {
    const fallback = expandAssigned(operation.operand, run);
    const assigned = run.frame.variables.has(part.parameter);
    if (operation.operator.endsWith("?")) return values;
    if (operation.operator.endsWith("=") && !assigned) run.frame.variables.set(part.parameter, fallback);
    return assigned ? [...values, ...fallback] : fallback;
  }
  if (values.every(({ unknown, glob }) => unknown === undefined && glob === true)) {
    if (operation.type === "Remove") return values.flatMap((value) => cut(value, operation.operator));
    if (operation.type === "Replace" && values.every((value) => staysInFolder(value, operation)))
      return values.flatMap((value) => cut(value, "%"));
  }
  // Cut, replaced or changed text of a known value is what an obfuscated name is made of.
  return values.every(isKnown) ? [unknownValue("computed")] : [unknownValue(values[0]?.unknown ?? "computed")];
}
