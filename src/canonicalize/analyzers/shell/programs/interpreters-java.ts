import type { ProgramTable } from "../spec.ts";

/** Java's programs, and runtimes for JavaScript beside Node: what stands behind the script is the script's. */
export const JAVA_AND_JAVASCRIPT: ProgramTable = {
  "babel-node": {
    options: {
      "-h --help -V --version": "",
      "-e --eval -p --print": { value: "code", operands: "text*" },
      "-r --require": "script",
      "--presets --plugins -x --extensions --config-file": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
  },
  coffee: {
    flags: "-b -m -n -t -T -w --bare --map --no-header --nodes --tokens --watch -s --stdio -i --interactive -l",
    options: {
      "-h --help -v --version": "",
      "-e --eval": { operands: "code text*" },
      "-c --compile -p --print": { operands: "read*", does: ["file.write"] },
      "-o --output -j --join": "write",
      "-r --require": "script",
    },
    operands: "script text*",
    stdin: "code",
    language: "coffeescript",
  },
  d8: { operands: "script text*", options: { "-e": "code" }, stdin: "code", language: "javascript" },
  deno: {
    flags:
      "-A --allow-all --no-prompt --no-remote --no-npm --no-lock --no-config --unstable --unstable-kv " +
      "--unstable-ffi --unstable-worker-options --unstable-sloppy-imports --cached-only " +
      "--no-clear-screen -q --quiet --enable-testing-features-do-not-use",
    options: {
      "-r --reload --check --no-check --watch --watch-exclude --node-modules-dir": { value: "text", optional: true },
      "--unsafely-ignore-certificate-errors --lock-write --frozen --allow-env --allow-net --allow-read": {
        value: "text",
        optional: true,
      },
      "--allow-write --allow-run --allow-ffi --allow-sys --allow-import --allow-hrtime --deny-env": {
        value: "text",
        optional: true,
      },
      "--deny-net --deny-read --deny-write --deny-run --deny-ffi --deny-sys -R -W -N -E -S -I --vendor": {
        value: "text",
        optional: true,
      },
      "--inspect --inspect-brk --inspect-wait": {
        value: "listen",
        optional: true,
        does: ["net.listen"],
        signals: ["network.listen"],
      },
      "-c --config --import-map --cert --env-file --lock": { value: "read" },
      "--preload --import": "script",
      "-L --log-level --location --seed --v8-flags --ext --conditions": "text",
      "-h --help -V --version": "",
    },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
    rules: [{ option: "-h --help -V --version", bare: true, harmless: true }],
    subcommands: {
      run: { operands: "script text*", stdin: "code", language: "javascript" },
      eval: { operands: "code text*", options: { "-p --print": "" }, language: "javascript" },
      repl: { options: { "--eval": "code", "--eval-file": "script" }, stdin: "code", language: "javascript" },
      serve: {
        operands: "script text*",
        options: { "--port --host": "text" },
        does: ["net.listen"],
        signals: ["network.listen"],
      },
      test: {
        operands: "script*",
        flags: "--doc --fail-fast --parallel --no-run --trace-leaks --shuffle",
        options: { "--coverage": { value: "write", optional: true }, "--filter --reporter --junit-path": "text" },
        does: ["code.run"],
      },
      bench: "test",
      compile: {
        operands: "read text*",
        options: { "-o --output": "write", "--target --include --icon": "text", "--no-terminal": "" },
        does: ["net.fetch", "file.write"],
      },
      bundle: { operands: "read write?", does: ["net.fetch", "file.write"], options: { "-o --output": "write" } },
      cache: { operands: "text*", does: ["net.fetch", "file.write"] },
      install: {
        operands: "text*",
        flags: "-g --global -f --force --dev -D -e --entrypoint",
        options: { "-n --name --root": "text" },
        does: ["code.install"],
      },
      i: "install",
      add: "install",
      uninstall: { operands: "text*", does: ["file.delete"] },
      remove: "uninstall",
      upgrade: {
        operands: "text*",
        flags: "-f --dry-run --canary",
        options: { "--version --output": "text" },
        does: ["code.install"],
      },
      task: { operands: "text*", does: ["code.run"] },
      fmt: {
        operands: "write*",
        options: {
          "--check": { harmless: true },
          "--ext --line-width --indent-width --ignore --prose-wrap": "text",
          "--use-tabs --no-semicolons --single-quote": "",
        },
      },
      lint: {
        operands: "read*",
        flags: "--json --compact --rules",
        options: { "--fix": { operands: "write*" }, "--ignore --rules-tags --rules-include --rules-exclude": "text" },
      },
      check: { operands: "read*", does: ["net.fetch"] },
      doc: {
        operands: "read*",
        flags: "--json --private --lint --html",
        options: { "--output": "write", "--name": "text" },
      },
      info: { operands: "text?", flags: "--json" },
      types: { operands: "text*" },
      coverage: {
        operands: "read*",
        options: { "--lcov --html --detailed": "", "--output": "write", "--include --exclude": "text" },
      },
      init: { operands: "write?", does: ["file.write"] },
      publish: { operands: "text*", does: ["repo.release"] },
      completions: { operands: "text" },
      lsp: { operands: "text*", does: ["process.exec"] },
      jupyter: { operands: "text*", does: ["process.exec"] },
      vendor: { operands: "read*", does: ["net.fetch", "file.write"] },
      outdated: { operands: "text*", does: ["net.fetch"] },
      clean: { operands: "text*", does: ["file.delete"] },
      help: { operands: "text*" },
    },
  },
  java: {
    flags:
      "-server -client -version --version -showversion --show-version -fullversion --full-version -help " +
      "--help -? -h -esa -dsa -enableassertions -disableassertions --dry-run --list-modules " +
      "--validate-modules --enable-preview --enable-native-access",
    options: {
      "-jar": { value: "script", operands: "text*" },
      "-cp -classpath --class-path -p --module-path --upgrade-module-path -Xbootclasspath/a": "script",
      "-m --module": { value: "text", operands: "text*", does: ["code.run"] },
      "-D -X -ea -da": { value: "text", optional: true },
      "--add-modules --add-opens --add-exports --add-reads --limit-modules --source --illegal-access": "text",
    },
    operands: "script text*",
    language: "java",
    rules: [
      {
        option:
          "-version --version -showversion -fullversion --full-version -help --help -? -h --list-modules " +
          "--validate-modules",
        bare: true,
        harmless: true,
      },
      {
        option: "-X",
        value: /^(?:run|bootclasspath|log|share|X:(?:On|Flags|VMOptions|Heap|Log|Native|Arch|Shared))/,
        does: ["code.run", "file.write"],
      },
    ],
  },
  javaw: "java",
  jcmd: {
    operands: "text*",
    flags: "-l",
    options: { "-h --help": { harmless: true }, "-f": "read" },
    rules: [
      {
        operand: /^(?:GC\.heap_dump|Thread\.dump|JVMTI|Compiler|VM\.log|JFR|ManagementAgent)/,
        does: ["file.write"],
        signals: ["privilege.debug"],
      },
    ],
  },
  jdb: {
    operands: "script text*",
    options: {
      "-attach -connect": { value: "text", signals: ["privilege.debug"] },
      "-sourcepath -classpath": "text",
      "-help -h -version": { harmless: true },
    },
    stdin: "code",
    language: "jdb",
  },
  jdeps: {
    lenient: true,
    options: {
      "-cp -classpath --class-path --module-path -m --module -e -regex -f -filter --multi-release": "text",
      "-dotoutput --dot-output --generate-module-info --generate-open-module": "write",
    },
    operands: "read*",
  },
  jhsdb: { operands: "text*", signals: ["privilege.debug"] },
  jinfo: {
    flags: "-flags -sysprops",
    options: { "-flag": "text" },
    operands: "text*",
    output: "facts",
    signals: ["privilege.debug"],
  },
  jjs: "jrunscript",
  jlink: {
    options: {
      "-h --help --version": { harmless: true },
      "--output": "write",
      "-p --module-path --add-modules --compress --launcher -c --endian --vm": "text",
      "--strip-debug --no-header-files --no-man-pages --bind-services -v --verbose --list-plugins": "",
    },
    operands: "text*",
  },
  jmap: {
    flags: "-clstats -finalizerinfo -histo -heap",
    options: { "-dump": { value: "text", does: ["file.write"] } },
    operands: "text*",
    output: "facts",
    rules: [{ operand: /./, signals: ["privilege.debug"] }],
    does: ["file.write"],
  },
  jpackage: {
    options: {
      "-h --help --version": { harmless: true },
      "-d --dest --temp": "write",
      "-i --input --icon --resource-dir --runtime-image": "read",
      "-n --name -t --type -p --module-path -m --module --main-jar --main-class --app-version --vendor": "text",
      "--java-options --arguments": "text",
      "--verbose": "",
    },
    operands: "text*",
    does: ["file.write"],
  },
  jps: { flags: "-q -m -l -v -V", options: {}, operands: "text*", output: "facts" },
  jrunscript: {
    flags: "-q -?",
    options: {
      "-help -h": { harmless: true },
      "-e": "code",
      "-f": "script",
      "-cp -classpath -D -J -l -encoding": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
  },
  jshell: {
    flags: "-q -s -v --enable-preview",
    options: {
      "-h --help --version -X": { harmless: true },
      "--class-path --module-path --startup --add-modules --add-exports -R -C": "text",
      "--execution --feedback": "text",
    },
    operands: "script*",
    stdin: "code",
    language: "java",
  },
  jstack: { flags: "-l -F -m -e", options: {}, operands: "text*", output: "facts", signals: ["privilege.debug"] },
  jstat: {
    flags: "-t -class -compiler -gc -gccapacity -gccause -gcnew -gcold -gcutil -options",
    options: { "-h -J": "text" },
    operands: "text*",
    output: "facts",
  },
  kotlin: {
    options: {
      "-version -help -h": "",
      "-cp -classpath": "script",
      "-e -expression": "code",
      "-D -J": { value: "text", optional: true },
      "-howtorun": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "kotlin",
  },
  "native-image": {
    operands: "text*",
    does: ["file.write", "code.run"],
    flags: "--no-fallback --static",
    options: { "-jar -cp": "read" },
  },
  qjs: {
    flags: "-i -m --script --std --bignum -T -d -q",
    options: { "-h --help": "", "-e --eval": { value: "code", operands: "text*" }, "-I --include": "script" },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
  },
  rhino: { operands: "script text*", options: { "-e": "code", "-f": "script" }, stdin: "code", language: "javascript" },
  serialver: { options: { "-classpath": "text" }, operands: "text*", output: "facts" },
  zx: {
    flags: "--quiet --verbose --prefer-local --install --repl",
    options: {
      "-h --help -v --version": "",
      "-e --eval": "code",
      "--shell --prefix --postfix --cwd --ext --registry --env": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
  },
};
