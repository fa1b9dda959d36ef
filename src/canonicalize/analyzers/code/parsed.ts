import type { CodeFact } from "../../../domain/facts.ts";
import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { conclude } from "./conclude.ts";
import { gatherEffects } from "./effects.ts";
import type { Dialect } from "./evaluation.ts";
import { readJavaScript } from "./javascript/statements.ts";
import { JAVASCRIPT } from "./libraries/javascript.ts";
import { PYTHON } from "./libraries/python.ts";
import { Library } from "./library.ts";
import { link } from "./links.ts";
import type { Program } from "./program.ts";
import { readPython } from "./python/statements.ts";
import type { Run } from "./run.ts";
import type { Grammar, SyntaxNode } from "./syntax.ts";

const PYTHON_LIBRARY = new Library(PYTHON);
const JAVASCRIPT_LIBRARY = new Library(JAVASCRIPT);

const PYTHON_DIALECT: Dialect = {
  language: "python",
  globals: new Set(["builtins", "__builtins__", "__builtin__"]),
  modules: new Set(["sys.modules"]),
  environments: new Set(["os.environ", "os.environb"]),
};

const JAVASCRIPT_DIALECT: Dialect = {
  language: "javascript",
  globals: new Set(["globalThis", "global", "window", "self", "top", "parent", "frames"]),
  modules: new Set(["require.cache"]),
  environments: new Set(["process.env", "Bun.env", "import.meta.env"]),
};

/** What a program does, by its syntax tree. */
export function analyzeParsed(root: SyntaxNode, text: string, grammar: Grammar, context: AnalysisContext): Analysis {
  const collector = new Collector(context.at);
  const python = grammar === "python";
  const program = python ? readPython(root, text) : readJavaScript(root, text);
  const library = python ? PYTHON_LIBRARY : JAVASCRIPT_LIBRARY;
  const { cwd } = context.surroundings;
  const { evaluator, settled } = link(program, library, python ? PYTHON_DIALECT : JAVASCRIPT_DIALECT, cwd);
  const run: Run = {
    context,
    collector,
    evaluation: evaluator,
    language: python ? "python" : grammar === "javascript" ? "javascript" : "typescript",
    folders: [cwd],
    calls: new Set(),
    sources: [],
    sinks: [],
    written: new Set(),
    seen: {
      dynamic: program.dynamic,
      socket: false,
      shell: false,
      ties: false,
      unknownText: false,
      walks: false,
      encrypts: [...program.imports].some((name) =>
        /^(?:cryptography|Crypto|Cryptodome|nacl|pyaes|pyAesCrypt|crypto|crypto-js|node-forge)\b/.test(name),
      ),
      writes: false,
    },
  };
  gatherEffects(evaluator, run);
  importRemote(program, run);
  conclude(run);
  if (!settled || evaluator.exhausted) collector.worsen("limit");
  if (program.unread || program.dynamic || importsUnknown(program, library)) collector.worsen("partial");
  const fact: CodeFact = {
    at: context.at,
    language: run.language,
    imports: [...program.imports].sort(),
    calls: [...run.calls].sort(),
    dynamic: run.seen.dynamic,
  };
  collector.absorb({ ...NOTHING, facts: { code: [fact] } });
  return collector.finish();
}

function importsUnknown(program: Program, library: Library): boolean {
  return [...program.imports].some((name) => !library.isKnown(library.canonical(name)));
}

/** Modules that are loaded from an address when the program runs. */
function importRemote(program: Program, { collector }: Run): void {
  for (const name of program.imports) {
    if (!/^https?:\/\//.test(name)) continue;
    const { host } = collector.host(name, "fetch");
    collector.signal("execution.from_network", host);
  }
}
