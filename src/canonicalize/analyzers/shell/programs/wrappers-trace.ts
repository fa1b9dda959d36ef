import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that run another one to watch, measure or debug it. */
export const TRACING_WRAPPERS: ProgramTable = {
  gcore: {
    flags: "-a",
    options: { "-o": "write", "-d": "mention" },
    operands: "text*",
    does: ["file.write"],
    signals: ["privilege.debug"],
  },
  gdb: {
    flags:
      "-q -quiet --quiet --silent -silent -batch --batch -batch-silent --batch-silent -n -nx --nx -nh " +
      "--nh -nw --nw -w -tui --tui -fullname --fullname -f --readnow -readnow --readnever --write " +
      "--return-child-result -return-child-result --early-init-eval-command",
    options: {
      ...HELP,
      "-h": { harmless: true },
      "-v -version": { harmless: true },
      "-ex --ex --eval-command -eval-command -iex --iex --init-eval-command": "code",
      "-x --command -command -ix --ix --init-command": "script",
      "-p --pid -pid": { value: "text", signals: ["privilege.debug"] },
      "-c --core -core -s --symbols -symbols -e --exec -exec -se --se": "read",
      "--args -args": { operands: "command" },
      "-cd --cd": "chdir",
      "-d --directory -directory -D --data-directory": "mention",
      "-tty --tty -i --interpreter --ui -b -l": "text",
    },
    operands: "mention*",
    stdin: "code",
    language: "gdb",
  },
  lldb: {
    flags:
      "-b --batch -Q --source-quietly -X --no-use-colors -x --no-lldbinit -e --editor --local-lldbinit " +
      "-w --wait-for",
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-o --one-line -O --one-line-before-file -k --one-line-on-crash": "code",
      "-s --source -S --source-before-file -K --source-on-crash": "script",
      "-p --attach-pid -n --attach-name": { value: "text", signals: ["privilege.debug"] },
      "-c --core -f --file": "read",
      "-a --arch -l --script-language": "text",
    },
    operands: "mention*",
    stdin: "code",
    language: "lldb",
  },
  ltrace: {
    flags: "-b -c -C -f -i -L -r -S -t -tt -ttt -T -x",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --output": "write",
      "-p": { value: "text", signals: ["privilege.debug"] },
      "-F --config --library -l": "read",
      "-a --align -A -D --debug -e -n --indent -s -u -w --where": "text",
      "--demangle --no-signals": "",
    },
    operands: "command?",
  },
  perf: {
    subcommands: {
      stat: {
        flags: "-a -B -d -i -v -x -A --per-core --per-socket",
        options: {
          "-e --event -p --pid -t --tid -r --repeat -C --cpu -I --interval-print --timeout": "text",
          "-o --output": "write",
        },
        operands: "command?",
      },
      record: {
        flags: "-a -g -v -q -b -d -s -T",
        options: {
          "-e --event -p --pid -t --tid -c --count -C --cpu -F --freq --call-graph": "text",
          "-o --output": "write",
        },
        operands: "command?",
        does: ["file.write"],
      },
      trace: {
        flags: "-a -s -S -v",
        options: { "-e --event -p --pid -t --tid": "text", "-o --output": "write" },
        operands: "command?",
        signals: ["privilege.debug"],
      },
      top: { lenient: true, operands: "text*" },
      list: { lenient: true, operands: "text*" },
      report: {
        flags: "-v -g -n --stdio",
        options: { "-i --input": "read", "-s --sort -k -F": "text" },
        operands: "text*",
      },
      annotate: "report",
      diff: { operands: "read*" },
      bench: { operands: "text*", does: ["code.run"] },
      script: { options: { "-i --input": "read", "-s --script": "script" }, operands: "text*", does: ["code.run"] },
    },
    options: { ...SHORT_HELP },
  },
  rr: {
    subcommands: {
      record: {
        options: { "-o --output-trace-dir": "write", "-n -c -M -h --chaos": "" },
        operands: "command",
        does: ["file.write"],
      },
      replay: { operands: "read*", does: ["code.run"], options: { "-d --debugger": "script", "-x": "script" } },
      ps: { operands: "read*" },
      dump: { operands: "read*" },
    },
    options: { ...HELP },
  },
  strace: {
    flags:
      "-C -c -f -ff -F -h -i -k -n -N -q -qq -r -T -t -tt -ttt -v -V -w -x -xx -y -yy -Y -z -Z -d " +
      "--follow-forks --output-separately -A --successful-only --failed-only --instruction-pointer " +
      "--stack-traces --syscall-number --output-append-mode --no-abbrev --summary-only --summary " +
      "--summary-wall-clock --debug --seccomp-bpf",
    options: {
      ...HELP,
      "-o --output": "write",
      "-p --attach": { value: "text", signals: ["privilege.debug"] },
      "-E --env": "environment",
      "-D -DD -DDD -qqq --relative-timestamps --absolute-timestamps --syscall-times --strings-in-hex": "",
      "--daemonize --decode-fds --quiet": { value: "text", optional: true },
      "-u --user -b --detach-on -I --interruptible --trace -P --trace-path -a --columns -s": "text",
      "--string-limit -X --const-print-style --decode-pids -O --summary-syscall-overhead -S": "text",
      "--summary-sort-by -U --summary-columns --inject --tips": "text",
      "-e --signal --status --abbrev --verbose --raw --read --write --kvm --fault": "text",
    },
    operands: "command?",
    rules: [{ option: "-o --output", value: /^[|!]/, does: ["process.exec"] }],
  },
  valgrind: {
    flags:
      "--help-debug --help-dyn-options -q --quiet -v --verbose -s --aspace-minaddr " +
      "--require-text-symbol --ignore-ranges",
    options: {
      ...SHORT_HELP,
      "--log-file --xml-file": "write",
      "--log-socket --xml-socket": "connect",
      "--tool": "text",
      "--leak-check --show-leak-kinds --track-origins --num-callers --suppressions --error-exitcode": "text",
      "--trace-children --track-fds --gen-suppressions": "text",
      "--massif-out-file --callgrind-out-file --cachegrind-out-file --dhat-out-file": "write",
      "--trace-children-skip --trace-children-skip-by-arg --child-silent-after-fork --vgdb --vgdb-error": "text",
      "--vgdb-stop-at --time-stamp --log-fd --xml --xml-fd --xml-user-comment --demangle --error-limit": "text",
      "--exit-on-first-error --error-markers --show-error-list --keep-debuginfo --show-below-main": "text",
      "--default-suppressions --input-fd --dsymutil --max-stackframe --main-stacksize --alignment": "text",
      "--redzone-size --xtree-memory --xtree-memory-file --fullpath-after --extra-debuginfo-path": "text",
      "--debuginfo-server --allow-mismatched-debuginfo --smc-check --read-inline-info --read-var-info": "text",
      "--vgdb-poll --vgdb-shadow-registers --vgdb-prefix --run-libc-freeres --run-cxx-freeres": "text",
      "--sim-hints --fair-sched --kernel-variant --merge-recursive-frames --num-transtab-sectors": "text",
      "--avg-transtab-entry-size --valgrind-stacksize --show-emwarns --soname-synonyms": "text",
      "--sigill-diagnostics --unw-stack-scan-thresh --unw-stack-scan-frames --resync-filter": "text",
      "--max-threads --leak-resolution --errors-for-leak-kinds --leak-check-heuristics --show-reachable": "text",
      "--xtree-leak --xtree-leak-file --undef-value-errors --partial-loads-ok": "text",
      "--expensive-definedness-checks --freelist-vol --freelist-big-blocks --workaround-gcc296-bugs": "text",
      "--ignore-range-below-sp --malloc-fill --free-fill --keep-stacktraces --show-mismatched-frees": "text",
    },
    operands: "command",
    rules: [{ option: "--tool", value: /^(?:callgrind|cachegrind|massif|dhat|exp-bbv)$/, does: ["file.write"] }],
  },
};
