import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Less common programs that pack files together and unpack them. */
export const MORE_ARCHIVES: ProgramTable = {
  acat: { lenient: true, operands: "read*" },
  adiff: "acat",
  als: { lenient: true, operands: "read text*", output: "names" },
  apack: { flags: "-q -v -f", options: { ...SHORT_HELP, "-F --format": "text" }, operands: "write search*" },
  archivemount: { operands: "read write", flags: "-o -s -f -d" },
  arj: "lha",
  atool: {
    flags: "--each --pager --subdir --simulate --force --extract-this --quiet --verbose -q -v -V -f -s -E -e -0 -S",
    options: {
      ...SHORT_HELP,
      "-l --list -x --extract": { operands: "read text*", does: ["file.write"] },
      "-c --cat -d --diff": { operands: "read*" },
      "-a --add": { operands: "write search*" },
      "-X --extract-to": { value: "write", does: ["file.write"], operands: "read*" },
      "-F --format -o --option": "text",
      "-p --page": "",
    },
    operands: "read*",
    does: ["file.write"],
  },
  aunpack: {
    flags: "-q -v -f -s -e",
    options: { ...SHORT_HELP, "-X --extract-to": "write", "-F --format": "text" },
    operands: "read text*",
    does: ["file.write"],
  },
  dar: {
    options: {
      "-c --create": { value: "write" },
      "-x --extract -l --list -t --test -d --diff": { value: "read", does: ["file.write"] },
      "-R --fs-root": "search",
      "-A --ref": "read",
      "-E --execute -F": "shell",
      "-z -s -g -P -X -I -K -J": "text",
      "-v -Q -w -O": "",
    },
    operands: "text*",
  },
  dtrx: {
    flags: "-r -n -f -q -v -o --one -l -t",
    options: { ...SHORT_HELP, "-p --password": "text" },
    operands: "read*",
    does: ["file.write"],
  },
  lha: { operands: "text write search*", does: ["file.write"] },
  lsar: { lenient: true, options: { "-p -password -e -encoding -E": "text" }, operands: "read*", output: "names" },
  lzh: "lha",
  mksquashfs: {
    flags:
      "-noappend -no-progress -quiet -info -all-root -root-owned -no-xattrs -xattrs -noI -noD -noF -noX " +
      "-no-exports -no-sparse -no-fragments -no-duplicates -keep-as-directory -progress",
    options: {
      "-comp -b -processors -e -p -mem -Xcompression-level -Xdict-size -ef -wildcards -regex": "text",
      "-help -h -version": { harmless: true },
      "-pf": "read",
    },
    operands: "search write text*",
  },
  msiextract: {
    options: { ...SHORT_HELP, "-C --directory": "write", "-l --list": { operands: "read*", stdout: true } },
    operands: "read*",
    does: ["file.write"],
  },
  ouch: {
    flags: "-y -n -q -A -H -g",
    options: { ...SHORT_HELP, "-V": { harmless: true } },
    subcommands: {
      compress: { operands: "search* write", options: { "-f --format -l --level": "text" } },
      c: "compress",
      decompress: { operands: "read*", options: { "-d --dir": "write" }, does: ["file.write"] },
      d: "decompress",
      list: { operands: "read*", output: "names", flags: "-t --tree" },
      l: "list",
    },
  },
  par2: {
    subcommands: {
      create: { operands: "write read*", options: { "-s -r -n -b -c -f -u": { value: "text", optional: true } } },
      c: "create",
      verify: { operands: "read*" },
      v: "verify",
      repair: { operands: "write read*" },
      r: "repair",
    },
  },
  patool: {
    subcommands: {
      extract: { options: { "--outdir": "write" }, operands: "read*", does: ["file.write"] },
      create: { operands: "write search*" },
      list: { operands: "read*", output: "names" },
      test: "list",
      diff: { operands: "read*" },
      search: { operands: "text read*" },
      repack: { operands: "read write" },
      formats: {},
    },
    options: { ...SHORT_HELP, "-v -q --non-interactive": "", "--password": "text" },
  },
  shar: {
    options: { ...HELP, "-o --output-prefix": "write", "-n --archive-name -s --submitter -l -L": "text" },
    operands: "search*",
  },
  unace: "unarj",
  unar: {
    flags: "-f -r -s -d -D -q",
    options: {
      "-h -help --help -v": { harmless: true },
      "-o -output-directory": "write",
      "-p -password -e -encoding -E -k": "text",
    },
    operands: "read text*",
    does: ["file.write"],
  },
  unarj: { operands: "text read text*", does: ["file.write"] },
  // The archive is a script.
  unshar: { options: { ...HELP, "-d --directory": "chdir" }, operands: "script*", stdin: "shell", language: "shell" },
  unsquashfs: {
    flags: "-f -force -n -no-progress -q -quiet -i -li -lc -info -follow-symlinks",
    options: {
      "-h -help -v -version": { harmless: true },
      "-l -ls -ll -lln -s -stat -cat": { operands: "read text*", stdout: true },
      "-d -dest": "write",
      "-p -processors -e -ef -o -offset": "text",
    },
    operands: "read text*",
    does: ["file.write"],
  },
  zipmerge: { operands: "write read*", flags: "-d -D -I -i -S -s" },
  ziptool: { operands: "write text*", flags: "-c -e -g -n -r -s -t" },
  zpaq: {
    subcommands: {
      add: { operands: "write search*" },
      a: "add",
      extract: { operands: "read text*", does: ["file.write"] },
      x: "extract",
      list: { operands: "read text*", output: "names" },
      l: "list",
    },
    options: { "-key": "text", "-to": "write", "-until -method -threads -m": "text", "-force -all": "" },
  },
};
