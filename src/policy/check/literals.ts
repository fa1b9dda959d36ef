import { PARSES } from "../../domain/action.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { SENSITIVITIES, TIERS, TRAITS, VERBS, verbSpec } from "../../domain/vocabulary.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import type { Ref } from "../rego/refs.ts";
import { stringValue, type Token } from "../rego/tokens.ts";
import { mistake } from "./finding.ts";
import type { IndexedModule, IndexedRule, PolicyIndex } from "./index-policy.ts";
import { SHAPES } from "./input-shape.ts";

/** Texts that a value of the input is compared with and never equals. */
export function checkLiterals(index: PolicyIndex): readonly Problem[] {
  const tools = toolsOf(index.data["catalog"]);
  return index.own.flatMap((module) =>
    module.rules.flatMap((rule) =>
      rule.refs.flatMap((ref) => {
        const vocabulary = vocabularyOf(ref, tools);
        if (vocabulary === undefined) return [];
        return comparedWith(rule, ref).flatMap((token) => stray(module, token, vocabulary));
      }),
    ),
  );
}

interface Vocabulary {
  /** What has the value: `no action has the tier …`. */
  readonly what: string;
  readonly known: readonly string[];
  has(text: string): boolean;
}

function closed(what: string, known: readonly string[]): Vocabulary {
  return { what, known, has: (text) => known.includes(text) };
}

/** Names of the catalogue, if there is one. A call that names no server or tool has "". */
function named(what: string, known: readonly string[]): Vocabulary | undefined {
  return known.length === 0 ? undefined : { what, known, has: (text) => text === "" || known.includes(text) };
}

const VERB: Vocabulary = {
  what: "verb",
  known: Object.keys(VERBS),
  has: (text) => verbSpec(text) !== undefined,
};

const FIELDS: Readonly<Record<string, Vocabulary>> = {
  verb: VERB,
  tier: closed("tier", TIERS),
  sensitivity: closed("sensitivity", SENSITIVITIES),
  parse: closed("parse", PARSES),
  pin: closed("tool.pin", ["match", "mismatch", "none"]),
  traits: closed("trait", TRAITS),
};

interface Tools {
  readonly servers: readonly string[];
  readonly names: readonly string[];
}

/** The vocabulary of a reference into an action; undefined where anything may be. */
function vocabularyOf({ parts }: Ref, { servers, names }: Tools): Vocabulary | undefined {
  const keys = parts.map(({ key }) => key);
  const isAction =
    (keys[0] === "input" && keys[1] === "action") ||
    SHAPES.some(({ root }) => root[0] === "data" && root.every((key, i) => keys[i] === key));
  if (!isAction) return undefined;
  const [above, last] = [keys.at(-2), keys.at(-1)];
  if (above === "tool" && last === "name") return named("tool.name", names);
  if (above === "tool" && last === "server") return named("tool.server", servers);
  return last === undefined ? undefined : FIELDS[last];
}

function toolsOf(catalogue: JsonValue | undefined): Tools {
  const files = isJsonObject(catalogue) ? Object.values(catalogue).filter(isJsonObject) : [];
  return {
    servers: files.map(({ server }) => server).filter((server) => typeof server === "string"),
    names: files.flatMap(({ tools }) => (isJsonObject(tools) ? Object.keys(tools) : [])),
  };
}

/** The texts in `ref == "…"`, `"…" == ref`, `"…" in ref`, `ref in {"…", "…"}`. */
function comparedWith({ tokens }: IndexedRule, { start, next, parts }: Ref): readonly Token[] {
  const [two, one, after, second] = [tokens[start - 2], tokens[start - 1], tokens[next], tokens[next + 1]];
  const isList = parts.at(-1)?.key === "traits";
  if (!isList && isEquality(one) && two?.kind === "string") return [two];
  if (!isList && isEquality(after) && second?.kind === "string") return [second];
  if (isList && one?.text === "in" && two?.kind === "string") return [two];
  if (isList || after?.text !== "in" || (second?.text !== "{" && second?.text !== "[")) return [];
  const rest = tokens.slice(next + 2);
  const end = rest.findIndex(({ kind, text }) => kind !== "string" && text !== ",");
  return rest.slice(0, end).filter(({ kind }) => kind === "string");
}

function isEquality(token: Token | undefined): boolean {
  return token?.text === "==" || token?.text === "!=" || token?.text === "=";
}

function stray({ file }: IndexedModule, token: Token, { what, known, has }: Vocabulary): readonly Problem[] {
  const text = stringValue(token);
  if (has(text)) return [];
  const listed = known.length > MAX_LISTED ? undefined : `there are ${known.join(", ")}`;
  const hint = didYouMean(text, known) ?? listed;
  return [mistake(file, token, "unknown-value", `no call has the ${what} ${JSON.stringify(text)}`, hint)];
}

const MAX_LISTED = 8;
