import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** What people have in a terminal beside the standard programs: dialogs, the clipboard, histories, translations, recorders. */
export const TERMINAL_HELPERS: ProgramTable = {
  agrep: { lenient: true, operands: "text search*", stdin: "data" },
  asciinema: {
    subcommands: {
      rec: {
        flags: "--append --overwrite --raw -q --quiet --stdin -y --yes",
        options: { "-c --command": "shell", "-t --title -i --idle-time-limit -e --env --cols --rows": "text" },
        operands: "write?",
        does: ["process.exec", "file.write"],
      },
      record: "rec",
      play: {
        operands: "read",
        options: { "-s --speed -i --idle-time-limit": "text", "-l --loop": "" },
        rules: [{ operand: /^https?:/, does: ["net.fetch"] }],
      },
      cat: { operands: "read" },
      upload: { operands: "read", does: ["net.upload"] },
      auth: { does: ["net.connect"] },
      convert: { operands: "read write" },
    },
  },
  atuin: {
    subcommands: {
      search: { lenient: true, operands: "text*" },
      history: { lenient: true, operands: "text*" },
      stats: { lenient: true, operands: "text*" },
      import: { operands: "text*", does: ["file.write"] },
      sync: { flags: "-f --force", does: ["net.upload"] },
      login: { lenient: true, does: ["net.connect"] },
      register: { lenient: true, does: ["net.connect"] },
      logout: { lenient: true, operands: "text*" },
      status: { lenient: true, operands: "text*" },
      info: { lenient: true, operands: "text*" },
      init: { lenient: true, operands: "text*" },
      gen_completions: { lenient: true, operands: "text*" },
      daemon: { does: ["process.exec"] },
    },
    options: { ...SHORT_HELP, "-V": { harmless: true } },
  },
  autoexpect: {
    flags: "-p -P -quiet -Q",
    options: { "-f": "write", "-c -C": "text" },
    operands: "command?",
    does: ["file.write"],
  },
  autojump: { lenient: true, operands: "text*" },
  // Its binds take two words, which the types cannot say: with one of them, the line is not read in full.
  bwrap: {
    flags:
      "--unshare-all --unshare-user --unshare-ipc --unshare-pid --unshare-net --unshare-uts " +
      "--unshare-cgroup --unshare-user-try --unshare-cgroup-try --share-net --die-with-parent " +
      "--new-session --as-pid-1 --clearenv --disable-userns --assert-userns-disabled",
    options: {
      ...HELP,
      "--proc --dev --tmpfs --mqueue --dir --remount-ro": "mention",
      "--chdir": "chdir",
      "--hostname --uid --gid --exec-label --file-label --seccomp --info-fd --json-status-fd --block-fd": "text",
      "--sync-fd --lock-file --unsetenv --argv0 --cap-add --cap-drop --perms --size": "text",
    },
    operands: "command",
    signals: ["privilege.namespace"],
  },
  clip: { lenient: true, operands: "text*", stdin: "data" },
  dialog: { options: { "--trace": "write" }, lenient: true, operands: "text*", stdin: "data" },
  dmenu: "dialog",
  fasd: { flags: "-a -d -f -i -l -R -s -h -r -t", options: { "-e": "shell", "-b -B": "text" }, operands: "text*" },
  gettext: { lenient: true, options: { "-d --domain -c --context": "text" }, operands: "text*" },
  gum: {
    subcommands: {
      choose: { lenient: true, operands: "text*", stdin: "data" },
      confirm: { lenient: true, operands: "text*", stdin: "data" },
      file: { lenient: true, operands: "text*", stdin: "data" },
      filter: { lenient: true, operands: "text*", stdin: "data" },
      format: { lenient: true, operands: "text*", stdin: "data" },
      input: { lenient: true, operands: "text*", stdin: "data" },
      join: { lenient: true, operands: "text*", stdin: "data" },
      pager: { lenient: true, operands: "text*", stdin: "data" },
      style: { lenient: true, operands: "text*", stdin: "data" },
      table: { lenient: true, operands: "text*", stdin: "data" },
      write: { lenient: true, operands: "text*", stdin: "data" },
      log: { lenient: true, operands: "text*", stdin: "data" },
      "version-check": { lenient: true, operands: "text*", stdin: "data" },
      spin: {
        options: { "-s --spinner --title --align --timeout": "text", "--show-output --show-error": "" },
        operands: "command",
      },
    },
    options: { ...SHORT_HELP, "-v": { harmless: true } },
  },
  hstr: {
    flags:
      "-f --favorites -s --show-configuration -b -z -S --show-blacklist --show-bash-configuration " +
      "--show-zsh-configuration",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-n --non-interactive": { harmless: true },
      "-k --kill-last-command": { signals: ["evasion.history"] },
    },
    operands: "text*",
    does: ["process.exec"],
  },
  j: "autojump",
  kdialog: "dialog",
  mcfly: {
    subcommands: {
      search: { lenient: true, operands: "text*" },
      init: { lenient: true, operands: "text*" },
      add: { lenient: true, operands: "text*" },
      train: { lenient: true, operands: "text*" },
      move: { lenient: true, operands: "text*" },
      help: { lenient: true, operands: "text*" },
    },
    options: { ...SHORT_HELP, "-V": { harmless: true } },
  },
  msgattrib: "msgconv",
  msgconv: {
    lenient: true,
    options: { "-o --output-file": "write", "-f": "read", "-t --to-code -w --width": "text" },
    operands: "read*",
    stdin: "data",
  },
  msgexec: {
    options: { ...HELP, "-i --input": "read", "-D --directory": "mention" },
    operands: "command",
    stdin: "data",
  },
  msgfilter: {
    flags: "--force-po --keep-header --indent --no-wrap --sort-output -s",
    options: { ...HELP, "-i --input": "read", "-o --output-file": "write", "-D --directory -w --width": "text" },
    operands: "command",
    stdin: "data",
  },
  msgfmt: {
    flags:
      "-c -v -f --check --verbose --use-fuzzy --statistics -a --java2 --csharp --tcl --desktop --xml " + "--strict",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --output-file -d": "write",
      "-l --locale -L --language -D --directory": "text",
      "--template": "read",
    },
    operands: "read*",
    does: ["file.write"],
  },
  msggrep: "msgconv",
  msginit: {
    options: {
      ...SHORT_HELP,
      "-i --input": "read",
      "-o --output-file": "write",
      "-l --locale": "text",
      "--no-translator": "",
    },
    does: ["file.write"],
  },
  msgmerge: {
    flags: "-U --update -q --quiet -v --no-fuzzy-matching --previous -N",
    options: { ...SHORT_HELP, "-o --output-file": "write", "--backup -C --compendium": "text" },
    operands: "write read",
  },
  msgunfmt: "msgconv",
  msguniq: "msgconv",
  ngettext: "gettext",
  rofi: {
    options: {
      "-dmenu": "",
      "-show -modi -p -theme -mesg": "text",
      "-help -h --help": { harmless: true },
      "-run-command -run-shell-command -combi-modes": "shell",
    },
    flags: "-i -multi-select -no-config",
    operands: "text*",
    stdin: "data",
    does: ["process.exec"],
  },
  samefile: { lenient: true, operands: "mention*", stdin: "data" },
  sleepenh: { lenient: true, operands: "text*" },
  slmenu: "dialog",
  starship: {
    subcommands: {
      prompt: { lenient: true, operands: "text*" },
      init: { lenient: true, operands: "text*" },
      config: { operands: "text*", does: ["file.write"] },
      explain: { lenient: true, operands: "text*" },
      module: { lenient: true, operands: "text*" },
      preset: { operands: "text*", options: { "-o --output": "write", "-l --list": "" } },
      "print-config": { lenient: true, operands: "text*" },
      timings: { lenient: true, operands: "text*" },
      toggle: { operands: "text*", does: ["file.write"] },
      "bug-report": { lenient: true, operands: "text*" },
      session: { lenient: true, operands: "text*" },
      time: { lenient: true, operands: "text*" },
      completions: { lenient: true, operands: "text*" },
    },
    options: { ...SHORT_HELP, "-V": { harmless: true } },
  },
  termtosvg: {
    operands: "write?",
    options: { "-c --command": "shell", "-t --template -g --screen-geometry": "text" },
    does: ["process.exec"],
  },
  // Corrects and runs the last command.
  thefuck: {
    operands: "text*",
    does: ["process.exec"],
    options: { "-h --help -v --version -a --alias": { harmless: true } },
  },
  "tre-agrep": "agrep",
  ttyplay: { lenient: true, operands: "read*" },
  ttyrec: { options: { "-e": "shell", "-a": "" }, operands: "write?", does: ["process.exec", "file.write"] },
  // A tape types into a shell.
  vhs: {
    operands: "script",
    does: ["process.exec", "file.write"],
    subcommands: {
      themes: { lenient: true, operands: "text*" },
      new: { operands: "write" },
      validate: { operands: "read*" },
      publish: { operands: "read", does: ["net.upload"] },
    },
  },
  whiptail: "dialog",
  "wl-copy": {
    flags: "-o -f -n -p -c --foreground --trim-newline --primary --clear --paste-once",
    options: { ...SHORT_HELP, "-v": { harmless: true }, "-t --type -s --seat": "text" },
    operands: "text*",
    stdin: "data",
  },
  "wl-paste": {
    flags: "-n --no-newline -l --list-types -p --primary",
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-t --type -s --seat": "text",
      "-w --watch": { operands: "command" },
    },
    operands: "command?",
  },
  xclip: {
    flags: "-i -in -o -out -f -filter -l -loops -r -rmlastnl -quiet -silent -verbose -noutf8 -sensitive",
    options: { "-h -help -version": { harmless: true }, "-selection -sel -se -d -display -t -target": "text" },
    operands: "read*",
    stdin: "data",
  },
  xgettext: {
    flags: "-a -j -c -n -s -F -C --no-location --sort-output --join-existing --omit-header --no-wrap",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --output -d --default-domain -p --output-dir": "write",
      "-f --files-from": "read",
      "-k --keyword -L --language --from-code -x -D --package-name --package-version --add-comments": {
        value: "text",
        optional: true,
      },
    },
    operands: "read*",
    does: ["file.write"],
  },
  xmessage: "dialog",
  xsel: {
    flags:
      "-a -f -i -o -c -d -p -s -b -k -x -l -n -v --append --follow --input --output --clear --delete " +
      "--primary --secondary --clipboard --keep --exchange --zeroflush --nodetach --verbose",
    options: { ...SHORT_HELP, "-t --selectionTimeout": "text" },
    stdin: "data",
  },
  yad: { operands: "text*", stdin: "data", does: ["process.exec"] },
  z: { operands: "text*" },
  zenity: "dialog",
  zi: "z",
  zoxide: {
    subcommands: {
      query: { lenient: true, operands: "text*" },
      add: { lenient: true, operands: "text*" },
      remove: { lenient: true, operands: "text*" },
      init: { lenient: true, operands: "text*" },
      edit: { lenient: true, operands: "text*" },
      import: { lenient: true, operands: "read", options: { "--from": "text" } },
    },
    options: { ...SHORT_HELP, "-V": { harmless: true } },
  },
};
