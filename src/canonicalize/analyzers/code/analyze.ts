import type { Parse } from "../../../domain/action.ts";
import { type Analysis, type AnalysisContext, merged, NOTHING, worseParse } from "../analysis.ts";
import { declaredLanguage, isGrammar, languageNamed } from "./languages.ts";
import { MAX_CODE_CHARS, MAX_GUESS_COST, MAX_NOTEBOOK_COMMANDS } from "./limits.ts";
import { withoutMagics } from "./notebook.ts";
import { analyzeParsed } from "./parsed.ts";
import { scanWords } from "./scan.ts";
import { type Grammar, parseProgram, parseStrictly } from "./syntax.ts";

/**
 * What a program would do: what it imports, which of its calls reach processes, files, the network, databases and the
 * environment, and which text it runs as code. Python, JavaScript and TypeScript are parsed; other languages are looked at
 * by words, and always `partial`. Without a language, the one that the text can be parsed as is taken.
 */
export function analyzeCode(text: string, language: string | undefined, context: AnalysisContext): Analysis {
  const named = declaredLanguage(text) ?? (language === undefined ? undefined : languageNamed(language));
  if (text.length > MAX_CODE_CHARS) return worsened(scanWords(text, named ?? "", context), "limit");
  if (named === undefined) return guess(text, context);
  if (named === "shell") return context.nested("shell", text);
  if (named === "sql") return context.nested("sql", text);
  if (!isGrammar(named)) return scanWords(text, named, context);
  return analyzeAs(text, named, context);
}

function worsened(analysis: Analysis, parse: Parse): Analysis {
  return { ...analysis, parse: worseParse(analysis.parse, parse) };
}

function analyzeAs(text: string, grammar: Grammar, context: AnalysisContext): Analysis {
  if (grammar === "python") {
    const notebook = withoutMagics(text);
    if (notebook !== undefined) {
      const commands = notebook.commands
        .slice(0, MAX_NOTEBOOK_COMMANDS)
        .map((command) => context.nested("shell", command));
      const rest = analyzeAs(notebook.rest, grammar, context);
      const limited = notebook.commands.length > MAX_NOTEBOOK_COMMANDS;
      return worsened(merged([...commands, rest]), limited ? "limit" : notebook.complete ? "complete" : "partial");
    }
  }
  const parsed = parseProgram(text, grammar);
  if (typeof parsed !== "string") {
    const analysis = analyzeParsed(parsed, text, grammar, context);
    // What stands in the broken places is in no tree.
    return parsed.broken ? worsened(merged([analysis, scanWords(text, grammar, context)]), "partial") : analysis;
  }
  return worsened(scanWords(text, grammar, context), parsed === "limit" ? "limit" : "partial");
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
  const all = only === undefined ? scanWords(text, "", context) : merged(analyses);
  return worsened(all, limited ? "limit" : "partial");
}
