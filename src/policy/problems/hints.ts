import { nearestOf } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import { isTest, textOf } from "../project/read.ts";
import { outlineOf } from "../rego/outline.ts";
import { type Token, tokensOf } from "../rego/tokens.ts";

/** What the hints know of the place of a mistake. */
interface Surroundings {
  /** The tokens of the line. */
  readonly line: readonly Token[];
  /** Packages that could be imported, `writ.action` and the like, by the name that rules use them by. */
  readonly library: ReadonlyMap<string, string>;
}

interface Mistake {
  /** What OPA says; groups go to the hint. */
  readonly says: RegExp;
  /** Undefined where this is another mistake after all. */
  readonly hint: (groups: Readonly<Record<string, string>>, around: Surroundings) => string | undefined;
}

/** OPA's messages that newcomers meet, most telling first. */
const MISTAKES: readonly Mistake[] = [
  {
    says: /^(?:undefined function (?<name>\w+)\.|var (?<name>\w+) is unsafe$)/,
    hint: ({ name = "" }, { library }) => {
      const path = library.get(name);
      return path === undefined ? undefined : `add below the package: import data.${path}`;
    },
  },
  {
    says: /^undefined function data\.(?<path>[\w.]+)\.\w+$/,
    hint: ({ path = "" }, { library }) => {
      const nearest = nearestOf(path, library.values());
      return nearest === undefined ? undefined : `did you mean data.${nearest}?`;
    },
  },
  {
    says: /^undefined function (?<name>[\w.]+)$/,
    hint: ({ name = "" }) => {
      const plain = name.replaceAll("_", "");
      const nearest = COMMON_BUILTINS.includes(plain) ? plain : nearestOf(plain, COMMON_BUILTINS);
      return nearest === undefined ? "no rule and no builtin has this name" : `did you mean ${nearest}?`;
    },
  },
  {
    says: /^var (?<name>\w+) is unsafe$/,
    hint: ({ name = "" }, { line }) => {
      if (line[0]?.text === "not" || line.some(({ text }) => text === "not")) {
        return `give ${name} its values before \`not\`: some ${name} in …`;
      }
      return `nothing gives ${name} a value: write ${name} := … or some ${name} in …`;
    },
  },
  {
    says: /^`contains` keyword is required/,
    hint: (_, { line }) => `write: ${line[0]?.text ?? "block"} contains ${inBrackets(line)} if {`,
  },
  { says: /^`if` keyword is required/, hint: () => "write `if` before the {" },
  {
    says: /^unexpected and token|hint: `import future\.keywords\.and`/,
    hint: () => "conditions stand on lines of their own; all of them have to hold",
  },
  {
    says: /^unexpected or token|hint: `import future\.keywords\.or`/,
    hint: () => "write one rule for each case, or: … in {…, …}",
  },
  { says: /^unexpected if keyword/, hint: () => "a condition needs no `if`; only the head of a rule has one" },
  { says: /^(?:non-terminated string|illegal token)/, hint: (_, { line }) => quotes(line) },
  { says: /^unexpected eof token/, hint: () => "what is opened here is not closed" },
  { says: /^unexpected [)}\]] token/, hint: () => "it closes nothing" },
  { says: /^package expected/, hint: () => "the file begins with: package policy.<name>" },
  { says: /^empty module/, hint: () => "write a package, or remove the file" },
  { says: /^import (?<path>[\w.]+) unused/, hint: () => "remove the line" },
  { says: /^assigned var (?<name>\w+) unused/, hint: ({ name }) => `use ${name}, or remove the line` },
  {
    says: /^conflicting rules data\.(?<rule>[\w.]+) found/,
    hint: ({ rule = "" }) => `${rule} is a set in one place and a value in another: write \`contains\` in all`,
  },
  {
    says: /^rule data\.\S+ is recursive/,
    hint: () => "rules cannot ask for each other in a circle: put what both need into a third",
  },
  {
    says: /^function \S+ has arity 2, got 1 argument/,
    hint: (_, { line }) =>
      line.some(({ text }) => text === "reasons") ? 'write: reasons.of(rego.metadata.rule(), "message")' : undefined,
  },
  { says: /^yaml: /, hint: () => "the METADATA comment is not YAML" },
];

