import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** vim(1) under each of its names. */
const VIM: ProgramSpec = {
  flags:
    "-A -b -C -d -D -f -F -g -H -l -L -m -M -n -N -O -o -p -P -R -v -x -X -y -Z --clean --noplugin " +
    "--nofork --not-a-term --ttyfail --literal --remote --remote-silent --remote-wait --remote-tab " +
    "--headless --embed",
  options: {
    ...SHORT_HELP,
    "-c --cmd": "code",
    "--listen": "listen",
    "-S -s -u -U -t -q": "script",
    "-T --servername --socketid": "text",
    "-i -w -W --startuptime --log": "write",
    "-e -E -es -Es": { does: ["code.run"] },
    "-V -r": { value: "text", optional: true },
    "--remote-expr --remote-send --server": "code",
  },
  stdin: "data",
  language: "vim",
};

/** Editors: what they are given to edit is written; commands that they start with are code. */
export const EDITORS: ProgramTable = {
  TextEdit: { options: { ...HELP }, operands: "write*" },
  amp: { options: { ...HELP }, operands: "write*" },
  atom: {
    flags: "-n -w -a -d --wait --new-window --add -f --foreground -t --test",
    options: { ...HELP },
    operands: "write*",
  },
  code: {
    flags:
      "-n --new-window -r --reuse-window -w --wait -v -d --diff -a --add -m --merge -g --goto -s " +
      "--status --verbose --disable-extensions --disable-gpu --list-extensions --show-versions " +
      "--pre-release --force --prof-startup --disable-workspace-trust --telemetry -",
    options: {
      ...SHORT_HELP,
      "--install-extension": { value: "text", does: ["code.install"] },
      "--uninstall-extension --update-extensions": { value: "text", does: ["code.install"] },
      "--add-mcp": { value: "text", does: ["code.install"] },
      "--user-data-dir --extensions-dir --profile --locale --log --category --sync --disable-extension": "text",
      "--remote --folder-uri --file-uri --enable-proposed-api": "text",
      "--inspect-extensions --inspect-brk-extensions": { value: "text", does: ["net.listen"] },
    },
    operands: "write*",
    subcommands: {
      tunnel: { operands: "text*", does: ["net.listen"], signals: ["network.tunnel"] },
      "serve-web": { operands: "text*", does: ["net.listen"] },
      chat: { operands: "text*", does: ["model.invoke"] },
    },
  },
  "code-insiders": "code",
  codium: "code",
  cursor: "code",
  ed: {
    flags:
      "-E -G -l -r -s -v --extended-regexp --traditional --loose-exit-status --restricted --quiet " +
      "--silent --verbose --strip-trailing-cr --unsafe-names",
    options: { ...SHORT_HELP, "-V": { harmless: true }, "-p --prompt": "text" },
    operands: "write?",
    stdin: "code",
    language: "ed",
  },
  editor: "nano",
  ee: { flags: "-e -i -h", options: { ...HELP }, operands: "write*" },
  elvis: "vim",
  emacs: {
    flags:
      "-nw -Q -q -D -batch --batch --quick --no-init-file --no-site-file --no-site-lisp --no-splash " +
      "--no-window-system --debug-init -nl -r -rv --maximized --fullscreen --no-desktop -mm -nsl",
    options: {
      "--help --version -version": { harmless: true },
      "-l --load -u --user --script -x --init-directory": "script",
      "--eval -eval --execute -f --funcall -e": "code",
      "--insert -i --file --find-file --visit": "write",
      "--chdir": "chdir",
      "-L --directory": "mention",
      "-T --title -fn --font -g --geometry -d --display -bg -fg --name --color -tty -t --terminal": "text",
      "--daemon --fg-daemon --bg-daemon": { value: "text", optional: true },
    },
    operands: "write*",
    stdin: "ignored",
    language: "lisp",
  },
  emacsclient: {
    flags: "-nw -t --tty -c --create-frame -r --reuse-frame -n --no-wait -q --quiet -u --suppress-output",
    options: {
      "-H --help -V --version": { harmless: true },
      "-e --eval": { operands: "code*" },
      "-a --alternate-editor": "shell",
      "-f --server-file": "read",
      "-s --socket-name -d --display -F --frame-parameters -T --tramp": "text",
    },
    operands: "write*",
    language: "lisp",
  },
  etags: {
    flags: "-a --append",
    options: { ...SHORT_HELP, "-o --output -f": "write", "-l --language -r --regex": "text", "-i --include": "read" },
    operands: "read*",
    does: ["file.write"],
  },
  evim: "vim",
  ex: "vim",
  geany: {
    flags: "-i --new-instance -r --read-only -p --no-plugins",
    options: { ...HELP, "-l --line --column -c --config": "text" },
    operands: "write*",
  },
  gedit: {
    flags: "-w --wait -s --standalone --new-window --new-document",
    options: { "--list-encodings": { harmless: true }, ...HELP, "--encoding": "text" },
    operands: "write*",
  },
  gview: "view",
  gvim: "vim",
  gvimdiff: "vim",
  helix: "hx",
  hx: {
    flags: "-v -vv -vvv --tutor --vsplit --hsplit",
    options: {
      ...HELP,
      "-c --config": "read",
      "--log": "write",
      "-w --working-dir": "chdir",
      "-g --grammar --health": { value: "text", optional: true },
    },
    operands: "write*",
  },
  idea: { flags: "--wait", options: { ...HELP, "--line --column": "text" }, operands: "write*" },
  ispell: {
    flags: "-a -A -l -b -x -B -C -P -m -S",
    options: { "-d -p -w -W -T": "text", "-F": "shell" },
    operands: "write*",
    stdin: "data",
  },
  jed: { options: { ...HELP, "-f": "text", "-l": "script" }, operands: "write*" },
  jmacs: "joe",
  joe: { flags: "-wordwrap -nobackups", options: { ...HELP }, operands: "write*" },
  kak: { flags: "-n -ro -q", options: { ...HELP, "-e -E -f": "code", "-c -s -p -l -d": "text" }, operands: "write*" },
  kate: {
    flags: "-n --new -b --block -i --stdin",
    options: { ...HELP, "-s --start -l --line -c --column -e --encoding": "text" },
    operands: "write*",
  },
  kwrite: "kate",
  leafpad: { options: { ...HELP }, operands: "write*" },
  mcedit: { options: { ...HELP }, operands: "write*" },
  mg: { flags: "-n -R", options: { ...HELP, "-f -u": "text" }, operands: "write*" },
  micro: {
    flags: "-clean -debug -profile",
    options: { ...HELP, "-config-dir -plugin": "mention", "-options": { harmless: true } },
    operands: "write*",
  },
  mousepad: { options: { ...HELP, "-l -c": "text" }, operands: "write*" },
  mvim: "vim",
  nano: {
    flags:
      "-A -B -D -E -F -G -H -I -K -L -M -N -O -P -R -S -U -W -Z -a -c -d -e -g -i -j -k -l -m -n -p -q " +
      "-t -u -v -w -x -y -z -0 -1 -% -_ -! -/ -@ --smarthome --backup --boldtext --tabstospaces " +
      "--multibuffer --ignorercfiles --linenumbers --nowrap --view --restricted --softwrap " +
      "--constantshow --mouse --nohelp --autoindent --positionlog --historylog --zap --modernbindings",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-s --speller": "shell",
      "-f --rcfile": "script",
      "-C --backupdir": "write",
      "-o --operatingdir": "mention",
      "-Q --quotestr -T --tabsize -X --wordchars -Y --syntax -r --fill -J --guidestripe": "text",
    },
    operands: "write*",
    stdin: "ignored",
  },
  ne: { flags: "--utf8 --no-utf8", options: { ...HELP }, operands: "write*" },
  neovim: "vim",
  notepad: { options: { ...HELP }, operands: "write*" },
  notepadqq: { options: { ...HELP }, operands: "write*" },
  nvi: "vim",
  nvim: "vim",
  ox: { options: { ...HELP }, operands: "write*" },
  pico: "nano",
  pluma: { options: { ...HELP }, operands: "write*" },
  ranger: {
    flags: "-c --clean -l --list-unused-keys --debug -d",
    options: {
      ...SHORT_HELP,
      "--cmd": "code",
      "--choosefile --choosefiles --choosedir": "write",
      "--selectfile -r --confdir --datadir --cachedir --profile": "mention",
    },
    operands: "list?",
    does: ["process.exec"],
  },
  red: "ed",
  rnano: "nano",
  rview: "view",
  rvim: "vim",
  "sensible-editor": "nano",
  subl: {
    flags: "-n --new-window -a --add -w --wait -b --background -s --stay",
    options: { ...HELP, "--project --command": "text" },
    operands: "write*",
  },
  tilde: { options: { ...HELP }, operands: "write*" },
  vi: "vim",
  // Read-only, and yet with all commands of vim(1).
  view: {
    ...VIM,
    operands: "read*",
    rules: [{ operand: /^\+./, does: ["code.run"] }],
  },
  vim: {
    ...VIM,
    operands: "write*",
    // A number or a pattern is where to go; anything else is a command.
    rules: [
      { operand: /^\+./, does: ["code.run"] },
      { operand: /^\+(?!\d+$|\/)./, does: ["process.exec", "unknown"] },
    ],
  },
  "vim.basic": "vim",
  "vim.tiny": "vim",
  vimdiff: "vim",
  vimtutor: { operands: "text*", does: ["process.exec"] },
  windsurf: "code",
  xed: { flags: "-w --wait", options: { "--list-encodings": { harmless: true }, ...HELP }, operands: "write*" },
  zed: { flags: "-w --wait -a --add -n --new --foreground", options: { ...HELP }, operands: "write*" },
  zile: { flags: "-q", options: { ...HELP, "-l -f": "text" }, operands: "write*" },
};
