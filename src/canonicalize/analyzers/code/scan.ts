import type { CodeFact } from "../../../domain/facts.ts";
import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { fileFact } from "../paths/index.ts";
import { MAX_CODE_CHARS, MAX_SCANNED_LITERALS } from "./limits.ts";
import { SCANNED_WORDS, type WordSpec } from "./scan-words.ts";
import { type Token, tokensOf } from "./tokens.ts";

interface Found {
  readonly collector: Collector;
  readonly context: AnalysisContext;
  readonly language: string;
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
  const collector = new Collector(context.at);
  const found: Found = { collector, context, language, calls: new Set(), dynamic: false, socket: false, shell: false };
  collector.worsen("partial");
  scanTokens(text.slice(0, MAX_CODE_CHARS), found);
  if (found.socket && found.shell) collector.signal("execution.reverse_shell", language);
  const { calls, dynamic } = found;
  const fact: CodeFact = { at: context.at, language, imports: [], calls: [...calls].sort(), dynamic };
  collector.absorb({ ...NOTHING, facts: { code: [fact] } });
  return collector.finish();
}

/** Characters between a word and the first string that it takes: `open(my $file, '<', "…"`. */
const REACH = 40;

function scanTokens(text: string, found: Found): void {
  let spec: WordSpec | undefined;
  let end = 0;
  let literals = 0;
  for (const token of tokensOf(text)) {
    if (token.kind === "word") {
      const known = wordSpec(token.text, found.language);
      if (known === undefined || !isUsed(token, text)) continue;
      spec = known;
      end = token.to;
      note(token.text, known, found);
    } else if (++literals <= MAX_SCANNED_LITERALS) {
      const taken = spec !== undefined && token.from - end <= REACH;
      scanLiteral(token.text, token.kind === "command" ? COMMAND : taken ? spec : undefined, found);
      // The next string may be the next argument.
      if (taken) end = token.to;
    }
  }
}

const COMMAND: WordSpec = { does: ["process.exec"], runs: "shell" };

/** A word with its joints cut off from behind, or its last part alone: `Net::HTTP.get`, `Kernel.system`. */
function wordSpec(word: string, language: string): WordSpec | undefined {
  if (language === "python" && word === "exec") return SCANNED_WORDS.get("eval");
  for (
    let end = word.length;
    end > 0;
    end = Math.max(word.lastIndexOf(".", end - 1), word.lastIndexOf("::", end - 1))
  ) {
    const known = SCANNED_WORDS.get(word.slice(0, end));
    if (known !== undefined) return known;
  }
  const last = /[A-Za-z0-9_]+$/.exec(word)?.[0];
  return last === undefined ? undefined : SCANNED_WORDS.get(last);
}

/** Whether the word is more than prose: joined to others, or with something behind it that it could take. */
function isUsed({ text: word, to }: Token, text: string): boolean {
  return /[.:$]|^[A-Z]/.test(word) || /^\s{0,9}[("'`$@%[{<&;:/-]/.test(text.slice(to, to + 10));
}

function note(word: string, spec: WordSpec, found: Found): void {
  if (found.calls.has(word)) return;
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
const PATH = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])\S/;

function scanLiteral(literal: string, spec: WordSpec | undefined, found: Found): void {
  const { collector, context, language } = found;
  if (spec?.runs === "shell" && literal.trim() !== "") collector.absorb(context.nested("shell", literal));
  else if (spec?.runs === "code" && /[(\s=]/.test(literal)) collector.absorb(context.nested("code", literal, language));
  if (ADDRESS.test(literal)) collector.host(literal, spec?.does?.includes("net.upload") === true ? "upload" : "fetch");
  else if (PATH.test(literal))
    collector.file(fileFact(literal, spec?.file ?? "mention", context.at, context.surroundings));
  else if (spec?.file !== undefined) scanFileName(literal, spec.file, found);
}

/** A file that is named behind a word that opens it; redirections stand in front of it in perl. */
function scanFileName(literal: string, file: NonNullable<WordSpec["file"]>, { collector, context }: Found): void {
  const [, mode = "", path] = /^\s{0,9}(\+?[<>|]{0,2})\s{0,9}([\w./~-]{2,})$/.exec(literal) ?? [];
  if (path === undefined) return;
  const access = mode === ">>" ? "append" : mode.includes(">") ? "write" : file;
  collector.file(fileFact(path, access, context.at, context.surroundings));
}
