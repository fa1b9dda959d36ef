import type { ProgramTable } from "../spec.ts";

/** Interpreters that nearly every machine has: inline code, scripts, code on standard input, and modules that listen or install. */
export const INTERPRETERS: ProgramTable = {
  bpython: {
    flags: "-i -q --interactive --quiet -h --help --version -V",
    options: { "--config": "read", "-p --paste": { does: ["net.upload"] } },
    operands: "script text*",
    stdin: "code",
    language: "python",
  },
  byebug: { operands: "script text*", stdin: "code", language: "ruby" },
  hhvm: "php",
  ipython: {
    flags:
      "-i --no-banner --quick --no-confirm-exit --classic --pdb --pylab --matplotlib --simple-prompt " +
      "--quiet -h --help --help-all --version",
    options: {
      "-c": { value: "code", operands: "text*" },
      "-m": { value: "text", operands: "mention*", does: ["code.run"] },
      "--profile --colors --ext --gui": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "python",
  },
  ipython3: "ipython",
  irb: {
    flags:
      "-f -d -w -U --noinspect --inspect --noreadline --simple-prompt --nocolorize --noautocomplete -h " +
      "--help --version -v",
    options: { "-r": "script", "-I": "mention", "-E --prompt --back-trace-limit --context-mode": "text" },
    operands: "script text*",
    stdin: "code",
    language: "ruby",
  },
  jruby: "ruby",
  lua: {
    flags: "-i -E -W -",
    options: { "-v": "", "-e": "code", "-l": "script" },
    operands: "script text*",
    stdin: "code",
    language: "lua",
  },
  "lua5.1": "lua",
  "lua5.3": "lua",
  "lua5.4": "lua",
  luac: {
    flags: "-l -s -v -p -",
    options: { "-o": "write" },
    operands: "read*",
    does: ["file.write"],
    rules: [{ option: "-p -l", harmless: true }],
  },
  luajit: {
    flags: "-i -E -",
    options: {
      "-v": "",
      "-e": "code",
      "-l": "script",
      "-j -O": { value: "text", optional: true },
      "-b": { value: "text", optional: true, operands: "read write" },
    },
    operands: "script text*",
    stdin: "code",
    language: "lua",
  },
  micropython: "python",
  node: {
    flags:
      "--experimental-strip-types --no-experimental-strip-types --experimental-transform-types " +
      "--strip-types --permission --experimental-sqlite --no-experimental-sqlite " +
      "--experimental-webstorage --experimental-addon-modules --trace-env --use-system-ca " +
      "--abort-on-uncaught-exception --allow-addons --allow-child-process --allow-wasi --allow-worker " +
      "--completion-bash --disallow-code-generation-from-strings --enable-etw-stack-walking " +
      "--enable-fips --enable-source-maps --experimental-eventsource --experimental-import-meta-resolve " +
      "--experimental-network-imports --experimental-network-inspection --experimental-permission " +
      "--experimental-print-required-tla --experimental-test-coverage --experimental-test-module-mocks " +
      "--experimental-vm-modules --experimental-websocket --expose-gc --force-context-aware " +
      "--force-fips --force-node-api-uncaught-exceptions-policy --frozen-intrinsics " +
      "--huge-max-old-generation-size --insecure-http-parser --interpreted-frames-native-stack " +
      "--jitless --no-addons --no-deprecation --no-experimental-detect-module --no-experimental-fetch " +
      "--no-experimental-global-customevent --no-experimental-global-webcrypto " +
      "--no-experimental-repl-await --no-experimental-require-module --no-extra-info-on-fatal-exception " +
      "--no-force-async-hooks-checks --no-global-search-paths --enable-network-family-autoselection " +
      "--no-network-family-autoselection --no-warnings --node-memory-debug --openssl-legacy-provider " +
      "--openssl-shared-config --pending-deprecation --preserve-symlinks-main --prof-process " +
      "--report-compact --report-exclude-network --test-force-exit --test-only --throw-deprecation " +
      "--tls-max-v1.2 --tls-max-v1.3 --tls-min-v1.0 --tls-min-v1.1 --tls-min-v1.2 --tls-min-v1.3 " +
      "--trace-atomics-wait --trace-deprecation --trace-exit --trace-promises --trace-sigint " +
      "--trace-sync-io --trace-tls --trace-uncaught --trace-warnings --track-heap-objects " +
      "--use-bundled-ca --use-openssl-ca --watch --watch-preserve-output --zero-fill-buffers --harmony " +
      "--allow-natives-syntax --help --version -h -v --v8-options",
    options: {
      "--test-isolation --experimental-test-isolation": "text",
      "--test-global-setup": "script",
      "-e -p -pe": { operands: "code text*" },
      "--eval --print": { value: "code", operands: "text*" },
      "-r --require --import --experimental-loader --loader --experimental-sea-config": "script",
      "--experimental-config-file": "script",
      "--env-file --env-file-if-exists --openssl-config --icu-data-dir --snapshot-blob": "read",
      "--inspect --inspect-brk --inspect-wait --inspect-port --debug-port": {
        value: "listen",
        optional: true,
        does: ["net.listen"],
        signals: ["network.listen"],
      },
      "--cpu-prof-dir --diagnostic-dir --heap-prof-dir --redirect-warnings --report-directory": "write",
      "--report-dir --trace-event-file-pattern --cpu-prof-name --heap-prof-name --report-filename": "write",
      "--localstorage-file --test-reporter-destination": "write",
      "--cpu-prof --heap-prof --build-snapshot --report-on-fatalerror --report-on-signal": { does: ["file.write"] },
      "--report-uncaught-exception --trace-events-enabled --test-update-snapshots --prof": { does: ["file.write"] },
      "--run": { value: "text", operands: "text*", does: ["process.exec"] },
      "-c --check": { operands: "read text*" },
      "-i --interactive": "",
      "--test": { operands: "script*", does: ["code.run"] },
      "--watch-path --build-snapshot-config": "mention",
      "--preserve-symlinks": "",
      "--tls-keylog": "write",
      "--allow-fs-read --allow-fs-write -C --conditions --cpu-prof-interval --disable-proto": "text",
      "--disable-warning --disable-wasm-trap-handler --dns-result-order --experimental-default-type": "text",
      "--experimental-policy --experimental-wasm-modules --heap-prof-interval": "text",
      "--heapsnapshot-near-heap-limit --heapsnapshot-signal --input-type --inspect-publish-uid": "text",
      "--max-http-header-size --network-family-autoselection-attempt-timeout --policy-integrity": "text",
      "--report-signal --secure-heap --secure-heap-min --test-concurrency --test-name-pattern": "text",
      "--test-reporter --test-shard --test-timeout --title --tls-cipher-list --trace-event-categories": "text",
      "--trace-require-module --unhandled-rejections --use-largepages --v8-pool-size": "text",
      "--max-old-space-size --max-semi-space-size --stack-size --stack-trace-limit": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "javascript",
    rules: [{ option: "-h --help -v --version --v8-options", bare: true, harmless: true }],
  },
  nodejs: "node",
  pdb: {
    options: { "-c --command": "code", "-m": "script" },
    operands: "script text*",
    stdin: "code",
    language: "python",
  },
  pdb3: "pdb",
  perl: {
    flags:
      "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -a -c -f -l -n -p -s -S -t -T -u -U -w -W -X -C -CS -CSD -CSA -CSDA -h " +
      "-v -V -? --help --version",
    options: {
      "-e -E": { value: "code", operands: "read*" },
      "-I": "mention",
      "-M -m": "text",
      "-i": { value: "text", optional: true, operands: "write*", does: ["file.write"] },
      "-d -D -x -F": { value: "text", optional: true },
      "-de": "code",
    },
    operands: "script text*",
    stdin: "code",
    language: "perl",
    rules: [
      { option: "-v -V -h --help --version", bare: true, harmless: true },
      { option: "-M -m", value: /[^\w:=,.-]/, does: ["code.run"] },
    ],
  },
  perl5: "perl",
  perl6: "raku",
  php: {
    flags: "-a -e -H -n -q -C --interactive --no-php-ini --no-header",
    options: {
      "-h --help -i --info -m --modules -v --version --ini --rf --rc --re --ri --rz": { operands: "text*" },
      "-l --syntax-check -s --syntax-highlight -w --strip": { operands: "read*" },
      "-r --run -B --process-begin -R --process-code -E --process-end": { value: "code", operands: "text*" },
      "-f --file -F --process-file": { value: "script", operands: "text*" },
      "-c --php-ini": "read",
      "-d --define": "text",
      "-z --zend-extension": "script",
      "-t --docroot": "list",
      "-S --server": { value: "listen", operands: "script?" },
    },
    operands: "script text*",
    stdin: "code",
    language: "php",
    rules: [
      { option: "-h --help -i --info -m --modules -v --version --ini", bare: true, harmless: true },
      {
        option: "-d --define",
        value: /^(?:auto_prepend_file|auto_append_file|extension|zend_extension|sendmail_path|error_log)\b/,
        does: ["code.run"],
      },
    ],
  },
  "php-cgi": "php",
  php7: "php",
  php8: "php",
  pry: {
    options: { "-e --exec": "code", "-r --require": "script", "-I": "mention" },
    operands: "script text*",
    stdin: "code",
    language: "ruby",
  },
  ptpython: "ipython",
  py: "python",
  pypy: "python",
  pypy3: "python",
  python: {
    flags:
      "-b -bb -B -d -E -i -I -O -OO -P -q -R -s -S -u -v -x -3 -t -tt -U -h -? --help --help-env " +
      "--help-xoptions --help-all -V --version",
    options: {
      "-c": { operands: "code text*" },
      "-m": { operands: "script mention*" },
      "-W -X -Q --check-hash-based-pycs": "text",
    },
    operands: "script text*",
    stdin: "code",
    language: "python",
    rules: [
      { option: "-h -? --help -V --version", bare: true, harmless: true },
      {
        option: "-m",
        operand: /^(?:http\.server|SimpleHTTPServer|pyftpdlib|uploadserver|smtpd|aiosmtpd|twisted|xmlrpc\.server)$/,
        does: ["net.listen"],
        signals: ["network.listen"],
      },
      { option: "-m", operand: /^(?:ensurepip|easy_install|install|download|wheel|upgrade)$/, does: ["code.install"] },
      {
        option: "-m",
        operand: /^(?:ftplib|telnetlib|smtplib|webbrowser|urllib\.request|requests|httpx)$/,
        does: ["net.connect"],
      },
    ],
  },
  python2: "python",
  "python2.7": "python",
  python3: "python",
  raku: {
    flags: "-n -p -h --help -v --version -V -c --doc",
    options: {
      "-e": { value: "code", operands: "read*" },
      "-I -M": "script",
      "--profile": { value: "write", optional: true, does: ["file.write"] },
    },
    operands: "script text*",
    stdin: "code",
    language: "raku",
  },
  ruby: {
    flags: "-0 -1 -2 -3 -4 -5 -6 -7 -a -c -l -n -p -s -S -v -w --verbose --yjit --jit -h --help --version --copyright",
    options: {
      "-e": { value: "code", operands: "read*" },
      "-K -T -W -x -F": { value: "text", optional: true },
      "-C": "chdir",
      "-E --encoding --external-encoding --internal-encoding --enable --disable --backtrace-limit": "text",
      "--dump --parser": "text",
      "-U": "",
      "-I": "mention",
      "-r": "script",
      "-i": { value: "text", optional: true, operands: "write*", does: ["file.write"] },
      "-d -y --debug --yydebug": "",
    },
    operands: "script text*",
    stdin: "code",
    language: "ruby",
    rules: [
      { option: "-h --help --version --copyright", bare: true, harmless: true },
      { option: "-r", value: /^un$/, does: ["file.write"] },
    ],
  },
  texlua: "lua",
  truffleruby: "ruby",
};
