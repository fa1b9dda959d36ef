import type { Grammar } from "./syntax.ts";

/** Languages by the names that tools, shebangs and interpreters give them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  python: "python",
  python2: "python",
  python3: "python",
  py: "python",
  ipython: "python",
  jupyter: "python",
  pypy: "python",
  pypy3: "python",
  javascript: "javascript",
  js: "javascript",
  node: "javascript",
  nodejs: "javascript",
  ecmascript: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  typescript: "typescript",
  ts: "typescript",
  deno: "typescript",
  bun: "typescript",
  "ts-node": "typescript",
  tsx: "tsx",
  perl: "perl",
  pl: "perl",
  ruby: "ruby",
  rb: "ruby",
  php: "php",
  lua: "lua",
  luajit: "lua",
  r: "r",
  rscript: "r",
  awk: "awk",
  gawk: "awk",
  mawk: "awk",
  shell: "shell",
  sh: "shell",
  bash: "shell",
  zsh: "shell",
  dash: "shell",
  ksh: "shell",
  sql: "sql",
};

const GRAMMARS: ReadonlySet<string> = new Set<Grammar>(["python", "javascript", "typescript", "tsx"]);

export function isGrammar(language: string): language is Grammar {
  return GRAMMARS.has(language);
}

/** The language of that name, as facts have it: unknown names as they are, in lower case. */
export function languageNamed(name: string): string {
  const plain = name.trim().toLowerCase();
  const unversioned = plain.replace(/[0-9.]+$/, "");
  return find(plain) ?? find(unversioned) ?? plain;
}

function find(name: string): string | undefined {
  return Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
}

/** The language that the text itself names: a shebang, or PHP's opening tag. */
export function declaredLanguage(text: string): string | undefined {
  if (/^\s{0,20}<\?(?:php|=)/i.test(text.slice(0, 40))) return "php";
  if (!text.startsWith("#!")) return undefined;
  const [first = "", ...words] = text.slice(2, 200).split("\n", 1)[0]?.trim().split(/\s+/) ?? [];
  const program = first.endsWith("/env") ? words.find((word) => !/^-|=/.test(word)) : first;
  const name = program === undefined ? "" : languageNamed(program.slice(program.lastIndexOf("/") + 1));
  return find(name);
}
