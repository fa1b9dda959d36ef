import { describe, expect, test } from "vitest";
import { ARCHIVES } from "../../../../src/canonicalize/analyzers/shell/programs/archives.ts";
import { MORE_ARCHIVES } from "../../../../src/canonicalize/analyzers/shell/programs/archives-more.ts";
import { BUILTINS } from "../../../../src/canonicalize/analyzers/shell/programs/builtins.ts";
import { COMPRESSION } from "../../../../src/canonicalize/analyzers/shell/programs/compression.ts";
import { COREUTILS_FILES } from "../../../../src/canonicalize/analyzers/shell/programs/coreutils-files.ts";
import { COREUTILS_SYSTEM } from "../../../../src/canonicalize/analyzers/shell/programs/coreutils-system.ts";
import { COREUTILS_TEXT } from "../../../../src/canonicalize/analyzers/shell/programs/coreutils-text.ts";
import { CRYPTO } from "../../../../src/canonicalize/analyzers/shell/programs/crypto.ts";
import { DATA_TABLES } from "../../../../src/canonicalize/analyzers/shell/programs/data-tables.ts";
import { DATA_TOOLS } from "../../../../src/canonicalize/analyzers/shell/programs/data-tools.ts";
import { DOCUMENTS } from "../../../../src/canonicalize/analyzers/shell/programs/documents.ts";
import { PDF_DOCUMENTS } from "../../../../src/canonicalize/analyzers/shell/programs/documents-pdf.ts";
import { PRINTED_DOCUMENTS } from "../../../../src/canonicalize/analyzers/shell/programs/documents-print.ts";
import { EDITORS } from "../../../../src/canonicalize/analyzers/shell/programs/editors.ts";
import { FILE_TOOLS } from "../../../../src/canonicalize/analyzers/shell/programs/file-tools.ts";
import { GNU_NAMES } from "../../../../src/canonicalize/analyzers/shell/programs/gnu-names.ts";
import { GPG } from "../../../../src/canonicalize/analyzers/shell/programs/gpg.ts";
import { INTERPRETERS } from "../../../../src/canonicalize/analyzers/shell/programs/interpreters.ts";
import { JAVA_AND_JAVASCRIPT } from "../../../../src/canonicalize/analyzers/shell/programs/interpreters-java.ts";
import { MORE_INTERPRETERS } from "../../../../src/canonicalize/analyzers/shell/programs/interpreters-more.ts";
import { OPENSSL } from "../../../../src/canonicalize/analyzers/shell/programs/openssl.ts";
import { PAGERS } from "../../../../src/canonicalize/analyzers/shell/programs/pagers.ts";
import { FILE_SEARCH } from "../../../../src/canonicalize/analyzers/shell/programs/search-files.ts";
import { TEXT_SEARCH } from "../../../../src/canonicalize/analyzers/shell/programs/search-text.ts";
import { SHELLS } from "../../../../src/canonicalize/analyzers/shell/programs/shells.ts";
import { TERMINAL_HELPERS } from "../../../../src/canonicalize/analyzers/shell/programs/terminal-helpers.ts";
import { TERMINALS } from "../../../../src/canonicalize/analyzers/shell/programs/terminals.ts";
import { TEXT_COMPARISON } from "../../../../src/canonicalize/analyzers/shell/programs/text-compare.ts";
import { TEXT_EXTRAS } from "../../../../src/canonicalize/analyzers/shell/programs/text-extras.ts";
import { TEXT_TOOLS } from "../../../../src/canonicalize/analyzers/shell/programs/text-tools.ts";
import { TMUX } from "../../../../src/canonicalize/analyzers/shell/programs/tmux.ts";
import { UTIL_LINUX } from "../../../../src/canonicalize/analyzers/shell/programs/util-linux.ts";
import { WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers.ts";
import { RAISING_WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers-raise.ts";
import { TRACING_WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers-trace.ts";
import type { OptionSpec, ProgramSpec, ProgramTable } from "../../../../src/canonicalize/analyzers/shell/spec.ts";
import { misplaced, tableProblems } from "../../../support/program-tables.ts";

const TABLES: Readonly<Record<string, ProgramTable>> = {
  PDF_DOCUMENTS,
  PRINTED_DOCUMENTS,
  TERMINAL_HELPERS,
  FILE_TOOLS,
  GNU_NAMES,
  DATA_TABLES,
  TEXT_EXTRAS,
  ARCHIVES,
  MORE_ARCHIVES,
  BUILTINS,
  COMPRESSION,
  COREUTILS_FILES,
  COREUTILS_SYSTEM,
  COREUTILS_TEXT,
  CRYPTO,
  DATA_TOOLS,
  DOCUMENTS,
  EDITORS,
  GPG,
  INTERPRETERS,
  JAVA_AND_JAVASCRIPT,
  MORE_INTERPRETERS,
  OPENSSL,
  PAGERS,
  FILE_SEARCH,
  TEXT_SEARCH,
  SHELLS,
  TERMINALS,
  TEXT_TOOLS,
  TEXT_COMPARISON,
  TMUX,
  UTIL_LINUX,
  WRAPPERS,
  RAISING_WRAPPERS,
  TRACING_WRAPPERS,
};
const ALL = new Map(Object.values(TABLES).flatMap((table) => Object.entries(table)));
const NAMES = new Set(ALL.keys());

describe.each(Object.entries(TABLES))("%s", (_name, table) => {
  test("is well formed", () => {
    expect(tableProblems(table, NAMES)).toEqual([]);
  });

  test("is sorted by name", () => {
    expect(misplaced(table)).toBeUndefined();
  });
});

test("no program stands in two tables", () => {
  const names = Object.values(TABLES).flatMap((table) => Object.keys(table));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

function programOf(name: string, sub?: string): ProgramSpec {
  const found = ALL.get(name);
  if (found === undefined) throw new Error(`no program ${name}`);
  if (typeof found === "string") return programOf(found, sub);
  if (sub === undefined) return found;
  const inner = found.subcommands?.[sub];
  if (inner === undefined) throw new Error(`${name} has no ${sub}`);
  return typeof inner === "string" ? programOf(name, inner) : inner;
}

function optionOf(spec: ProgramSpec, option: string): OptionSpec | undefined {
  for (const [names, found] of Object.entries(spec.options ?? {})) if (names.split(" ").includes(option)) return found;
  return spec.flags?.split(" ").includes(option) ? "" : undefined;
}

/** What an option gives its value to, what it makes of the operands, and what it does. */
function rolesOf(option: OptionSpec | undefined): readonly (string | undefined)[] {
  return typeof option === "object" ? [option.value, option.operands, ...(option.does ?? [])] : [option];
}

/** Ways in which harmless programs write, reach the network or run something (manual pages; gtfobins.github.io). */
test.each([
  ["sort", "--compress-program", "shell"],
  ["sort", "-o", "write"],
  ["split", "--filter", "shell"],
  ["shuf", "-o", "write"],
  ["base64", "-o", "write"],
  ["install", "--strip-program", "shell"],
  ["rg", "--pre", "shell"],
  ["ag", "--pager", "shell"],
  ["ack", "--pager", "shell"],
  ["fzf", "--preview", "shell"],
  ["fzf", "--bind", "shell"],
  ["fd", "-x", "text command"],
  ["tree", "-o", "write"],
  ["fdupes", "-d", "delete*"],
  ["bash", "-c", "shell text*"],
  ["bash", "--rcfile", "script"],
  ["python", "-c", "code text*"],
  ["python", "-m", "script mention*"],
  ["perl", "-e", "code"],
  ["perl", "-i", "write*"],
  ["ruby", "-r", "script"],
  ["node", "-e", "code text*"],
  ["node", "--require", "script"],
  ["php", "-r", "code"],
  ["php", "-S", "listen"],
  ["env", "-S", "shell"],
  ["sudo", "-e", "write*"],
  ["su", "-c", "shell"],
  ["script", "-c", "shell"],
  ["strace", "-o", "write"],
  ["gdb", "-ex", "code"],
  ["time", "-o", "write"],
  ["xargs", "-a", "read"],
  ["at", "-f", "script"],
  ["openssl", "-engine", "script"],
  ["openssl s_client", "-host", "connect"],
  ["openssl enc", "-kfile", "read"],
  ["tmux", "-c", "shell"],
  ["enable", "-f", "script"],
  ["mapfile", "-C", "shell"],
  ["complete", "-C", "shell"],
])("%s %s is %s", (program, option, role) => {
  const [name = "", sub] = program.split(" ");
  expect(rolesOf(optionOf(programOf(name, sub), option))).toContain(role);
});

/** Not described on purpose: whoever uses them is not read in full. */
test.each([["bash", "--dump"]])("%s %s is not listed, and not taken for harmless", (program, option) => {
  const spec = programOf(program);
  expect([optionOf(spec, option), spec.lenient]).toEqual([undefined, undefined]);
});

test.each([
  ["tee", "write*"],
  ["cp", "copy_from* copy_to"],
  ["mv", "move_from* move_to"],
  ["rm", "delete*"],
  ["eval", "shell*"],
  ["watch", "shell*"],
  ["xargs", "command?"],
  ["timeout", "text command"],
  ["source", "script text*"],
  ["tmux new-session", "shell*"],
  ["tmux if", "shell text*"],
])("%s takes %s", (program, operands) => {
  const [name = "", sub] = program.split(" ");
  expect(programOf(name, sub).operands).toBe(operands);
});

const rules = [...ALL].flatMap(([name, spec]) =>
  typeof spec === "string" ? [] : (spec.rules ?? []).map((rule) => ({ name, rule })),
);

test.each(rules.filter(({ rule }) => (rule.operand ?? rule.value) !== undefined))(
  "$name reads hostile text in linear time",
  ({ rule }) => {
    const hostile = ["/", "a", "-", ",u", "/home/a", "[", "s "].map((text) => text.repeat(20_000));
    const start = performance.now();
    for (const text of hostile) (rule.operand ?? rule.value)?.test(text);
    expect(performance.now() - start).toBeLessThan(50);
  },
);
