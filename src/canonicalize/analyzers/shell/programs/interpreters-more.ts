import type { ProgramTable } from "../spec.ts";

/** Interpreters of less common languages: inline code, scripts, code on standard input. */
export const MORE_INTERPRETERS: ProgramTable = {
  R: {
    flags:
      "--save --no-save --no-environ --no-site-file --no-init-file --restore --no-restore " +
      "--no-restore-data --no-restore-history --no-readline --vanilla --no-echo -q --quiet --silent -s " +
      "--slave --interactive --verbose -h --help --version",
    options: {
      "-e": "code",
      "-f --file": "script",
      "--encoding --max-ppsize --min-vsize --min-nsize -g --gui --max-connections": "text",
      "-d --debugger --debugger-args": "shell",
      "--args": { operands: "text*" },
    },
    operands: "text*",
    stdin: "code",
    language: "r",
    rules: [{ operand: /^CMD$/, does: ["code.run"] }],
  },
  Rscript: {
    flags:
      "--verbose --vanilla --slave --no-echo --no-environ --no-save --no-restore --no-init-file " +
      "--no-site-file --quiet --help --version",
    options: { "-e": { value: "code", operands: "text*" }, "--default-packages": "text" },
    operands: "script text*",
    stdin: "code",
    language: "r",
  },
  bb: {
    options: {
      "-e --eval": "code",
      "-f --file": "script",
      "-m --main": { value: "text", does: ["code.run"] },
      "-cp --classpath": "script",
      "-i -I -o -O --io": "",
    },
    operands: "script text*",
    stdin: "data",
    language: "clojure",
    flags: "-h --help --version",
  },
  clj: "clojure",
  clojure: {
    options: {
      "-e --eval": "code",
      "-i --init -Scp -Sdeps -A -M -X -T": { value: "text", optional: true, does: ["code.run"] },
      "-m --main": { value: "text", operands: "text*", does: ["code.run"] },
    },
    operands: "script text*",
    stdin: "code",
    language: "clojure",
    flags: "-h --help --version",
  },
  elixir: {
    flags: "--no-halt -h --help -v --version",
    options: {
      "-e --eval --rpc-eval --erl": "code",
      "-r -pr -S -pa -pz": "script",
      "--sname --name --cookie --logger-otp-reports --logger-sasl-reports": "text",
    },
    operands: "script text*",
    stdin: "ignored",
    language: "elixir",
  },
  erl: {
    flags: "-hidden -noshell -noinput -smp -version",
    options: {
      "-remsh": "connect",
      "-eval": "code",
      "-s -run": { value: "text", does: ["code.run"] },
      "-sname -name -setcookie -config -pa -pz": "text",
    },
    operands: "text*",
    stdin: "code",
    language: "erlang",
  },
  escript: { flags: "-c -d -e -i -n -s", operands: "script text*", language: "erlang", options: {} },
  expect: {
    flags: "-d -i -n -N - -v",
    options: { "-c": "code", "-D": "text", "-b -f": "script" },
    operands: "script text*",
    stdin: "code",
    language: "tcl",
  },
  ghci: {
    flags: "-Wall --help --version -V",
    options: { "-e": "code", "-package -X": { value: "text", optional: true }, "-ghci-script": "script" },
    operands: "script*",
    stdin: "code",
    language: "haskell",
  },
  gnuplot: {
    flags: "-p --persist -d --default-settings -s --slow -c -h --help -V --version",
    options: { "-e": "code" },
    operands: "script*",
    stdin: "code",
    language: "gnuplot",
  },
  groovy: {
    flags: "-d --debug -l -n -p --indy --compile-static -h --help -v --version",
    options: {
      "-e": { value: "code", operands: "read*" },
      "-a --autosplit --encoding -c -D --define --basescript -b -pa": "text",
      "-cp -classpath --classpath --configscript": "script",
      "-i": { value: "text", optional: true, operands: "write*", does: ["file.write"] },
    },
    operands: "script text*",
    stdin: "code",
    language: "groovy",
  },
  groovysh: {
    flags: "-q --quiet -d --debug -V --verbose -h --help -v --version",
    options: { "-e --evaluate": "code", "-D --define -C --color -T --terminal": "text", "-cp --classpath": "script" },
    operands: "script*",
    stdin: "code",
    language: "groovy",
  },
  guile: {
    flags: "-q --no-auto-compile --fresh-auto-compile --no-debug --debug -h --help --version -v",
    options: {
      "-c": { value: "code", operands: "text*" },
      "-s -l -e -ds": "script",
      "-L -C -x": "text",
      "--listen": { value: "listen", optional: true, does: ["net.listen"], signals: ["network.listen"] },
    },
    operands: "script text*",
    stdin: "code",
    language: "scheme",
  },
  julia: {
    options: {
      "-e --eval -E --print": { value: "code", operands: "text*" },
      "-L --load -J --sysimage -H --home": "script",
      "-t --threads -p --procs --gcthreads -C --cpu-target -g --heap-size-hint": "text",
      "--project": { value: "mention", optional: true },
      "--machine-file": "read",
      "--output-o --output-ji --output-bc --trace-compile --output-asm": "write",
      "--startup-file --color --history-file --compile --handle-signals --sysimage-native-code": {
        value: "text",
        optional: true,
      },
      "--pkgimages --banner --depwarn": { value: "text", optional: true },
      "-O --optimize --inline --check-bounds --math-mode --code-coverage --track-allocation": {
        value: "text",
        optional: true,
      },
      "--warn-overwrite": { value: "text", optional: true },
    },
    operands: "script text*",
    stdin: "code",
    language: "julia",
    flags: "-i -q --quiet --lisp -h --help --help-hidden -v --version",
  },
  littler: { options: { "-e": "code", "-i": "" }, operands: "script text*", stdin: "code", language: "r" },
  ocaml: {
    flags: "-noprompt -w -safe-string -nostdlib -noinit -help --help -version --version -vnum",
    options: { "-e": "code", "-I": "mention", "-init": "script" },
    operands: "script text*",
    stdin: "code",
    language: "ocaml",
  },
  octave: {
    flags:
      "-q --quiet --silent --no-gui --gui --no-init-file --no-init-path --no-line-editing " +
      "--no-site-file --no-window-system --norc -f -H --no-history -i --interactive --persist " +
      "--traditional -V --verbose -W --echo-commands -x -d --debug --built-in-docstrings-file " +
      "--force-gui --line-editing --experimental-terminal-widget -h -? --help -v --version",
    options: {
      "--eval": "code",
      "-p --path --exec-path --image-path --info-file --info-program --doc-cache-file": "mention",
      "--texi-macros-file": "mention",
    },
    operands: "script text*",
    stdin: "code",
    language: "octave",
  },
  "octave-cli": "octave",
  racket: {
    flags: "-i --repl -n --no-lib -v -q -h --help --version",
    options: { "-e --eval": "code", "-f --load -t --require -l --lib -r --script -u": "script" },
    operands: "script text*",
    stdin: "code",
    language: "racket",
  },
  runghc: {
    options: { "-f": "shell", "--ghc-arg": "text" },
    operands: "script text*",
    stdin: "code",
    language: "haskell",
    flags: "--help --version",
  },
  runhaskell: "runghc",
  sbcl: {
    flags:
      "--noinform --non-interactive --no-sysinit --no-userinit --disable-debugger --noprint " +
      "--merge-core-pages --lose-on-corruption --end-runtime-options --end-toplevel-options --help " +
      "--version",
    options: {
      "--eval": "code",
      "--load --core --sysinit --userinit": "script",
      "--script": { value: "script", optional: true, operands: "script? text*" },
      "--dynamic-space-size --control-stack-size": "text",
    },
    operands: "text*",
    stdin: "code",
    language: "lisp",
  },
  slsh: {
    flags: "-i -g -n -t -v",
    options: { "-e": "code", "-l": "script" },
    operands: "script text*",
    stdin: "code",
    language: "slang",
  },
  swipl: {
    flags: "-q --quiet -f --no-tty --traditional --help --version",
    options: { "-g --goal -t --toplevel": "code", "-s -l -c -x": "script", "-o": "write" },
    operands: "script text*",
    stdin: "code",
    language: "prolog",
  },
  tclsh: { options: { "-encoding": "text" }, operands: "script text*", stdin: "code", language: "tcl" },
  "tclsh8.6": "tclsh",
  wish: {
    options: { "-encoding -colormap -display -geometry -name -use -visual": "text", "-sync": "" },
    operands: "script text*",
    stdin: "code",
    language: "tcl",
  },
};
