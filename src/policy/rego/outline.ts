import { type Annotation, annotationsOf } from "./annotations.ts";
import { stringValue, type Token, tokensOf } from "./tokens.ts";

/** What a rule's head makes of it. */
export type RuleForm = "set" | "value" | "object" | "function";

export interface OutlinedRule {
  /** `block`; of `a.b.c` or `a["b"]` the first part. */
  readonly name: Token;
  readonly form: RuleForm;
  readonly isDefault: boolean;
  /** Whether its value is `true` when its body holds, as that of a rule without `:=`. */
  readonly isBoolean: boolean;
  /** The whole rule, its head included, comments left out. */
  readonly tokens: readonly Token[];
  /** The METADATA comment right above it. */
  readonly annotation?: Annotation;
}

export interface OutlinedImport {
  /** The name that it is used by. */
  readonly alias: string;
  readonly path: readonly string[];
  readonly at: Token;
}

/** What one file of Rego says of itself, as far as it can be read without a compiler. */
export interface Outline {
  /** `["policy", "egress"]`; empty where there is no package. */
  readonly package: readonly string[];
  readonly packageAt?: Token;
  /** The METADATA comment above the package. */
  readonly packageAnnotation?: Annotation;
  readonly imports: readonly OutlinedImport[];
  readonly rules: readonly OutlinedRule[];
}

/** Tokens after which a line goes on. */
const CONTINUES = new Set([":=", "=", "if", "contains", "else", "default", "in", ",", "."]);
/** Tokens with which a line continues the one before. */
const CONTINUED = new Set(["if", "contains", "else", ":=", "=", "{", ".", "in"]);

export function outlineOf(text: string): Outline {
  const tokens = tokensOf(text);
  const annotations = annotationsOf(tokens);
  const statements = statementsOf(tokens.filter(({ kind }) => kind !== "comment"));
  const packageStatement = statements.find(([first]) => first?.text === "package");
  const imports = statements.filter(([first]) => first?.text === "import").map(readImport);
  const rules = statements
    .filter(([first]) => first !== undefined && !["package", "import"].includes(first.text))
    .flatMap((statement) => readRule(statement, annotations));
  const at = packageStatement?.[1];
  const packageAnnotation = annotations.get(packageStatement?.[0]?.line ?? 0);
  return {
    package: packageStatement === undefined ? [] : pathOf(packageStatement.slice(1)),
    ...(at === undefined ? {} : { packageAt: at }),
    ...(packageAnnotation === undefined ? {} : { packageAnnotation }),
    imports: imports.filter((found) => found !== undefined),
    rules,
  };
}

/** One statement begins with the first token of a line that nothing is open around, and that continues nothing. */
function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let before: Token | undefined;
  for (const token of tokens) {
    const starts =
      token.depth === 0 &&
      token.line !== before?.line &&
      !CLOSING.test(token.text) &&
      !CONTINUED.has(token.text) &&
      !(before !== undefined && CONTINUES.has(before.text));
    if (starts) statements.push([]);
    statements.at(-1)?.push(token);
    before = token;
  }
  return statements;
}

const CLOSING = /^[)\]}]$/;

function readImport(statement: readonly Token[]): OutlinedImport | undefined {
  const [, at, ...rest] = statement;
  if (at === undefined) return undefined;
  const path = pathOf([at, ...rest]);
  const as = rest.findIndex(({ text }) => text === "as");
  const alias = as === -1 ? path.at(-1) : rest[as + 1]?.text;
  return alias === undefined ? undefined : { alias, path, at };
}

/** `data.policy["a b"]` as its parts; ends where a path ends. */
function pathOf(tokens: readonly Token[]): readonly string[] {
  const parts: string[] = [];
  for (const token of tokens) {
    if (token.kind === "name" && token.text !== "as") parts.push(token.text);
    else if (token.kind === "string") parts.push(stringValue(token));
    else if (![".", "[", "]"].includes(token.text)) break;
  }
  return parts;
}

function readRule(statement: readonly Token[], annotations: ReadonlyMap<number, Annotation>): readonly OutlinedRule[] {
  const isDefault = statement[0]?.text === "default" && statement[1]?.kind === "name";
  const [name, ...rest] = isDefault ? statement.slice(1) : statement;
  if (name === undefined || name.kind !== "name") return [];
  const annotation = annotations.get(statement[0]?.line ?? 0);
  const { form, isBoolean } = readHead(rest);
  const found = { name, form, isDefault, isBoolean: isBoolean && !isDefault, tokens: statement };
  return [annotation === undefined ? found : { ...found, annotation }];
}

/** @param rest what follows the rule's name */
function readHead(rest: readonly Token[]): Pick<OutlinedRule, "form" | "isBoolean"> {
  const head = rest.filter(({ depth }) => depth === 0);
  const end = head.findIndex(({ text }) => ["if", "{", "contains", ":=", "=", "else"].includes(text));
  const ends = end === -1 ? "" : (head[end] as Token).text;
  const before = (end === -1 ? head : head.slice(0, end)).map(({ text }) => text);
  if (before.includes("(")) return { form: "function", isBoolean: false };
  if (ends === "contains") return { form: "set", isBoolean: false };
  if (before.includes("[") || before.includes(".")) return { form: "object", isBoolean: false };
  return { form: "value", isBoolean: ends !== ":=" && ends !== "=" };
}
