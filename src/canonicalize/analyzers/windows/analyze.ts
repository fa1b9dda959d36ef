import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { newRun } from "../shell/analyze.ts";
import { writeFile } from "../shell/files.ts";
import { MAX_COMMANDS, MAX_SHELL_CHARS } from "../shell/limits.ts";
import { findProgram } from "../shell/programs/index.ts";
import type { ProgramSpec } from "../shell/spec.ts";
import { EMPTY } from "../shell/state.ts";
import type { Value } from "../shell/value.ts";
import { CMD_COMMANDS } from "./cmd-commands.ts";
import { CMDLETS } from "./cmdlets.ts";
import { readLine, type WindowsDialect } from "./tokens.ts";

const POWERSHELL_NAMES = new Set(["powershell", "pwsh", "ps1", "powershell.exe"]);
const CMD_NAMES = new Set(["cmd", "batch", "bat", "cmd.exe"]);
/** `Verb-Noun`, or an alias that only PowerShell has, where a command begins. */
const CMDLET =
  /(?:^|[|;]\s*)(?:(?:Add|Clear|Copy|Disable|Enable|Enter|Export|Find|Get|Import|Install|Invoke|Move|New|Out|Register|Remove|Rename|Select|Send|Set|Start|Stop|Suspend|Test|Uninstall|Unregister|Write)-[A-Z][A-Za-z]+|iwr|irm|iex)\b/;
const CMD_SWITCHES =
  /^\s*(?:attrib|bcdedit|bitsadmin|cacls|certutil|copy|del|erase|icacls|move|net1?|rd|reg|rmdir|robocopy|sc|schtasks|taskkill|vssadmin|wevtutil|wmic|xcopy)\s(?:.*\s)?\/[a-zA-Z?]/;

/** The dialect that is named, or that the text plainly is in; undefined for a POSIX shell's. */
export function windowsDialect(named: string | undefined, text: string): WindowsDialect | undefined {
  const name = named?.toLowerCase();
  if (name !== undefined && POWERSHELL_NAMES.has(name)) return "powershell";
  if (name !== undefined && CMD_NAMES.has(name)) return "cmd";
  if (name !== undefined && name !== "" && name !== "auto") return undefined;
  if (CMDLET.test(text.slice(0, MAX_SHELL_CHARS))) return "powershell";
  return CMD_SWITCHES.test(text.slice(0, MAX_SHELL_CHARS)) ? "cmd" : undefined;
}

/**
 * What a line of PowerShell or cmd.exe could do, as far as it is plain commands, pipes and redirections. Anything else
 * (blocks, variables, expressions) makes it `partial`: there is no parser of these languages here.
 */
export function analyzeWindowsShell(text: string, dialect: WindowsDialect, context: AnalysisContext): Analysis {
  if (text.length > MAX_SHELL_CHARS) return { ...NOTHING, parse: "limit" };
  const collector = new Collector(context.at);
  const line = readLine(text, dialect);
  if (!line.simple) collector.worsen("partial");
  if (line.commands.length > MAX_COMMANDS) collector.worsen("limit");
  const run = newRun(context, collector, (program) => findCommand(program, dialect));
  let stdin = EMPTY;
  for (const { words, piped, outputs } of line.commands.slice(0, MAX_COMMANDS)) {
    const [name, ...args] = words;
    if (name === undefined) continue;
    const content = run.exec(
      [{ ...name, text: programName(name.text) }, ...args.map((word) => asOption(word, dialect))],
      { ...run, stdin },
    );
    for (const output of outputs) writeFile(output, "write", content, run);
    stdin = piped ? content : EMPTY;
  }
  return collector.finish();
}

function programName(text: string): string {
  return text
    .toLowerCase()
    .replace(/\.exe$/, "")
    .replace(/^(?:[a-z]:)?[\\/].*[\\/](?:system32|syswow64)[\\/](?:.*[\\/])?/, "");
}

function findCommand(program: string, dialect: WindowsDialect): ProgramSpec | undefined {
  const own = dialect === "powershell" ? [CMDLETS, CMD_COMMANDS] : [CMD_COMMANDS];
  for (const table of own) {
    const found = Object.hasOwn(table, program) ? table[program] : undefined;
    if (typeof found === "string") return findCommand(found, dialect);
    if (found !== undefined) return found;
  }
  return findProgram(program);
}

/** Names of parameters are in any case; cmd.exe's switches begin with a slash. */
function asOption(word: Value, dialect: WindowsDialect): Value {
  const { text } = word;
  if (dialect === "powershell" && /^-[A-Za-z]/.test(text))
    return { ...word, text: text.toLowerCase().replace(":", "=") };
  if (/^\/[A-Za-z?]{1,12}(?::.*)?$/.test(text))
    return { ...word, text: `-${text.slice(1).toLowerCase().replace(":", "=")}` };
  return word;
}
