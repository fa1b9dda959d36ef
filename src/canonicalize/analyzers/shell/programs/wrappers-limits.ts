import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that run another one with other limits: of time, processors, priority or memory. */
export const LIMITING_WRAPPERS: ProgramTable = {
  cgexec: { options: { "-g": "text", "--sticky": "" }, operands: "command" },
  choom: {
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-p --pid": { value: "text", does: ["infra.update"] },
      "-n --adjust": "text",
    },
    operands: "command?",
  },
  chpst: {
    options: { "-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -t -C": "text", "-v -P -0 -1 -2": "" },
    operands: "command",
  },
  chrt: {
    flags:
      "-b --batch -d --deadline -f --fifo -i --idle -o --other -r --rr -R --reset-on-fork -a " +
      "--all-tasks -v --verbose",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-p --pid": { operands: "text*", does: ["infra.update"] },
      "-m --max": { harmless: true },
      "-T --sched-runtime -P --sched-period -D --sched-deadline": "text",
    },
    operands: "text command?",
  },
  cpulimit: {
    flags: "-b -f -q -k -r -z -v -i -m",
    options: { ...SHORT_HELP, "-l --limit -p --pid -e --exe -P --path -c --cpu": "text" },
    operands: "command?",
  },
  gtimeout: "timeout",
  i386: "linux32",
  ionice: {
    flags: "-t --ignore",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-p --pid -P --pgid -u --uid": { value: "text", operands: "text*" },
      "-c --class -n --classdata": "text",
    },
    operands: "command?",
  },
  linux32: {
    flags: "-R -B -F -I -L -S -T -X -Z -3 -v",
    options: { ...SHORT_HELP },
    operands: "command?",
    stdin: "shell",
  },
  linux64: "linux32",
  nice: { flags: "-20", options: { ...HELP, "-n --adjustment": "text" }, operands: "command?" },
  numactl: {
    flags: "-s --show -H --hardware -b --balancing",
    options: {
      ...HELP,
      "-i --interleave -m --membind -N --cpunodebind -C --physcpubind -p --preferred -P": "text",
      "--preferred-many -w --weighted-interleave": "text",
      "-l --localalloc --all -a --touch --shmid --strict": "",
    },
    operands: "command?",
  },
  prlimit: {
    flags:
      "--noheadings --raw --verbose -c --core -d --data -e --nice -f --fsize -i --sigpending -l " +
      "--memlock -m --rss -n --nofile -q --msgqueue -r --rtprio -s --stack -t --cpu -u --nproc -v --as " +
      "-x --locks -y --rttime",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-p --pid": { value: "text", does: ["infra.update"] },
      "-o --output": "text",
    },
    operands: "command?",
  },
  renice: {
    flags: "-p -g -u --pid --pgrp --user --relative",
    options: { ...HELP, "-V": { harmless: true }, "-n --priority": "text" },
    operands: "text*",
    does: ["infra.update"],
  },
  setarch: {
    flags:
      "-B --32bit -F --fdpic-funcptrs -I --short-inode -L --addr-compat-layout -R --addr-no-randomize " +
      "-S --whole-seconds -T --sticky-timeouts -X --read-implies-exec -Z --mmap-page-zero -3 --3gb " +
      "--4gb --uname-2.6 -v --verbose",
    options: { "--list": { harmless: true }, ...SHORT_HELP, "-V": { harmless: true } },
    operands: "text command?",
    stdin: "shell",
  },
  softlimit: { options: { "-a -c -d -f -l -m -o -p -r -s -t": "text" }, operands: "command" },
  taskset: {
    flags: "-a --all-tasks -c --cpu-list",
    options: { ...HELP, "-h -V": { harmless: true }, "-p --pid": { operands: "text*", does: ["infra.update"] } },
    operands: "text command?",
  },
  timeout: {
    flags: "--preserve-status --foreground -v --verbose",
    options: { ...HELP, "-k --kill-after -s --signal": "text" },
    operands: "text command",
  },
  trickle: { flags: "-s -v", options: { "-d -u -w -t -l -n": "text" }, operands: "command" },
  uclampset: {
    flags: "-a --all-tasks -s --system -R --reset-on-fork -v --verbose",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-p --pid": { value: "text", does: ["infra.update"] },
      "-m -M": "text",
    },
    operands: "command?",
  },
  x86_64: "linux32",
};
