import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";
import { CHANGES } from "./plain-commands.ts";

export const READS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["device.read"] };

export const DESTROYS: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["infra.delete"],
  signals: ["destruction.disk"],
};

export const CREATES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.create"] };

const PARTITIONS: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-V -v": { harmless: true },
    "-l --list -s --getsize -p --print -d --dump -x --list-details --show-size -J --json --verify": { stdout: true },
    "-o -t -w -u -b -c -H -S -C -L --output --type": "text",
  },
  operands: "text*",
  does: ["infra.delete"],
};

const LVM_SHOWS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["device.read"] };

const CRYPTSETUP_OPENS: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-d --key-file --header": "read",
    "-M --type -c --cipher -s --key-size -h --hash -S --key-slot": "text",
  },
  operands: "text*",
  does: ["infra.update"],
};

const DISKUTIL: ProgramSpec = {
  options: SHORT_HELP,
  operands: "text*",
  subcommands: {
    ...each("activity info list listFilesystems apfs cs coreStorage", READS),
    ...each(
      "appendRAID createRAID eject mount mountDisk rename repairDisk repairPermissions repairVolume resizeVolume unmount unmountDisk verifyDisk verifyVolume enableOwnership disableOwnership enableJournal disableJournal",
      CHANGES,
    ),
    ...each("eraseCD eraseDisk eraseVolume partitionDisk randomDisk reformat secureErase zeroDisk", DESTROYS),
  },
};

