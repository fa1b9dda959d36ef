import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const READS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["device.read"] };
const CONTROLS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["device.control"] };
const INSTALLS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "read*",
  does: ["code.install", "device.control"],
};
const FLASHES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text read?",
  does: ["device.control"],
  signals: ["destruction.disk"],
};
const TUNNELS: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "--list": { harmless: true },
    "--remove": { value: "text", does: ["infra.delete"] },
    "--remove-all": { does: ["infra.delete"] },
  },
  operands: "text*",
  does: ["net.listen"],
  signals: ["network.tunnel"],
};

/** adb(1): what it runs and copies is on the phone. */
const ADB: ProgramSpec = {
  flags: "-a -d -e --exit-on-write-error",
  options: { ...HELP, "-s -t -P -L --one-device": "text", "-H": "connect" },
  subcommands: {
    ...each(
      "bugreport-list devices features get-devpath get-serialno get-state help host-features jdwp logcat mdns version wait-for-device track-devices",
      READS,
    ),
    ...each(
      "attach backup-off detach disable-verity enable-verity keygen reboot reconnect remount root sideload start-server tcpip unroot usb emu",
      CONTROLS,
    ),
    ...each("install install-multi-package install-multiple", INSTALLS),
    backup: {
      lenient: true,
      options: { ...HELP, "-f": "write" },
      operands: "text*",
      does: ["device.read"],
      signals: ["collection.capture"],
    },
    bugreport: { lenient: true, operands: "write?", does: ["device.read"] },
    connect: { lenient: true, operands: "connect", does: ["device.control"] },
    disconnect: CONTROLS,
    "exec-out": { operands: "shell*", does: ["device.control"], elsewhere: true },
    forward: TUNNELS,
    "kill-server": { ...CONTROLS, does: ["process.kill"] },
    pair: { ...CONTROLS, operands: "connect text?" },
    pull: { lenient: true, options: HELP, operands: "text write?", does: ["device.read"] },
    push: { lenient: true, options: HELP, operands: "read* text", does: ["device.control", "file.write"] },
    restore: { lenient: true, operands: "read", does: ["device.control"] },
    reverse: TUNNELS,
    shell: {
      flags: "-t -T -x -n",
      options: { "-e": "text" },
      operands: "shell*",
      does: ["device.control"],
      elsewhere: true,
    },
    sync: { ...CONTROLS, does: ["device.control", "file.write"] },
    uninstall: { ...CONTROLS, does: ["device.control", "file.delete"] },
  },
};

const FASTBOOT: ProgramSpec = {
  options: { ...SHORT_HELP, "-s --slot --set-active": "text" },
  flags: "-w -v --verbose --disable-verity --disable-verification --skip-reboot --force",
  subcommands: {
    ...each("devices getvar help", READS),
    ...each("continue reboot reboot-bootloader set_active oem gsi fetch stage", CONTROLS),
    boot: { ...CONTROLS, operands: "read" },
    ...each("erase flash flashall format update wipe-super delete-logical-partition", FLASHES),
    flashing: FLASHES,
  },
};

/** Phones and other devices that are attached. */
export const MOBILE: ProgramTable = {
  aapt: { lenient: true, operands: "text*" },
  aapt2: { lenient: true, options: { "-o": "write" }, operands: "text*" },
  adb: ADB,
  am: CONTROLS,
  apkanalyzer: { lenient: true, operands: "text* read" },
  apksigner: { lenient: true, options: { "--ks --key --cert": "read", "--out": "write" }, operands: "text* write" },
  apktool: { lenient: true, options: { "-o --output": "write" }, operands: "text read*", does: ["file.write"] },
  "arduino-cli": {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      upload: CONTROLS,
      compile: { ...READS, does: ["code.run", "file.write"] },
      core: INSTALLS,
      lib: INSTALLS,
    },
    conventional: "package",
  },
  avrdude: { lenient: true, options: { "-C": "read", "-p -c -P -b -B -U -e -V": "text" }, does: ["device.control"] },
  bundletool: {
    lenient: true,
    options: { "--output": "write", "--bundle --apks --ks --modules": "read" },
    operands: "text*",
    does: ["file.read"],
    rules: [
      { operand: /^install-apks$/, does: ["device.control", "code.install"] },
      { operand: /^(?:build-apks|build-bundle|extract-apks)$/, does: ["file.write"] },
    ],
  },
  dumpsys: READS,
  emulator: {
    lenient: true,
    options: { ...HELP, "-list-avds -help": { harmless: true } },
    operands: "text*",
    does: ["process.exec"],
  },
  esptool: { lenient: true, operands: "text*", does: ["device.control"] },
  "esptool.py": "esptool",
  fastboot: FASTBOOT,
  frida: {
    lenient: true,
    options: { ...SHORT_HELP, "-l --load": "script", "-e --eval": "code" },
    operands: "text*",
    does: ["process.exec"],
    signals: ["privilege.debug"],
  },
  "frida-ps": READS,
  "frida-trace": "frida",
  heimdall: { ...FLASHES, subcommands: each("detect help info print-pit version", READS) },
  idevice_id: READS,
  idevicebackup2: { lenient: true, options: HELP, operands: "text* write", does: ["device.read"] },
  ideviceinfo: READS,
  ideviceinstaller: CONTROLS,
  idevicesyslog: READS,
  jadx: {
    lenient: true,
    options: { ...SHORT_HELP, "-d --output-dir -ds -dr": "write" },
    operands: "read*",
    does: ["file.write"],
  },
  logcat: READS,
  openocd: {
    lenient: true,
    options: { ...SHORT_HELP, "-f --file": "script", "-c --command": "text" },
    does: ["device.control", "net.listen"],
  },
  picotool: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help info version", READS),
      ...each("load reboot save erase verify config otp partition seal uf2", { ...CONTROLS, operands: "text*" }),
    },
  },
  pio: "platformio",
  platformio: {
    options: SHORT_HELP,
    operands: "text*",
    does: ["code.run"],
    subcommands: { ...each("boards device-list system account", SHOWS) },
  },
  pm: CONTROLS,
  rkdeveloptool: { ...FLASHES, subcommands: each("ld rci rfi ppt rid", READS) },
  scrcpy: {
    lenient: true,
    options: { ...SHORT_HELP, "-r --record": "write", "-s --serial -m --max-size -b --video-bit-rate": "text" },
    does: ["device.control"],
  },
  sdkmanager: {
    lenient: true,
    options: { ...HELP, "--list --list_installed": { harmless: true }, "--uninstall": { does: ["file.delete"] } },
    operands: "text*",
    does: ["code.install"],
  },
  settings: CONTROLS,
  simctl: CONTROLS,
  "termux-clipboard-get": { ...READS, signals: ["collection.capture"] },
  "termux-open": CONTROLS,
  usbip: { ...CONTROLS, subcommands: each("list port version help", READS) },
  wm: CONTROLS,
  zipalign: { lenient: true, operands: "text read write" },
};
