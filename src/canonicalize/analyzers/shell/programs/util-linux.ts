import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP, SHOWS } from "./options.ts";

/** util-linux and console programs: messages, devices, terminals (what shows the system can do nothing else). */
export const UTIL_LINUX: ProgramTable = {
  blkid: {
    lenient: true,
    options: { "-c --cache-file": "write", "-o -s -t -L -U -n -u -O -S": "text" },
    operands: "mention*",
    output: "facts",
  },
  captoinfo: { lenient: true, operands: "read*", stdin: "data" },
  chmem: { operands: "text*", does: ["infra.update"] },
  chvt: SHOWS,
  deallocvt: SHOWS,
  dumpkeys: SHOWS,
  fallocate: {
    flags:
      "-c --collapse-range -d --dig-holes -i --insert-range -n --keep-size -p --punch-hole -z " +
      "--zero-range -x --posix -v " +
      "--verbose",
    options: { ...HELP, "-h -V": { harmless: true }, "-l --length -o --offset": "text" },
    operands: "write",
  },
  fgconsole: SHOWS,
  filefrag: { lenient: true, operands: "mention*", output: "facts" },
  fincore: { lenient: true, operands: "mention*", output: "facts" },
  findfs: SHOWS,
  findmnt: SHOWS,
  fsfreeze: { flags: "-f -u --freeze --unfreeze", operands: "mention", does: ["infra.update"] },
  fstrim: {
    flags: "-a -A -v -n --all --fstab --verbose --quiet-unsupported --dry-run --quiet",
    options: { ...SHORT_HELP, "-o --offset -l --length -m --minimum -I --listed-in -t --types": "text" },
    operands: "mention?",
    does: ["infra.update"],
  },
  getfattr: { lenient: true, options: { "-n --name -e --encoding -m --match": "text" }, operands: "mention*" },
  getopt: {
    options: { "-l --longoptions -n --name -o --options -s --shell": "text" },
    lenient: true,
    operands: "text*",
  },
  infocmp: { lenient: true, operands: "text*" },
  infotocap: { lenient: true, operands: "read*", stdin: "data" },
  inotifywait: {
    flags: "-m --monitor -r --recursive -q -qq --quiet -s --syslog -c --csv -P --no-dereference -I",
    options: {
      ...SHORT_HELP,
      "-o --outfile": "write",
      "--fromfile": "read",
      "-d --daemon": "",
      "-e --event -t --timeout --format --timefmt --exclude --excludei --include --includei": "text",
    },
    operands: "mention*",
    output: "names",
  },
  inotifywatch: {
    lenient: true,
    options: {
      "--fromfile": "read",
      "-e --event -t --timeout --exclude --excludei -a --ascending -d --descending": "text",
    },
    operands: "mention*",
    output: "facts",
  },
  ipcmk: {
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-M --shmem -S --semaphore -p --mode": "text",
      "-Q --queue": "",
    },
    does: ["infra.update"],
  },
  ipcrm: {
    flags: "-v --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-a --all": { value: "text", optional: true, does: ["infra.delete"] },
      "-m --shmem-id -M --shmem-key -q --queue-id -Q --queue-key -s --semaphore-id -S --semaphore-key": {
        value: "text",
        does: ["infra.delete"],
      },
    },
    operands: "text*",
  },
  ipcs: SHOWS,
  isosize: { lenient: true, operands: "read*", output: "facts" },
  kbd_mode: SHOWS,
  loadkeys: { operands: "read*", does: ["infra.update"] },
  logger: {
    flags: "-i -e --skip-empty --no-act --octet-count --prio-prefix -s --stderr -T --tcp -d --udp --rfc3164",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-f --file": "read",
      "-n --server -u --socket": { value: "upload" },
      "--journald": { value: "read", optional: true },
      "-p --priority -S --size -t --tag -P --port --sd-id --sd-param --msgid": "text",
      "--id --rfc5424 --socket-errors": { value: "text", optional: true },
    },
    operands: "text*",
    stdin: "data",
    output: "nothing",
  },
  lsfd: SHOWS,
  lsipc: SHOWS,
  lsirq: SHOWS,
  lslocks: SHOWS,
  lslogins: SHOWS,
  lsmem: SHOWS,
  lsns: SHOWS,
  mesg: SHOWS,
  mountpoint: { lenient: true, operands: "mention*", output: "facts" },
  openvt: { flags: "-f -e -s -u -l -v -w -c", operands: "command?" },
  scriptreplay: {
    lenient: true,
    operands: "read*",
    options: {
      "-t --timing -T --log-timing -I --log-in -O --log-out -B --log-io -s --typescript": "read",
      "-d --divisor -m --maxdelay -x --stream -c --cr-mode": "text",
    },
  },
  setfattr: {
    flags: "-h --no-dereference --raw",
    options: {
      ...HELP,
      "-n --name -v --value -x --remove": "text",
      "--restore": { value: "read", does: ["file.write"] },
    },
    operands: "write*",
  },
  setfont: { operands: "read*", does: ["infra.update"] },
  setleds: SHOWS,
  setterm: {
    options: {
      "--dump --append -file --file": { value: "text", optional: true, does: ["file.write"] },
      "--term --cursor --repeat --appcursorkeys --linewrap --inversescreen --msg --msglevel": "text",
      "--foreground --background --bold --half-bright --blink --underline --powersave": "text",
      "--ulcolor --hbcolor --clear --tabs --clrtabs --regtabs --blank --powerdown --blength --bfreq": {
        value: "text",
        optional: true,
      },
    },
    lenient: true,
    operands: "text*",
  },
  showkey: SHOWS,
  tic: {
    flags: "-a -c -C -D -f -g -G -I -K -L -N -r -s -T -t -U -W -x -1",
    options: { "-o": "write", "-e -R -v -w -V": { value: "text", optional: true } },
    operands: "read",
    does: ["file.write"],
  },
  toe: SHOWS,
  tset: SHOWS,
};
