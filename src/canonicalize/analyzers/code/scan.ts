import type { CodeFact } from "../../../domain/facts.ts";
import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { fileFact } from "../paths/index.ts";
import { MAX_SCANNED_LITERALS } from "./limits.ts";
import { SCANNED_WORDS, type WordSpec } from "./scan-words.ts";

/** A word with what joins it, or a string in quotes or backticks; comments are not told apart, so that none hides. */
const TOKEN =
  /\$?[A-Za-z_][A-Za-z0-9_]{0,60}(?:(?:::|[.-])[A-Za-z_][A-Za-z0-9_]{0,60}){0,4}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|%x[{([|][^)}\]|]*/gs;

/** Tokens between a word and the string that it takes: `system ( "…"`, `popen FH, "…"`, `system, "sh", "-c", "…"`. */
const REACH = 4;

interface Found {
  readonly collector: Collector;
  readonly calls: Set<string>;
  dynamic: boolean;
  socket: boolean;
  shell: boolean;
}

/**
 * What a program of a language that is not parsed may do, by the words in it: always `partial`. Strings that follow a word
 * that runs them are looked at as what they run as; other strings that are paths or addresses are mentioned.
 */
export function scanWords(text: string, language: string, context: AnalysisContext): Analysis {
  const found: Found = {
    collector: new Collector(context.at),
    calls: new Set(),
    dynamic: false,
    socket: false,
    shell: false,
  };
  found.collector.worsen("partial");
  let spec: WordSpec | undefined;
  let left = 0;
  let literals = 0;
  for (const [token] of text.slice(0, MAX_SCANNED_CHARS).matchAll(TOKEN)) {
    if (/^["'`%]/.test(token)) {
      if (++literals > MAX_SCANNED_LITERALS) break;
      const shell = token.startsWith("`") || token.startsWith("%x");
      scanLiteral(literalText(token), shell ? BACKTICKS : left > 0 ? spec : undefined, language, context, found);
      left -= 1;
      continue;
    }
    const known = wordSpec(token);
    if (known === undefined) {
      left -= 1;
      continue;
    }
    spec = known;
    left = REACH;
    note(token, known, found);
  }
  if (found.socket && found.shell) found.collector.signal("execution.reverse_shell", language);
  const { calls, dynamic } = found;
  const fact: CodeFact = { at: context.at, language, imports: [], calls: [...calls].sort(), dynamic };
  found.collector.absorb({ ...NOTHING, facts: { code: [fact] } });
  return found.collector.finish();
}

/** What is looked at of a program by words; the rest is as unknown as all of it. */
const MAX_SCANNED_CHARS = 64 * 1024;

const BACKTICKS: WordSpec = { does: ["process.exec"], runs: "shell" };

function literalText(token: string): string {
  if (token.startsWith("%x")) return token.slice(3);
  return token.slice(1, -1).replace(/\\(["'`\\$])/g, "$1");
}

/** A word, or its last part where it is joined to others: `Kernel.system`, `os.execute`. */
function wordSpec(word: string): WordSpec | undefined {
  const whole = SCANNED_WORDS.get(word);
  if (whole !== undefined) return whole;
  return SCANNED_WORDS.get(word.slice(Math.max(word.lastIndexOf("."), word.lastIndexOf(":")) + 1));
}

function note(word: string, spec: WordSpec, found: Found): void {
  found.calls.add(word);
  for (const verb of spec.does ?? []) found.collector.does(verb);
  for (const signal of spec.signals ?? []) found.collector.signal(signal, word);
  if (spec.file !== undefined) found.collector.does(`file.${spec.file}`);
  if (spec.dynamic === true) {
    found.dynamic = true;
    found.collector.does("code.run");
  }
  if (spec.socket === true) found.socket = true;
  if (spec.runs === "shell") found.shell = true;
}

const ADDRESS = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#]/i;
const PATH = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])[^\s]/;

function scanLiteral(
  literal: string,
  spec: WordSpec | undefined,
  language: string,
  context: AnalysisContext,
  found: Found,
): void {
  const { collector } = found;
  if (spec?.runs === "shell" && literal.trim() !== "") collector.absorb(context.nested("shell", literal));
  else if (spec?.runs === "code" && /[(\s=]/.test(literal)) collector.absorb(context.nested("code", literal, language));
  if (ADDRESS.test(literal)) collector.host(literal, spec?.does?.includes("net.upload") === true ? "upload" : "fetch");
  else if (PATH.test(literal)) {
    // Redirections stand in front of the path in perl.
    collector.file(fileFact(literal, spec?.file ?? "mention", context.at, context.surroundings));
  } else if (spec?.file !== undefined && /^\s*(?:[<>|+]{1,3}\s*)?[\w./~-]+$/.test(literal)) {
    const access = /^\s*>>/.test(literal) ? "append" : /^\s*\+?>/.test(literal) ? "write" : spec.file;
    const path = literal.replace(/^[\s<>|+]+/, "");
    if (path.length > 1) collector.file(fileFact(path, access, context.at, context.surroundings));
  }
}