/** Disks, partitions, volumes and file systems. */
export const DISKS: ProgramTable = {
  badblocks: {
    lenient: true,
    options: {
      "-o": "write",
      "-i": "read",
      "-w": { does: ["infra.delete"], signals: ["destruction.disk"] },
      "-b -c -d -e -p -t": "text",
    },
    operands: "text*",
  },
  blkdiscard: DESTROYS,
  blockdev: {
    lenient: true,
    options: { ...SHORT_HELP, "--report --getsize64 --getsz --getss --getbsz --getro --getra": { stdout: true } },
    operands: "text*",
    does: ["infra.update"],
  },
  btrbk: CHANGES,
  cfdisk: PARTITIONS,
  cgdisk: PARTITIONS,
  cryptsetup: {
    options: HELP,
    flags: "-q -v -y --batch-mode --verbose --debug",
    subcommands: {
      ...each("benchmark isLuks luksDump luksUUID status help", READS),
      ...each(
        "close luksClose resize config convert refresh repair luksHeaderBackup luksHeaderRestore",
        CRYPTSETUP_OPENS,
      ),
      ...each("open luksOpen plainOpen tcryptOpen bitlkOpen luksResume luksSuspend create", CRYPTSETUP_OPENS),
      ...each("luksFormat erase luksErase reencrypt", {
        ...CRYPTSETUP_OPENS,
        does: ["infra.delete"],
        signals: ["destruction.disk"],
      }),
      ...each("luksAddKey luksChangeKey luksKillSlot luksRemoveKey token luksConvertKey", {
        ...CRYPTSETUP_OPENS,
        does: ["secret.write"],
      }),
    },
  },
  "cryptsetup-reencrypt": DESTROYS,
  diskutil: DISKUTIL,
  dmsetup: {
    options: SHORT_HELP,
    subcommands: {
      ...each("deps help info ls stats status table targets version", READS),
      ...each("clear create load message mknodes reload rename resume setgeometry suspend", CHANGES),
      ...each("remove remove_all wipe_table", DESTROYS),
    },
  },
  eject: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["device.control"] },
  fdformat: DESTROYS,
  fdisk: PARTITIONS,
  fio: {
    lenient: true,
    options: { ...HELP, "--filename --output": "write" },
    operands: "script*",
    does: ["file.write"],
  },
  foremost: {
    lenient: true,
    options: { "-h -V": { harmless: true }, "-i": "read", "-o": "write", "-t -c -s -b": "text" },
    operands: "read*",
    does: ["file.write"],
  },
  gdisk: PARTITIONS,
  gpart: READS,
  growpart: CHANGES,
  hdiutil: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help imageinfo info isencrypted checksum verify hfsanalyze pmap plugins", READS),
      ...each("attach detach eject mount mountvol unmount resize compact chpass", CHANGES),
      burn: CREATES,
      convert: { lenient: true, options: { "-o": "write", "-format": "text" }, operands: "read" },
      create: {
        lenient: true,
        options: { "-srcfolder -srcdir": "search", "-size -fs -volname -type -format": "text" },
        operands: "write",
      },
      makehybrid: { lenient: true, options: { "-o": "write" }, operands: "search" },
    },
  },
  hdparm: {
    lenient: true,
    options: {
      "-i -I -t -T -C -g -H --fibmap": { stdout: true },
      "--security-erase --trim-sector-ranges --make-bad-sector --write-sector --dco-restore": {
        value: "text",
        does: ["infra.delete"],
        signals: ["destruction.disk"],
      },
    },
    operands: "text*",
    does: ["device.control"],
  },
  iscsiadm: CHANGES,
  kpartx: CHANGES,
  losetup: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-a --all -l --list -j --associated -J --json -n --noheadings": "",
      "-d --detach -D --detach-all -c --set-capacity": { does: ["infra.update"] },
      "-o --offset --sizelimit -b --sector-size -O --output": "text",
      "-f --find": "",
    },
    operands: "text*",
    rules: [{ operand: /./, does: ["infra.update"] }],
  },
  lsblk: {
    lenient: true,
    options: { ...SHORT_HELP, "-o --output -I --include -e --exclude -x --sort -w --width --sysroot": "text" },
    operands: "text*",
    output: "facts",
  },
  lvchange: CHANGES,
  lvconvert: CHANGES,
  lvcreate: CREATES,
  lvdisplay: LVM_SHOWS,
  lvextend: CHANGES,
  lvm: {
    ...CHANGES,
    subcommands: each("help version formats segtypes fullreport lvs pvs vgs lvdisplay pvdisplay vgdisplay", LVM_SHOWS),
  },
  lvmpersist: CHANGES,
  lvreduce: DESTROYS,
  lvremove: DESTROYS,
  lvrename: CHANGES,
  lvresize: CHANGES,
  lvs: LVM_SHOWS,
  lvscan: LVM_SHOWS,
  mcopy: { lenient: true, options: { "-i": "read" }, operands: "copy_from* copy_to" },
  mdadm: {
    lenient: true,
    options: {
      "-h -V --help --version --help-options": { harmless: true },
      "-D --detail -E --examine -Q --query -X --examine-bitmap -s --scan --detail-platform": { stdout: true },
      "--zero-superblock -C --create --remove -r --fail -f": { does: ["infra.delete"], signals: ["destruction.disk"] },
      "--program": "script",
    },
    operands: "text*",
    does: ["infra.update"],
  },
  multipath: CHANGES,
  ndctl: { options: SHORT_HELP, operands: "text*", conventional: "infra" },
  nvme: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each(
        "error-log fw-log get-feature get-log help id-ctrl id-ns intel list list-subsys smart-log version",
        READS,
      ),
      ...each("format sanitize write-zeroes dsm", DESTROYS),
      ...each("connect disconnect fw-commit fw-download reset set-feature", CHANGES),
      write: DESTROYS,
    },
  },
  parted: {
    lenient: true,
    options: { ...SHORT_HELP, "-v": { harmless: true }, "-a --align": "text" },
    operands: "text*",
    rules: [
      {
        operand:
          /^(?:mklabel|mktable|mkpart|rm|resizepart|name|set|rescue|disk_set|toggle|mkfs|mkpartfs|resize|move)\b/,
        does: ["infra.delete"],
        signals: ["destruction.disk"],
      },
    ],
  },
  partprobe: CHANGES,
  partx: { ...CHANGES, options: { ...SHORT_HELP, "-s --show -l --list -P --pairs -r --raw": { stdout: true } } },
  photorec: { lenient: true, options: { "/d": "write" }, operands: "read*", does: ["file.write"] },
  pvchange: CHANGES,
  pvck: {
    lenient: true,
    options: { ...SHORT_HELP, "--repair --repairtype": { does: ["infra.update"] } },
    operands: "text*",
  },
  pvcreate: DESTROYS,
  pvdisplay: LVM_SHOWS,
  pvmove: CHANGES,
  pvremove: DESTROYS,
  pvresize: CHANGES,
  pvs: LVM_SHOWS,
  pvscan: LVM_SHOWS,
  sfdisk: { ...PARTITIONS, stdin: "data" },
  sgdisk: {
    ...PARTITIONS,
    options: {
      ...SHORT_HELP,
      "-p --print -i --info -v --verify -L --list-types": { value: "text", optional: true, stdout: true },
      "-Z --zap-all -z --zap -o --clear": { does: ["infra.delete"], signals: ["destruction.disk"] },
      "-b --backup": "write",
      "-l --load-backup": "read",
    },
  },
  smartctl: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-s --smart -o --offlineauto -S --saveauto": { value: "text", does: ["device.control"] },
      "-t --test -d --device -l --log -T -q -r": "text",
    },
    operands: "text*",
    output: "facts",
  },
  testdisk: {
    lenient: true,
    options: { "/list /version": { stdout: true } },
    operands: "text*",
    does: ["infra.update"],
  },
  vgchange: CHANGES,
  vgck: CHANGES,
  vgcreate: CREATES,
  vgdisplay: LVM_SHOWS,
  vgexport: CHANGES,
  vgextend: CHANGES,
  vgimport: CHANGES,
  vgreduce: DESTROYS,
  vgremove: DESTROYS,
  vgrename: CHANGES,
  vgs: LVM_SHOWS,
  vgscan: LVM_SHOWS,
  wipefs: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-n --no-act": { stdout: true },
      "-a --all -o --offset -f --force": { does: ["infra.delete"], signals: ["destruction.disk"] },
      "-t --types -O --output": "text",
    },
    operands: "text*",
  },
};
