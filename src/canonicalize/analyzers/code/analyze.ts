import type { Parse } from "../../../domain/action.ts";
import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { declaredLanguage, isGrammar, languageNamed } from "./languages.ts";
import { MAX_CODE_CHARS, MAX_GUESS_COST, MAX_NOTEBOOK_COMMANDS, MAX_PARSE_COST } from "./limits.ts";
import { type Cell, withoutMagics } from "./notebook.ts";
import { analyzeParsed } from "./parsed.ts";
import { scanWords } from "./scan.ts";
import { type Grammar, parseBroken, parseStrictly } from "./syntax.ts";

/**
 * What a program would do: what it imports, which of its calls reach processes, files, the network, databases and the
 * environment, and which text it runs as code. Python, JavaScript and TypeScript are parsed; other languages are looked at
 * by words, and always `partial`. Without a language, the one that the text can be parsed as is taken.
 */
export function analyzeCode(text: string, language: string | undefined, context: AnalysisContext): Analysis {
  const named = declaredLanguage(text) ?? (language === undefined ? undefined : languageNamed(language));
  if (text.length > MAX_CODE_CHARS) return together([scanWords(text, named ?? "", context)], "limit", context);
  if (named === undefined) return guess(text, context);
  if (named === "shell") return context.nested("shell", text);
  if (named === "sql") return context.nested("sql", text);
  if (!isGrammar(named)) return scanWords(text, named, context);
  return analyzeAs(text, named, context);
}

/** All of them, and no better than `parse`. */
function together(analyses: readonly Analysis[], parse: Parse, context: AnalysisContext): Analysis {
  const collector = new Collector(context.at);
  for (const analysis of analyses) collector.absorb(analysis);
  collector.worsen(parse);
  return collector.finish();
}

function analyzeAs(text: string, grammar: Grammar, context: AnalysisContext): Analysis {
  const strict = parseStrictly(text, grammar, MAX_PARSE_COST);
  if (typeof strict !== "string") return analyzeParsed(strict, text, grammar, context);
  const scanned = scanWords(text, grammar, context);
  if (strict === "limit") return together([scanned], "limit", context);
  const cell = grammar === "python" ? withoutMagics(text) : undefined;
  if (cell !== undefined) return analyzeCell(cell, context);
  const recovered = parseBroken(text, grammar);
  if (recovered === undefined) return together([scanned], "partial", context);
  // What stands in the broken places is in no tree.
  return together([analyzeParsed(recovered, text, grammar, context), scanned], "partial", context);
}

function analyzeCell({ commands, rest, complete }: Cell, context: AnalysisContext): Analysis {
  const analyses = commands.slice(0, MAX_NOTEBOOK_COMMANDS).map((command) => context.nested("shell", command));
  const parse = commands.length > MAX_NOTEBOOK_COMMANDS ? "limit" : complete ? "complete" : "partial";
  return together([...analyses, analyzeAs(rest, "python", context)], parse, context);
}

const GUESSES: readonly Grammar[] = ["python", "typescript"];

/** The languages that the text is a program of; where it is one of several, or of none, that is not known in full. */
function guess(text: string, context: AnalysisContext): Analysis {
  if (/^\s*$/.test(text)) return NOTHING;
  const analyses: Analysis[] = [];
  let limited = false;
  for (const grammar of GUESSES) {
    const parsed = parseStrictly(text, grammar, MAX_GUESS_COST);
    if (typeof parsed !== "string") analyses.push(analyzeParsed(parsed, text, grammar, context));
    limited ||= parsed === "limit";
  }
  const [only, more] = analyses;
  if (only !== undefined && more === undefined && !limited) return only;
  if (only !== undefined) return together(analyses, limited ? "limit" : "partial", context);
  const cell = withoutMagics(text);
  if (cell !== undefined && !limited) return analyzeCell(cell, context);
  return together([scanWords(text, "", context)], limited ? "limit" : "partial", context);
}
