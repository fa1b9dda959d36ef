import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const CHANGES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.update"] };
const CONTROLS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["device.control"] };
const TRACES: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-o --output": "write" },
  operands: "text*",
  does: ["device.read"],
  signals: ["privilege.debug"],
};
const LOADS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["infra.update"],
  signals: ["persistence.kernel_module"],
};
const CAPTURES: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-o --output": "write" },
  operands: "text*",
  does: ["device.read"],
  signals: ["collection.capture"],
};

/** The kernel and the machine's hardware: what shows them, and what changes them. */
export const KERNEL: ProgramTable = {
  acpi: SHOWS,
  acpi_listen: SHOWS,
  alsamixer: CONTROLS,
  amixer: { ...CONTROLS },
  arecord: { ...CAPTURES, operands: "write?" },
  biosdecode: SHOWS,
  bpftool: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        operand: /^(?:load|loadall|attach|detach|pin|create|update|delete|freeze|run|set)$/,
        does: ["infra.update"],
        signals: ["persistence.kernel_module"],
      },
    ],
  },
  bpftrace: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-e": { value: "text", does: ["code.run"] },
      "-c": "shell",
      "-o": "write",
      "-l": { value: "text", optional: true, harmless: true },
    },
    operands: "script text*",
    does: ["device.read"],
    signals: ["privilege.debug"],
  },
  brightnessctl: CONTROLS,
  "cpufreq-info": SHOWS,
  "cpufreq-set": CONTROLS,
  cpuid: SHOWS,
  cpupower: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("frequency-info idle-info info monitor", SHOWS),
      ...each("frequency-set idle-set set", CONTROLS),
    },
  },
  ddcutil: { ...CONTROLS, subcommands: each("capabilities detect getvcp environment vcpinfo", SHOWS) },
  depmod: CHANGES,
  dkms: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      status: SHOWS,
      ...each("add autoinstall build install mkdeb mktarball remove unbuild uninstall match", {
        ...LOADS,
        does: ["code.run", "infra.update"],
      }),
    },
  },
  dmesg: {
    lenient: true,
    options: {
      "-h -V --help --version": { harmless: true },
      "-C --clear -c --read-clear": { does: ["infra.update"], signals: ["evasion.log"] },
      "-D --console-off -E --console-on -n --console-level": { does: ["infra.update"] },
      "-F --file -K": "read",
      "-l --level -f --facility --since --until --color -s --buffer-size --time-format": "text",
    },
    operands: "text*",
  },
  dmidecode: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-d --dev-mem --from-dump": "read",
      "--dump-bin": "write",
      "-s --string -t --type -H --handle": "text",
    },
  },
  dracut: {
    lenient: true,
    options: { ...HELP, "-i --include": { value: "text", does: ["file.read"] } },
    operands: "write? text*",
    does: ["infra.update"],
  },
  driverless: SHOWS,
  efibootmgr: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-v --verbose": "",
      "-c --create -o --bootorder -b --bootnum -B --delete-bootnum -n --bootnext -a --active -A --inactive -N --delete-bootnext -O --delete-bootorder -t --timeout":
        { value: "text", optional: true, does: ["infra.update"], signals: ["persistence.startup"] },
    },
    operands: "text*",
  },
  fbset: CONTROLS,
  flashrom: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-r --read": "write",
      "-w --write -v --verify": { value: "read", signals: ["persistence.startup"] },
      "-E --erase": { signals: ["destruction.disk"] },
      "-p --programmer -c --chip": "text",
    },
    does: ["device.control"],
  },
  grubby: CHANGES,
  hwclock: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-s --hctosys -w --systohc --set --adjust --setepoch --systz": { does: ["infra.update"] },
    },
  },
  hwinfo: {
    lenient: true,
    options: { ...SHORT_HELP, "--log --save-config --dump-db-raw": "write" },
    operands: "text*",
    output: "facts",
  },
  i2cdetect: SHOWS,
  i2cset: CONTROLS,
  insmod: {
    flags: "-f -s -v -V",
    operands: "read text*",
    does: ["infra.update"],
    signals: ["persistence.kernel_module"],
  },
  inxi: { lenient: true, options: SHORT_HELP, operands: "text*", output: "facts" },
  ipmitool: CONTROLS,
  kexec: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-l --load --initrd -p --load-panic": "read",
      "-e --exec": { signals: ["destruction.system_stop"] },
    },
    does: ["infra.update"],
  },
  kextload: LOADS,
  kextstat: SHOWS,
  kextunload: CHANGES,
  kldload: LOADS,
  kldstat: SHOWS,
  kldunload: CHANGES,
  kmod: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help list static-nodes", SHOWS),
    },
  },
  kpatch: LOADS,
  logkeys: CAPTURES,
  lscpu: SHOWS,
  lshw: { lenient: true, options: { ...SHORT_HELP, "-dump": "write" } },
  lsiio: SHOWS,
  lsinitramfs: { lenient: true, operands: "read*" },
  lsinitrd: { lenient: true, operands: "read*" },
  lsmod: SHOWS,
  lspci: { lenient: true, options: { "-F -i": "read", "-s -d -A -O -H": "text" }, operands: "text*", output: "facts" },
  lspcmcia: SHOWS,
  lsscsi: SHOWS,
  lsusb: SHOWS,
  mbw: SHOWS,
  mcelog: SHOWS,
  mkinitcpio: CHANGES,
  mkinitrd: CHANGES,
  modinfo: {
    lenient: true,
    options: { ...SHORT_HELP, "-F --field -k --set-version -b --basedir": "text" },
    operands: "mention*",
    output: "facts",
  },
  modprobe: {
    flags:
      "-a -b -D -f -i -n -q -r -R -s -v -w --all --dry-run --dump-modversions --first-time --force --force-modversion --force-vermagic --ignore-install --ignore-remove --quiet --resolve-alias --show-depends --syslog --use-blacklist --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-c --showconfig --show-config --show-exports": { harmless: true },
      "-C --config": { value: "read", does: ["process.exec"] },
      "-d --dirname -S --set-version": "text",
      "--remove": "",
    },
    operands: "text*",
    does: ["infra.update"],
    signals: ["persistence.kernel_module"],
  },
  "nvidia-smi": {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-f --filename": "write",
      "-pm -pl -lgc -lmc -rgc -r -c -e -p -ac -rac -cc -am -caa -mig": {
        value: "text",
        optional: true,
        does: ["device.control"],
      },
      "-i -d -l -lms --query-gpu --format": "text",
    },
    operands: "text*",
    output: "facts",
  },
  parecord: { ...CAPTURES, operands: "write?" },
  powerprofilesctl: CONTROLS,
  prtconf: SHOWS,
  rmmod: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.update"] },
  rtcwake: {
    ...CONTROLS,
    signals: ["destruction.system_stop"],
    options: {
      ...SHORT_HELP,
      "-m --mode -s --seconds -t --time --date -d --device": "text",
      "--list-modes -n --dry-run": { stdout: true },
    },
  },
  sensors: SHOWS,
  "sensors-detect": CONTROLS,
  setkeycodes: CHANGES,
  setpci: CONTROLS,
  sg_raw: CONTROLS,
  "spectre-meltdown-checker": SHOWS,
  stress: "stress-ng",
  "stress-ng": {
    lenient: true,
    options: { ...SHORT_HELP, "--yaml --log-file": "write" },
    does: ["process.exec"],
    signals: ["destruction.resources"],
  },
  switcherooctl: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help list version", SHOWS),
      launch: { options: { "-g --gpu": "text" }, operands: "command" },
    },
  },
  sysbench: { lenient: true, operands: "text*", does: ["file.write"] },
  sysctl: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-w --write": { does: ["infra.update"] },
      "-p --load -f": { value: "read", optional: true, does: ["infra.update"] },
      "--system": { does: ["infra.update"] },
      "-r --pattern": "text",
    },
    operands: "text*",
    rules: [
      { operand: /=/, does: ["infra.update"] },
      {
        operand:
          /^kernel\.(?:randomize_va_space|yama|kptr_restrict|modules_disabled|core_pattern|dmesg_restrict|unprivileged)\S*=/,
        signals: ["evasion.security_tool"],
      },
    ],
  },
  systool: SHOWS,
  "trace-cmd": TRACES,
  tuned: CHANGES,
  "tuned-adm": { ...CHANGES, subcommands: each("active list profile_info recommend verify", SHOWS) },
  turbostat: { ...TRACES, operands: "command?" },
  "usb-devices": SHOWS,
  usb_modeswitch: CONTROLS,
  usbguard: { ...CHANGES, subcommands: each("list-devices list-rules", SHOWS) },
  usbreset: CONTROLS,
  "v4l2-ctl": {
    ...CAPTURES,
    options: {
      ...HELP,
      "--stream-to": "write",
      "--list-devices --list-formats --list-formats-ext --all --list-ctrls": { stdout: true },
    },
  },
  vainfo: SHOWS,
  vcgencmd: CONTROLS,
  vdpauinfo: SHOWS,
  vulkaninfo: SHOWS,
  x86info: SHOWS,
  zramctl: {
    lenient: true,
    options: { ...SHORT_HELP, "-f --find -r --reset -s --size": { does: ["infra.update"] } },
    operands: "text*",
  },
};
