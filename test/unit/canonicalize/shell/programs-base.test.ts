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
import { LIMITING_WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers-limits.ts";
import { RAISING_WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers-raise.ts";
import { TRACING_WRAPPERS } from "../../../../src/canonicalize/analyzers/shell/programs/wrappers-trace.ts";
import type { OptionSpec, ProgramSpec, ProgramTable } from "../../../../src/canonicalize/analyzers/shell/spec.ts";
import { cpuMs } from "../../../support/cpu-time.ts";
import { misplaced, tableProblems } from "../../../support/program-tables.ts";

const TABLES: Readonly<Record<string, ProgramTable>> = {
  ARCHIVES,
  MORE_ARCHIVES,
  BUILTINS,
  COMPRESSION,
  COREUTILS_FILES,
  COREUTILS_SYSTEM,
  COREUTILS_TEXT,
  CRYPTO,
  DATA_TABLES,
  DATA_TOOLS,
  DOCUMENTS,
  PDF_DOCUMENTS,
  PRINTED_DOCUMENTS,
  EDITORS,
  FILE_TOOLS,
  GNU_NAMES,
  GPG,
  INTERPRETERS,
  JAVA_AND_JAVASCRIPT,
  MORE_INTERPRETERS,
  OPENSSL,
  PAGERS,
  FILE_SEARCH,
  TEXT_SEARCH,
  SHELLS,
  TERMINAL_HELPERS,
  TERMINALS,
  TEXT_COMPARISON,
  TEXT_EXTRAS,
  TEXT_TOOLS,
  TMUX,
  UTIL_LINUX,
  WRAPPERS,
  LIMITING_WRAPPERS,
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
  ["date", "-s", "infra.update"],
  ["date", "-f", "read"],
  ["base64", "-o", "write"],
  ["install", "--strip-program", "shell"],
  ["install", "-d", "write*"],
  ["ptx", "-G", "read? write?"],
  ["cp", "-t", "copy_to"],
  ["mv", "-t", "move_to"],
  ["tee", "-a", "append*"],
  ["chmod", "--reference", "mention"],
  ["wc", "--files0-from", "read"],
  ["du", "--files0-from", "read"],
  ["rg", "--pre", "shell"],
  ["rg", "--hostname-bin", "shell"],
  ["ag", "--pager", "shell"],
  ["ack", "--pager", "shell"],
  ["grep", "-f", "read"],
  ["ov", "-X", "command"],
  ["fzf", "--preview", "shell"],
  ["fzf", "--bind", "shell"],
  ["fzf", "--listen", "listen"],
  ["fd", "-x", "text command"],
  ["tree", "-o", "write"],
  ["fdupes", "-d", "delete*"],
  ["ncdu", "-o", "write"],
  ["rmlint", "-o", "write"],
  ["bash", "-c", "shell text*"],
  ["bash", "--rcfile", "script"],
  ["dash", "-c", "shell text*"],
  ["zsh", "-c", "shell text*"],
  ["fish", "-c", "shell"],
  ["fish", "-C", "shell"],
  ["csh", "-c", "shell text*"],
  ["nu", "-c", "code"],
  ["pwsh", "-enc", "code.run"],
  ["cmd", "/c", "code*"],
  ["python", "-c", "code text*"],
  ["python", "-m", "script mention*"],
  ["perl", "-e", "code"],
  ["perl", "-i", "write*"],
  ["perl", "-i", "file.write"],
  ["php", "-r", "code"],
  ["php", "-S", "listen"],
  ["php", "-z", "script"],
  ["lua", "-e", "code"],
  ["lua", "-l", "script"],
  ["ruby", "-e", "code"],
  ["ruby", "-r", "script"],
  ["irb", "-r", "script"],
  ["node", "-e", "code text*"],
  ["node", "--eval", "code"],
  ["node", "--require", "script"],
  ["node", "--import", "script"],
  ["node", "--inspect", "listen"],
  ["node", "--run", "process.exec"],
  ["julia", "-e", "code"],
  ["julia", "-L", "script"],
  ["Rscript", "-e", "code"],
  ["R", "-e", "code"],
  ["octave", "--eval", "code"],
  ["expect", "-c", "code"],
  ["gnuplot", "-e", "code"],
  ["erl", "-eval", "code"],
  ["ghci", "-e", "code"],
  ["guile", "-c", "code"],
  ["sbcl", "--eval", "code"],
  ["swipl", "-g", "code"],
  ["groovy", "-e", "code"],
  ["java", "-jar", "script"],
  ["jshell", "--class-path", "text"],
  ["jmap", "-dump", "file.write"],
  ["jrunscript", "-e", "code"],
  ["env", "-S", "shell"],
  ["env", "-C", "chdir"],
  ["sudo", "-e", "write*"],
  ["sudo", "-s", "process.exec"],
  ["su", "-c", "shell"],
  ["doas", "-s", "process.exec"],
  ["runuser", "-c", "shell"],
  ["systemd-run", "-H", "remote"],
  ["systemd-run", "--on-calendar", "process.schedule"],
  ["firejail", "--output", "write"],
  ["script", "-c", "shell"],
  ["strace", "-o", "write"],
  ["ltrace", "-o", "write"],
  ["gdb", "-ex", "code"],
  ["gdb", "-x", "script"],
  ["gdb", "--args", "command"],
  ["lldb", "-o", "code"],
  ["valgrind", "--log-file", "write"],
  ["perf record", "-o", "write"],
  ["time", "-o", "write"],
  ["xargs", "-a", "read"],
  ["parallel", "-S", "remote"],
  ["parallel", "-a", "read"],
  ["watch", "-x", "command"],
  ["flock", "-c", "shell"],
  ["entr", "-s", "shell*"],
  ["at", "-f", "script"],
  ["start-stop-daemon", "-x", "script"],
  ["rlwrap", "-z", "script"],
  ["daemonize", "-e", "write"],
  ["dbus-run-session", "--dbus-daemon", "script"],
  ["ld.so", "--preload", "script"],
  ["screen", "-X", "process.exec"],
  ["screen", "-c", "script"],
  ["tmux", "-c", "shell"],
  ["tmux", "-f", "script"],
  ["shpool attach", "-c", "shell"],
  ["vim", "-c", "code"],
  ["vim", "-S", "script"],
  ["vim", "-s", "script"],
  ["vim", "-w", "write"],
  ["vim", "-u", "script"],
  ["view", "--cmd", "code"],
  ["emacs", "--eval", "code"],
  ["emacs", "-l", "script"],
  ["emacsclient", "-e", "code*"],
  ["nano", "-s", "shell"],
  ["code", "--install-extension", "code.install"],
  ["kak", "-e", "code"],
  ["ispell", "-F", "shell"],
  ["less", "-o", "write"],
  ["less", "-k", "process.exec"],
  ["bat", "--pager", "shell"],
  ["lnav", "-c", "code"],
  ["multitail", "-l", "shell"],
  ["delta", "--pager", "shell"],
  ["sdiff", "-o", "write"],
  ["sdiff", "--diff-program", "shell"],
  ["diff3", "--diff-program", "shell"],
  ["patch", "-o", "write"],
  ["patch", "-i", "read"],
  ["iconv", "-o", "write"],
  ["dos2unix", "-n", "read write"],
  ["uudecode", "-o", "write"],
  ["pv", "-o", "write"],
  ["file", "-C", "file.write"],
  ["file", "-f", "read"],
  ["file", "-m", "read"],
  ["dc", "-e", "code"],
  ["dc", "-f", "script"],
  ["cowsay", "-f", "script"],
  ["jq", "-f", "read"],
  ["jq", "--slurpfile", "read*"],
  ["yq", "-i", "text write*"],
  ["xmlstarlet ed", "-L", "write*"],
  ["xmllint", "--shell", "process.exec"],
  ["xmllint", "-o", "write"],
  ["xsltproc", "-o", "write"],
  ["csvsql", "--query", "sql"],
  ["mlr", "-I", "text write*"],
  ["mlr", "--prepipe", "shell"],
  ["in2csv", "--write-sheets", "file.write"],
  ["pandoc", "-o", "write"],
  ["pandoc", "-F", "script"],
  ["pandoc", "--pdf-engine", "script"],
  ["gzip", "-c", "read*"],
  ["xz", "--files", "file.write"],
  ["zstd", "--rm", "delete*"],
  ["zstd", "-o", "write"],
  ["zcat", "-o", "write"],
  ["zip", "-TT", "shell"],
  ["zip", "-m", "write delete*"],
  ["unzip", "-d", "write"],
  ["unzip", "-p", "read text*"],
  ["7z", "-o", "write"],
  ["7z", "-sdel", "file.delete"],
  ["rar", "-df", "file.delete"],
  ["cpio", "--rsh-command", "shell"],
  ["cpio", "-F", "write"],
  ["cpio", "-i", "file.write"],
  ["ar", "-x", "file.write"],
  ["ar", "--plugin", "script"],
  ["dar", "-E", "shell"],
  ["unsquashfs", "-d", "write"],
  ["openssl", "-engine", "script"],
  ["openssl", "-config", "script"],
  ["openssl", "-connect", "connect"],
  ["openssl s_client", "-host", "connect"],
  ["openssl enc", "-kfile", "read"],
  ["openssl", "-out", "write"],
  ["openssl ocsp", "-port", "listen"],
  ["gpg", "--output", "write"],
  ["gpg", "--agent-program", "shell"],
  ["gpg", "--photo-viewer", "shell"],
  ["gpg", "--fetch-keys", "fetch*"],
  ["gpg", "--send-keys", "net.upload"],
  ["gpg", "--export-secret-keys", "secret.read"],
  ["gpg-connect-agent", "-r", "script"],
  ["age", "-i", "read"],
  ["age", "-o", "write"],
  ["ssh-keygen", "-D", "script"],
  ["ssh-keygen", "-f", "write"],
  ["keytool", "-providerpath", "script"],
  ["certutil", "-A", "file.write"],
  ["encfs", "--extpass", "shell"],
  ["gs", "-c", "code*"],
  ["groff", "-U", "process.exec"],
  ["pic", "-U", "process.exec"],
  ["pdflatex", "-shell-escape", "process.exec"],
  ["latexmk", "-e", "code"],
  ["enscript", "-I", "shell"],
  ["asciidoctor", "-r", "script"],
  ["convmv", "--exec", "shell"],
  ["rename", "-e", "code"],
  ["asciinema rec", "-c", "shell"],
  ["wl-paste", "-w", "command"],
  ["enable", "-f", "script"],
  ["mapfile", "-C", "shell"],
  ["complete", "-C", "shell"],
  ["compgen", "-C", "shell"],
  ["bind", "-x", "process.exec"],
  ["bind", "-f", "script"],
  ["hash", "-p", "script"],
  ["jobs", "-x", "command"],
  ["fc", "-e", "shell"],
  ["fc", "-s", "process.exec"],
  ["history", "-w", "file.write"],
  ["logger", "-n", "upload"],
  ["setterm", "--dump", "file.write"],
  ["blkid", "-c", "write"],
])("%s %s is %s", (program, option, role) => {
  const [name = "", sub] = program.split(" ");
  expect(rolesOf(optionOf(programOf(name, sub), option))).toContain(role);
});

/** Not described on purpose: whoever uses them is not read in full. */
test.each([
  ["bwrap", "--bind"],
  ["bwrap", "--ro-bind"],
  ["firejail", "--put"],
  ["node", "--experimental-unknown"],
  ["gpg", "--unknown"],
  ["vim", "--unknown"],
  ["pandoc", "--unknown"],
  ["zip", "--unknown"],
  ["cpdf", "-unknown"],
])("%s %s is not listed, and not taken for harmless", (program, option) => {
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
    const took = cpuMs(() => hostile.map((text) => (rule.operand ?? rule.value)?.test(text)));
    expect(took).toBeLessThan(500);
  },
);
