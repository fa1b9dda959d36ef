import type { ProgramTable } from "../spec.ts";

/** What `set` knows, too. */
const SET =
  "-a -b -e -f -h -k -m -n -p -t -u -v -x -B -C -E -H -P -T -i -l -r -D +a +b +e +f +h +k +m +n +p +t +u +v +x +B +C +E +H +P +T -";

/** Shells: `-c` takes no value, it makes the first operand a line to run (so that `-ec` and `-c -e` are read right). */
export const SHELLS: ProgramTable = {
  ash: "bash",
  bash: {
    flags: `${SET} --help --version`,
    options: {
      "-c": { operands: "shell text*" },
      "-s": { operands: "text*" },
      "-o +o -O +O": "text",
      "--rcfile --init-file": "script",
      "--login --noediting --noprofile --norc --posix --restricted --verbose --debugger --dump-strings": "",
      "--dump-po-strings": "",
      "--debug": "",
    },
    operands: "script text*",
    stdin: "shell",
    language: "shell",
    rules: [{ option: "--help --version", bare: true, harmless: true }],
  },
  bash3: "bash",
  bash5: "bash",
  // Whatever follows is one of its programs.
  busybox: {
    options: {
      "--list --list-full --help": { harmless: true },
      "--install": { operands: "write?", does: ["file.write"] },
      "-s": "",
    },
    operands: "command",
  },
  cmd: {
    flags: "/s /q /d /a /u /e:on /e:off /f:on /f:off /v:on /v:off /S /Q /D /A /U /?",
    options: { "/c /k /r /C /K /R": { operands: "code*" } },
    operands: "text*",
    stdin: "code",
    language: "cmd",
  },
  "cmd.exe": "cmd",
  csh: {
    flags: "-b -d -e -f -i -l -m -n -q -t -v -V -x -X -F --help --version",
    options: { "-c": { operands: "shell text*" }, "-s": { operands: "text*" } },
    operands: "script text*",
    stdin: "shell",
    language: "csh",
  },
  dash: "bash",
  elvish: {
    flags: "-i -norc -compileonly -json -l -sock --help --version",
    options: { "-c": { operands: "code text*" }, "-rc": "script", "-db": "write" },
    operands: "script text*",
    stdin: "code",
    language: "elvish",
  },
  // Its language is near to sh, but not the same: what the reader of sh refuses stays partial.
  fish: {
    flags:
      "-i --interactive -l --login -n --no-execute -N --no-config -P --private --print-rusage-self " +
      "--print-debug-categories --help --version -v",
    options: {
      "-c --command -C --init-command": "shell",
      "-d --debug -f --features": "text",
      "-o --debug-output --profile --profile-startup -p": "write",
    },
    operands: "script text*",
    stdin: "shell",
    language: "fish",
  },
  ksh: {
    flags:
      "-a -b -e -f -h -k -m -n -p -t -u -v -x -B -C -E -H -P -T -i -l -r +a +b +e +f +h +k +m +n +p +t " +
      "+u +v +x +B +C +E +H +P +T - -G -L -M -N -R -U --help --version",
    options: { "-c": { operands: "shell text*" }, "-s": { operands: "text*" }, "-o +o": "text" },
    operands: "script text*",
    stdin: "shell",
    language: "shell",
  },
  ksh93: "ksh",
  mksh: "ksh",
  nu: {
    flags:
      "-i --interactive -l --login -n --no-config-file --no-history --no-std-lib --stdin --lsp --mcp -h " +
      "--help --version -v",
    options: {
      "-c --commands -e --execute": "code",
      "-t --table-mode -m --log-level --log-target --log-include --log-exclude --threads --testbin": "text",
      "--ide-hover --ide-goto-def --ide-complete --error-style -I --include-path": "text",
      "--config --env-config --plugin-config --plugins": "script",
    },
    operands: "script text*",
    stdin: "code",
    language: "nu",
  },
  pdksh: "ksh",
  powershell: "pwsh",
  "powershell.exe": "pwsh",
  pwsh: {
    flags:
      "-NoLogo -NoProfile -NonInteractive -NoExit -Login -l -nop -noni -nologo -noprofile -MTA -STA " +
      "-SSHServerMode -h -Help --help -v -Version --version -?",
    options: {
      "-c -Command -command -CommandWithArgs -cwa": { operands: "code*" },
      "-e -ec -enc -EncodedCommand -encodedcommand": {
        value: "text",
        does: ["code.run"],
        signals: ["execution.encoded_command"],
      },
      "-f -File -file": "script",
      "-ep -ex -ExecutionPolicy -executionpolicy -ConfigurationName -InputFormat -OutputFormat -inp -o": "text",
      "-of -w -WindowStyle -CustomPipeName -ConfigurationFile": "text",
      "-wd -WorkingDirectory": "chdir",
      "-settings -SettingsFile": "read",
    },
    operands: "script text*",
    stdin: "code",
    language: "powershell",
    rules: [{ option: "-h -Help --help -v -Version --version -?", bare: true, harmless: true }],
  },
  "pwsh-preview": "pwsh",
  rbash: "bash",
  rc: {
    flags: "-e -i -l -n -o -p -v -x -d",
    options: { "-c": { operands: "shell text*" }, "-s": { operands: "text*" } },
    operands: "script text*",
    stdin: "shell",
    language: "rc",
  },
  sash: "ksh",
  sh: "bash",
  tcsh: "csh",
  toybox: "busybox",
  xonsh: {
    flags:
      "-i -l --interactive --login --no-rc --no-env --no-script-cache --cache-everything -h --help " + "--version -V",
    options: { "-c": "code", "--rc": "script", "-D --shell-type --timings": "text" },
    operands: "script text*",
    stdin: "code",
    language: "xonsh",
  },
  yash: "ksh",
  zsh: {
    flags:
      `${SET} -d -g -y -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -F -G -I -J -K -L -M -N -O -Q -R -S -U -V -W -X ` +
      "-Y -Z -j -q -w --help --version",
    options: {
      "-c": { operands: "shell text*" },
      "-s": { operands: "text*" },
      "-o +o --emulate": "text",
      "--no-rcs --no-globalrcs --login --interactive --no-exec --xtrace --verbose --err-exit --no-unset --no-glob": "",
      "--shin-stdin --no-clobber --extended-glob --sh-word-split --pipefail --noexec --rcs --globalrcs": "",
    },
    operands: "script text*",
    stdin: "shell",
    language: "shell",
  },
};
