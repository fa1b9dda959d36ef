import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that run the rest of their arguments as a command. */
export const WRAPPERS: ProgramTable = {
  // On macOS it starts the program that follows, for one of its architectures.
  arch: {
    flags: "-32 -64 -i386 -x86_64 -x86_64h -arm64 -arm64e -c -h",
    options: { ...HELP, "-arch -d": "text", "-e": "environment" },
    operands: "command?",
    output: "facts",
  },
  at: {
    flags: "-m -M -v -k",
    options: {
      "-V": { harmless: true },
      "-l": { harmless: true, operands: "text*" },
      "-c": { harmless: true, operands: "text*" },
      "-d -r": { operands: "text*", does: ["infra.delete"] },
      "-f": "script",
      "-q -t -u": "text",
    },
    operands: "text*",
    stdin: "shell",
    does: ["process.schedule"],
    signals: ["persistence.at"],
  },
  atq: { lenient: true, options: { "-q": "text" }, operands: "text*", output: "facts" },
  atrm: { operands: "text*", does: ["infra.delete"] },
  batch: "at",
  caffeinate: { flags: "-d -i -m -s -u", options: { "-t -w": "text" }, operands: "command?" },
  catchsegv: "run-one",
  chronic: { flags: "-v -e", operands: "command" },
  daemonize: {
    flags: "-a -v",
    options: { "-c": "chdir", "-e -o -p -l": "write", "-E": "environment", "-u": "text" },
    operands: "command",
  },
  "dbus-launch": {
    flags: "--sh-syntax --csh-syntax --auto-syntax --exit-with-session --exit-with-x11",
    options: { ...HELP },
    operands: "command?",
  },
  "dbus-run-session": { options: { ...HELP, "--config-file": "read", "--dbus-daemon": "script" }, operands: "command" },
  direnv: {
    subcommands: {
      exec: { operands: "mention command" },
      allow: { operands: "mention?", does: ["code.run"] },
      deny: { operands: "mention?" },
      edit: { operands: "write?", does: ["process.exec"] },
      status: { lenient: true },
      hook: { operands: "text" },
      export: { operands: "text", does: ["code.run"] },
      reload: { does: ["code.run"] },
      version: {},
      help: { lenient: true },
      prune: { does: ["file.delete"] },
    },
  },
  dotenv: {
    options: { "-e --env -f --file": "read", "-c -o -v -q --override --quote -i": "text", ...HELP },
    operands: "command?",
  },
  "dotenv-cli": "dotenv",
  "dumb-init": {
    flags: "-c --single-child -v --verbose",
    options: { ...SHORT_HELP, "-V": { harmless: true }, "-r --rewrite": "text" },
    operands: "command",
  },
  eatmydata: "run-one",
  entr: {
    flags: "-a -c -cc -d -n -p -r -x -z -dd",
    options: { "-s": { operands: "shell*" } },
    operands: "command",
    stdin: "data",
  },
  env: {
    flags: "- -i --ignore-environment -0 --null --list-signal-handling -v --debug",
    options: {
      ...HELP,
      "-C --chdir": "chdir",
      "-S --split-string": "shell",
      "-P": "mention",
      "--block-signal --default-signal --ignore-signal": { value: "text", optional: true },
      "-u --unset": "text",
    },
    operands: "command?",
    rules: [{ bare: true, signals: ["credential.environment"] }],
  },
  envdir: { operands: "read command" },
  faketime: { flags: "-m -f", operands: "text command" },
  flock: {
    flags: "-s --shared -x --exclusive -u --unlock -n --nonblock -o --close -F --no-fork --verbose",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-c --command": "shell",
      "-w --timeout -E --conflict-exit-code": "text",
    },
    operands: "write command?",
  },
  grc: {
    flags: "-e -s --stdout --stderr --colour=auto --pty",
    options: { ...HELP, "-c --config": "read" },
    operands: "command",
  },
  gtime: "time",
  ifne: { flags: "-n", operands: "command", stdin: "data" },
  "keep-one-running": "run-one",
  "ld-linux-aarch64.so.1": "ld.so",
  "ld-linux-x86-64.so.2": "ld.so",
  "ld-linux.so.2": "ld.so",
  "ld.so": {
    flags: "--list --verify --inhibit-cache",
    options: {
      ...HELP,
      "--library-path --inhibit-rpath --glibc-hwcaps-prepend --glibc-hwcaps-mask --argv0": "text",
      "--preload --audit": { value: "script", signals: ["persistence.preload"] },
    },
    operands: "command",
  },
  lockf: { flags: "-k -n -s -w -p", options: { "-t": "text" }, operands: "write command" },
  logsave: { flags: "-a -s -v", operands: "write command" },
  "moreutils-parallel": "parallel",
  multitime: {
    flags: "-l -v",
    options: { "-n -s -f": "text", "-b": "script", "-i -r -o": "shell" },
    operands: "command",
  },
  nohup: { options: { ...HELP }, operands: "command" },
  // Its command goes through a shell: one in quotes is no program's name and stays partial.
  parallel: {
    flags:
      "--bar --dry-run --dryrun --eta --group --keep-order -k --linebuffer --lb --line-buffer --link " +
      "--no-notice --null -0 --pipe --pipepart --progress --quote -q --resume --resume-failed " +
      "--semaphore --shuf --silent --spreadstdin --tag --tty --ungroup -u --verbose -t --will-cite " +
      "--xapply --xargs -X -m -p --interactive --no-run-if-empty -r --cat --fifo --round-robin --round " +
      "--rrarg --plus --record-env --cleanup --nonall --onall --retries-all --citation --bibtex " +
      "--number-of-cpus --number-of-cores --number-of-threads --nn --hgrp --hostgroups --bg --fg --wait " +
      "--csv --skip-first-line --delete-original --unsafe --no-keep-order",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-a --arg-file --env-file --argfile": "read",
      "-S --sshlogin --slf --sshloginfile": "remote",
      "--joblog --results --res --compress-program --tmpdir --tempdir --workdir --wd": "write",
      "--basefile --bf --transferfile --tf --return": "mention",
      "--profile -J": "read",
      "--rpl --parens --filter --limit --shellquote --trim-perl": "code",
      "-j --jobs -P --max-procs -n --max-args -N -L --max-lines -l --delay --timeout --load --memfree": "text",
      "--memsuspend --nice --retries --halt --halt-on-error --id --semaphore-name --semaphore-timeout": "text",
      "--st -I -i --colsep -C --delimiter -d --arg-sep --arg-file-sep --block --block-size --recstart": "text",
      "--recend --trim --header --tagstring --max-replace-args -s --max-chars --seqreplace --env": "text",
      "--group-by --line-length-limit --sql --sqlmaster --sqlworker --shard --bin --regexp --tmux": "text",
      "--tollef --transfer --trc --ctag --ctagstring --color --colour": "text",
    },
    operands: "command?",
    stdin: "operands",
  },
  pexec: { flags: "-e -c", options: { "-n -p -f -r -s": "text", "-o -u": "write" }, operands: "command" },
  rlwrap: {
    flags: "-a -A -c -i -I -m -n -N -o -p -r -R -t -u -v -w -X",
    options: { "-f -H -l": "write", "-b -C -D -P -q -s -S -e -g": "text", "-z": "script" },
    operands: "command",
  },
  "run-mailcap": {
    operands: "read*",
    flags: "--debug --nopager --norun",
    options: { "--action": "text" },
    does: ["process.exec"],
  },
  "run-one": { operands: "command" },
  "run-parts": {
    flags: "-v --verbose -d --debug --report --reverse --exit-on-error --stdin --lsbsysinit --new-session",
    options: {
      ...HELP,
      "-V -h": { harmless: true },
      "--test --list": { harmless: true },
      "-a --arg": "text",
      "--regex -u --umask": "text",
    },
    operands: "script",
  },
  "run-this-one": "run-one",
  script: {
    flags: "-d -k -p -r -a --append -e --return -f --flush --force -q --quiet",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-c --command": "shell",
      "-I --log-in -O --log-out -B --log-io -T --log-timing": "write",
      "-t --timing": { value: "write", optional: true },
      "-F": "",
      "-m --logging-format -E --echo -o --output-limit": "text",
    },
    operands: "write command?",
    stdin: "shell",
    does: ["file.write"],
  },
  scriptlive: {
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-t --timing -T --log-timing -I --log-in -B --log-io": "read",
      "-c --command": "shell",
      "-d --divisor -m --maxdelay -N --summary -E --echo": "text",
    },
    operands: "read*",
    does: ["code.run"],
  },
  setlock: { flags: "-n -N -x -X", operands: "write command" },
  setsid: {
    flags: "-c --ctty -f --fork -w --wait",
    options: { ...HELP, "-h -V": { harmless: true } },
    operands: "command",
  },
  "start-stop-daemon": {
    flags:
      "-S --start -b --background -m --make-pidfile -o --oknodo -q --quiet -v --verbose -O " +
      "--output-null -C --no-close",
    options: {
      "-H --help -V --version -t --test -T --status": { harmless: true },
      "-K --stop": { does: ["process.kill"] },
      "-x --exec -a --startas": "script",
      "-p --pidfile": "write",
      "-s --signal -R --retry -c --chuid -u --user -g --group -n --name -N --nicelevel -P --procsched": "text",
      "-I --iosched -k --umask --ppid --pid": "text",
      "-d --chdir": "chdir",
      "-r --chroot": "mention",
    },
    operands: "text*",
  },
  stdbuf: { options: { ...HELP, "-i --input -o --output -e --error": "text" }, operands: "command" },
  "systemd-cat": {
    options: { ...SHORT_HELP, "-t --identifier -p --priority --stderr-priority --level-prefix": "text" },
    operands: "command?",
    stdin: "data",
  },
  "systemd-inhibit": {
    flags: "--no-pager --no-legend",
    options: { ...SHORT_HELP, "--list": { harmless: true }, "--what --who --why --mode": "text" },
    operands: "command?",
  },
  time: {
    flags: "-a --append -p --portability -q --quiet -v --verbose",
    options: { ...HELP, "-h -V": { harmless: true }, "-o --output": "write", "-f --format": "text" },
    operands: "command",
  },
  tini: {
    flags: "-s -g -v -w -l",
    options: { "-h --version": { harmless: true }, "-p -e": "text" },
    operands: "command",
  },
  unbuffer: { flags: "-p", operands: "command" },
  watch: {
    flags: "-b --beep -c --color -e --errexit -g --chgexit -p --precise -t --no-title -w --no-wrap",
    options: {
      ...HELP,
      "-h -v": { harmless: true },
      "-x --exec": { operands: "command" },
      "-q --equexit -n --interval": "text",
      "-d --differences": { value: "text", optional: true },
    },
    operands: "shell*",
  },
  xargs: {
    flags: "-0 --null -o --open-tty -p --interactive -r --no-run-if-empty --show-limits -t --verbose -x --exit",
    options: {
      ...HELP,
      "-a --arg-file": "read",
      "-d --delimiter -E -I -L --max-lines -n --max-args -P --max-procs --process-slot-var -s": "text",
      "--max-chars": "text",
      "-e --eof -i --replace -l": { value: "text", optional: true },
    },
    operands: "command?",
    stdin: "operands",
  },
  "xvfb-run": {
    flags: "-a --auto-servernum -l --listen-tcp",
    options: {
      ...SHORT_HELP,
      "-e --error-file -f --auth-file": "write",
      "-n --server-num -s --server-args -p --xauth-protocol -w --wait": "text",
    },
    operands: "command",
  },
};
