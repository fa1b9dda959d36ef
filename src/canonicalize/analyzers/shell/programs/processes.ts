import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { DIGITS, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const SIGNAL_NAMES =
  "-HUP -INT -QUIT -KILL -TERM -STOP -CONT -USR1 -USR2 -SIGHUP -SIGINT -SIGKILL -SIGTERM -SIGSTOP -SIGCONT -SIGUSR1 -ABRT -ALRM -WINCH";

/** pgrep(1) and pkill(1) choose processes by the same options. */
const CHOOSES: Options = {
  "-h -V --help --version": { harmless: true },
  "-P --parent -g --pgroup -G --group -s --session -t --terminal -u --euid -U --uid -r --runstates --cgroup --ns --nslist -d --delimiter --signal -O --older --env -q --queue":
    "text",
  "-F --pidfile": "read",
};
const CHOOSING_FLAGS =
  "-a -c -f -i -l -L -n -o -v -w -x -A -e -H -I --list-full --count --full --ignore-case --list-name --newest --oldest --inverse --lightweight --exact --echo --logpidfile --ignore-ancestors --require-handler --shell-quote --quick --mrelease";

const TOP: ProgramSpec = {
  flags: `${DIGITS} -b -B -c -C -H -k -R -S -f -r -A -a -t -x -j --batch --batch-mode --threads --threads-show --idle-toggle --cmdline-toggle --accum-time-toggle --secure-mode --single-cpu-toggle --apply-defaults --list-fields --tree -M --no-color --no-mouse --readonly`,
  options: {
    "-h -v --help --version": { harmless: true },
    "-d --delay -n --iterations -o --sort-override --sort-key -O --filter-any-user -p --pid -s -u --user --filter-only-euser -U -w --width -E --scale-summary-mem -e --scale-task-mem -l -stats -pid -i -F --filter --highlight-changes --max-iterations --filter-only-ruser":
      "text",
  },
  operands: "text*",
  output: "facts",
};
const MONITOR: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-o --output --output-file --export-csv-file --export-json-file -w": "write",
    "-f --file -r": "read",
  },
  operands: "text*",
  output: "facts",
};

