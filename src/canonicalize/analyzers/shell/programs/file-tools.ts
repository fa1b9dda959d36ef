import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP, SHOWS } from "./options.ts";

/** Programs that rename, link, trash, wipe or watch files. */
export const FILE_TOOLS: ProgramTable = {
  aid: "lid",
  bleachbit: {
    flags: "-l --list -p --preview -o --overwrite --sysinfo --gui --preset --no-uac --list-cleaners",
    options: {
      "-c --clean": { operands: "text*", does: ["file.delete"] },
      "-s --shred": { operands: "delete*" },
      "-w --wipe-free-space": { does: ["file.delete"] },
      ...SHORT_HELP,
      "-v": { harmless: true },
    },
    operands: "text*",
  },
  checksec: { lenient: true, operands: "read*", output: "facts", options: { "--file --dir": "read" } },
  chokidar: {
    options: {
      "-c --command": "shell",
      "-d --debounce -t --throttle -i --ignore -p --poll-interval": "text",
      "--initial --silent --verbose --polling": "",
    },
    operands: "mention*",
  },
  convmv: {
    flags:
      "-r -i -nfc -nfd --notest --replace --lowmem --unescape --upper --lower --map --parsable " +
      "--no-preserve-mtimes",
    options: { "-f -t": "text", "--list --help": { harmless: true }, "--exec": "shell" },
    operands: "move_from*",
    does: ["file.move"],
  },
  detox: {
    flags: "-r -v -n --dry-run --special",
    options: { ...SHORT_HELP, "-V -L": { harmless: true }, "-f -s": "text" },
    operands: "move_from*",
    does: ["file.move"],
  },
  eid: { operands: "text*", does: ["process.exec"] },
  exch: { operands: "move_from move_to" },
  "file-rename": "rename",
  fnid: "lid",
  fswatch: {
    lenient: true,
    options: {
      "-e --exclude -i --include -f --format-time --format -l --latency -m --monitor --event": "text",
      "--filter-from": "read",
    },
    operands: "mention*",
    output: "names",
  },
  gid: "lid",
  hardlink: {
    flags:
      "-v --verbose -q --quiet -n --dry-run -f --respect-name -p --ignore-mode -o --ignore-owner -t " +
      "--ignore-time -c --content -X --respect-xattrs --skip-reflinks -m --maximize -M --minimize -O " +
      "--keep-oldest",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-y --method -x --exclude -i --include -s --minimum-size -S --maximum-size -b --io-size -r": "text",
      "--cache-size": "text",
      "--reflink": { value: "text", optional: true },
    },
    operands: "write*",
  },
  icp: "qcp",
  imv: "qmv",
  lid: {
    lenient: true,
    options: { "-f --file": "read", "-k --key -R --result -S --separator -F --frequency -a --ambiguous": "text" },
    operands: "text*",
    output: "names",
  },
  mcp: "cp",
  mkdirp: "mkdir",
  mkid: {
    options: { "-o --output -f --file": "write", "-m --lang-map -x --lang-option -p --prune": "text", ...HELP },
    operands: "search*",
    does: ["file.write"],
  },
  mln: "ln",
  mmv: {
    flags:
      "--move --rename --copy --append --overwrite --hardlink --symlink --force --protect --go " +
      "--terminate --verbose --dryrun --hidden -m -x -r -c -o -a -l -s -h -d -p -g -t -v -n",
    options: { "--help --version": { harmless: true } },
    operands: "move_from move_to",
    does: ["file.move"],
  },
  "perl-rename": "rename",
  prename: "rename",
  qcp: {
    options: { "-f --format -e --editor -o --options": "text" },
    operands: "copy_from*",
    does: ["file.copy", "process.exec"],
  },
  qmv: {
    flags: "-d --directory -R --recursive --verbose -a --all -v -i",
    options: { "-f --format -e --editor -s --sort -o --options": "text" },
    operands: "move_from*",
    does: ["file.move", "process.exec"],
  },
  reflex: {
    flags: "-v -s --verbose --start-service --all -e",
    options: { "-g --glob -r --regex -G --inverse-glob -R --inverse-regex -d --decoration -c --config": "text" },
    operands: "command",
  },
  // Perl's form runs its first operand as a program; util-linux's replaces one word by another.
  rename: {
    flags:
      "-v -n -f -s -o -i -l -d -a -0 -N --verbose --no-act --nono --dry-run --force --symlink " +
      "--no-overwrite --interactive --last --all --nopath --nofullpath --path --fullpath " +
      "--keep-extension -k -c -C -t -T -z -x -X",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-e --expression -E": { value: "code", operands: "move_from*" },
    },
    operands: "code move_from*",
    language: "perl",
    does: ["file.move"],
  },
  "rename.ul": {
    flags: "-v -s -n -o -i -l -a --verbose --symlink --no-act --no-overwrite --interactive --last --all",
    options: { ...SHORT_HELP, "-V": { harmless: true } },
    operands: "text text move_from*",
    does: ["file.move"],
  },
  renameutils: SHOWS,
  rip: {
    flags: "-i -d -s -u --inspect --decompose --seance --unbury",
    options: { ...SHORT_HELP, "-V": { harmless: true }, "--graveyard": "mention" },
    operands: "delete*",
  },
  rmtrash: "trash",
  "safe-rm": "rm",
  savelog: {
    operands: "move_from*",
    does: ["file.move"],
    flags: "-d -t -l -p -j -J -n -q -r -C",
    options: { "-m -u -g -c -D": "text" },
  },
  sdmem: { operands: "text*", does: ["infra.update"] },
  sfill: { flags: "-f -i -I -l -v -z", operands: "write", does: ["infra.update"] },
  srm: { flags: "-r -R -f -i -v -s -m -x -z -d -l -D", operands: "delete*" },
  stow: {
    flags: "-n --no --simulate --no-folding --adopt -v --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-d --dir": "mention",
      "-t --target": "write",
      "-S --stow -R --restow": { operands: "mention*" },
      "-D --delete": { operands: "mention*", does: ["file.delete"] },
      "--ignore --defer --override": "text",
    },
    operands: "mention*",
    does: ["file.write"],
  },
  symlinks: {
    flags: "-c -d -o -r -s -t -v",
    operands: "list*",
    rules: [
      { option: "-d", does: ["file.delete"] },
      { option: "-c -s", does: ["file.write"] },
    ],
  },
  tempfile: {
    options: { "-d --directory -p --prefix -s --suffix -m --mode -n --name": "text" },
    does: ["file.write"],
    output: "names",
  },
  tmpreaper: "tmpwatch",
  tmpwatch: { flags: "-u -m -c -M -a -d -f -l -q -s -t -v -x -U -X", operands: "text delete*" },
  trash: {
    flags: "-f -v -i -r -R -d --force --verbose --interactive --recursive --directory",
    options: { ...SHORT_HELP, "-V": { harmless: true }, "--trash-dir": "mention" },
    operands: "delete*",
    subcommands: {
      list: { lenient: true, operands: "text*", output: "names" },
      put: { operands: "delete*" },
      empty: { operands: "text*", options: { "-a --all -f --force -b --before": "" }, does: ["file.delete"] },
      restore: { operands: "text*", options: { "-a --all": "" }, does: ["file.write"] },
    },
  },
  "trash-empty": { flags: "-f", operands: "text*", does: ["file.delete"] },
  "trash-list": { lenient: true, operands: "text*", output: "names" },
  "trash-put": "trash",
  "trash-restore": { operands: "text*", does: ["file.write"] },
  "trash-rm": { operands: "text*", does: ["file.delete"] },
  vidir: { flags: "-v --verbose", operands: "move_from*", does: ["file.move", "file.delete", "process.exec"] },
  wipe: {
    flags: "-f -r -q -c -s -D -i -I -Z -R -k",
    options: { "-h -v": { harmless: true }, "-Q -b -l -n -o -p -P -S -T -x": "text" },
    operands: "delete*",
  },
  xattr: {
    flags: "-l -r -s -v -x -lr",
    options: {
      "-h --help": { harmless: true },
      "-p": { operands: "text mention*" },
      "-w": { operands: "text text write*" },
      "-d": { operands: "text write*" },
      "-c": { operands: "write*" },
    },
    operands: "mention*",
    rules: [{ operand: /^com\.apple\.quarantine$/, option: "-d -c", signals: ["evasion.security_tool"] }],
  },
  zmv: {
    flags: "-n -f -i -v -q -Q -W -w -C -L -M",
    options: { "-p -o -P": "text" },
    operands: "text text",
    does: ["file.move"],
  },
};