/** Builtins that people expect under another spelling. */
const COMMON_BUILTINS = [
  "abs", "array.concat", "ceil", "concat", "contains", "count", "endswith", "floor", "format_int", "indexof", "is_array",
  "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string", "json.patch", "lower", "max", "min", "object.get",
  "object.keys", "object.union", "regex.match", "replace", "round", "sort", "split", "sprintf", "startswith", "substring", "sum",
  "time.parse_rfc3339_ns", "to_number", "trim", "trim_prefix", "trim_space", "trim_suffix", "upper",
]; // biome-ignore format: one list

/** Adds the exact place and a hint to what OPA says. */
export function withHints(problems: readonly Problem[], project: PolicyProject): readonly Problem[] {
  const files = new Map(project.files.map((file) => [file.origin, file]));
  const library = libraryOf(project);
  return withoutFollowers(problems).map((problem) => {
    const file = files.get(problem.file);
    if (file === undefined || problem.hint !== undefined) return problem;
    const tokens = tokensOf(textOf(file)).filter(({ kind }) => kind !== "comment");
    const found = placed(problem, tokens);
    const line = tokens.filter((token) => token.line === found.line);
    for (const { says, hint } of MISTAKES) {
      const match = says.exec(problem.message);
      const text = match === null ? undefined : hint({ ...match.groups }, { line, library });
      if (text !== undefined) return { ...found, hint: text };
    }
    return found;
  });
}

/**
 * What follows from another mistake says nothing new: a name that an unsafe one would give a value, the second half of a rule
 * in an older form, the other rules of a circle.
 */
function withoutFollowers(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems
    .toSorted((a, b) => rank(b) - rank(a))
    .filter(({ code, file, line, column }) => {
      if (!FOLLOWED.has(code)) return true;
      const place = code === "rego_recursion_error" ? code : JSON.stringify([code, file, line, column]);
      const isFirst = !seen.has(place);
      seen.add(place);
      return isFirst;
    });
}

const FOLLOWED = new Set(["rego_unsafe_var_error", "rego_parse_error", "rego_recursion_error"]);

/** The hint about `contains` shows the whole head, `if` included. */
function rank({ message }: Problem): number {
  return message.startsWith("`contains` keyword") ? 1 : 0;
}

/** OPA gives the place of the expression, or of the end of a file; people look for the variable, or for what is open there. */
function placed(problem: Problem, tokens: readonly Token[]): Problem {
  const { message, line, column } = problem;
  const name = /^(?:assigned )?var (\w+) /.exec(message)?.[1];
  const isFrom = (token: Token): boolean => token.line > line || (token.line === line && token.column >= column);
  const at = message.startsWith("unexpected eof")
    ? lastOpen(tokens)
    : tokens.find((token) => token.text === name && isFrom(token));
  // `&&` and `||` are one token to OPA, which counts from its second half.
  if (/^unexpected (?:and|or) token/.test(message)) return { ...problem, column: column - 1 };
  return at === undefined ? problem : { ...problem, line: at.line, column: at.column };
}

/** The last bracket that nothing closes. */
function lastOpen(tokens: readonly Token[]): Token | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (/^[([{]$/.test(token.text)) open.push(token);
    if (/^[)\]}]$/.test(token.text)) open.pop();
  }
  return open.at(-1);
}

function libraryOf({ files }: PolicyProject): ReadonlyMap<string, string> {
  const paths = files
    .filter(({ path }) => path.startsWith("writ/") && !isTest(path))
    .map((file) => outlineOf(textOf(file)).package);
  return new Map(paths.map((path) => [path.at(-1) ?? "", path.join(".")]));
}

function inBrackets(line: readonly Token[]): string {
  const start = line.findIndex(({ text }) => text === "[");
  const end = line.findIndex(({ text }) => text === "]");
  return start === -1 || end !== start + 2 ? "reason" : (line[start + 1]?.text ?? "reason");
}

function quotes(line: readonly Token[]): string {
  return line.some(({ text }) => text === "'") ? 'texts stand in double quotes: "…"' : "a text is not closed";
}