/** Processes: those that show them, and those that end them. */
export const PROCESSES: ProgramTable = {
  amdgpu_top: MONITOR,
  atop: MONITOR,
  atopsar: MONITOR,
  bashtop: MONITOR,
  bottom: MONITOR,
  bpytop: MONITOR,
  btm: MONITOR,
  btop: MONITOR,
  "bwm-ng": MONITOR,
  collectl: MONITOR,
  ctop: MONITOR,
  dool: MONITOR,
  dstat: { ...MONITOR, options: { ...SHORT_HELP, "--output": "write" } },
  free: {
    flags:
      "-b -k -m -g -h -l -L -t -v -w --bytes --kilo --mega --giga --tera --peta --kibi --mebi --gibi --human --si --lohi --line --total --committed --wide",
    options: { "-V --help --version": { harmless: true }, "-c --count -s --seconds": "text" },
    output: "facts",
  },
  // Its -k ends whatever uses a file.
  fuser: {
    flags: `${DIGITS} ${SIGNAL_NAMES} -a -c -f -i -I -l -m -M -s -u -v -w --all --interactive --mount --silent --user --verbose --writeonly`,
    options: {
      "-V --help --version": { harmless: true },
      "-n --namespace -N": "text",
      "-k --kill": { does: ["process.kill"] },
    },
    operands: "mention*",
    output: "facts",
  },
  glances: {
    ...MONITOR,
    options: {
      ...SHORT_HELP,
      "-s --server -w --webserver": { does: ["net.listen"] },
      "-c --client": "connect",
      "--export": "text",
      "-C --config": "read",
    },
  },
  gotop: MONITOR,
  gtop: MONITOR,
  htop: TOP,
  iostat: MONITOR,
  iotop: MONITOR,
  killall: {
    flags: `${DIGITS} ${SIGNAL_NAMES} -e -g -I -i -q -r -v -w -c -d -m -z --exact --ignore-case --process-group --interactive --quiet --regexp --verbose --wait`,
    options: {
      "-h -V --help --version -l --list": { harmless: true },
      "-s --signal -n --ns -o --older-than -u --user -y --younger-than -Z --context -t": "text",
    },
    operands: "process*",
    rules: [{ option: "-u --user", does: ["process.kill"] }],
  },
  lsof: {
    lenient: true,
    options: { "-h -v -?": { harmless: true }, "-c -d -g -p -u -s -S -F_ -D_ -A -k -m -e -x": "text", "+m": "" },
    operands: "mention*",
    output: "facts",
  },
  mpstat: MONITOR,
  neohtop: MONITOR,
  nmon: { ...MONITOR, options: { ...SHORT_HELP, "-F": "write", "-m": "chdir" } },
  nvitop: MONITOR,
  nvtop: MONITOR,
  pgrep: { flags: CHOOSING_FLAGS, options: CHOOSES, operands: "text*", output: "facts" },
  pidof: {
    flags: "-s -c -n -q -w -x -z -t -S",
    options: { "-h -V --help --version": { harmless: true }, "-o --omit-pid -d --separator": "text" },
    operands: "text*",
    output: "facts",
  },
  pidstat: { ...MONITOR, options: { ...HELP, "-e": { operands: "command", does: ["process.exec"] } } },
  pkill: {
    flags: `${DIGITS} ${SIGNAL_NAMES} ${CHOOSING_FLAGS}`,
    options: CHOOSES,
    operands: "process*",
    rules: [{ bare: true, does: ["process.kill"] }],
  },
  pmap: {
    lenient: true,
    options: { ...SHORT_HELP, "-A --range -C --read-rc-from": "text", "-c --read-rc": "" },
    operands: "text*",
    output: "facts",
  },
  powertop: {
    ...MONITOR,
    options: {
      ...SHORT_HELP,
      "-w --workload": { value: "script" },
      "-r --html -C --csv": { value: "write", optional: true },
      "--auto-tune -c --calibrate": { does: ["device.control"] },
    },
  },
  procs: { ...MONITOR, options: { ...SHORT_HELP, "--load-config": "read" } },
  ps: {
    flags:
      "-1 -A -a -c -d -e -E -f -F -h -H -j -l -L -M -m -N -P -r -S -T -v -w -W -x -X -y -Z --cumulative --deselect --forest --headers --heading --no-headers --no-headings --noheader --noheaders --noheading --noheadings --context",
    options: {
      "-V --help --version --info": { harmless: true },
      "-C -G -g -n -o -O -p -q -s -t -u -U -k -D --Group --User --cols --columns --format --group --lines --pid --ppid --quick-pid --rows --sid --signames --sort --tty --user --width --date-format":
        "text",
    },
    operands: "text*",
    output: "facts",
  },
  psgrep: MONITOR,
  pstree: {
    flags:
      "-a -A -c -G -h -l -n -p -s -S -t -T -u -U -Z -g -w --arguments --ascii --compact-not --vt100 --highlight-all --long --numeric-sort --show-pids --show-parents --ns-changes --thread-names --hide-threads --uid-changes --unicode --security-context --show-pgids",
    options: { "-V --version --help": { harmless: true }, "-H --highlight-pid -N --ns-sort -C --color": "text" },
    operands: "text*",
    output: "facts",
  },
  pwdx: SHOWS,
  sadf: MONITOR,
  sar: MONITOR,
  skill: {
    flags: `${DIGITS} ${SIGNAL_NAMES} -i -v -w -n`,
    options: { "-t -u -p -c": "text" },
    operands: "process*",
    does: ["process.kill"],
  },
  slabtop: MONITOR,
  snice: { lenient: true, operands: "text*", does: ["process.exec"] },
  tload: MONITOR,
  top: TOP,
  vmstat: MONITOR,
  w: {
    flags:
      "-f -h -i -o -p -s -u -c -t --from --no-header --ip-addr --old-style --pids --short --no-current --container --terminal",
    options: { "-V --help --version": { harmless: true } },
    operands: "text*",
    output: "facts",
  },
  xkill: { lenient: true, options: { "-id -display": "text" }, does: ["process.kill"] },
  xosview: MONITOR,
  zenith: MONITOR,
};
