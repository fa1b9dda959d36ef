import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { CREATES, DESTROYS, READS } from "./disks.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { CHANGES } from "./plain-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** Making a file system ends what was there. */
const MKFS: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-V -n --dry-run --no-action": { stdout: true },
    "-t --type -L --label -b -E -I -i -J -m -N -O -S -s -T -U --uuid -G -g -M -o -r -e -C -z": "text",
    "-l --rootdir": "read",
  },
  operands: "write*",
  does: ["infra.delete"],
  signals: ["destruction.disk"],
};

const FSCK: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-V": "",
    "-t -b -B -j -E -l -L -C": "text",
    "-n -N --dry-run": { stdout: true },
  },
  operands: "text*",
  does: ["infra.update"],
};

const MOUNT_OPTIONS: Options = {
  "-h --help -V --version": { harmless: true },
  "-t --types -o --options -O --test-opts -L --label -U --uuid --source -T --fstab -N --namespace -p --pass-fd --options-mode --options-source --target-prefix":
    "text",
  "-a --all": { does: ["infra.update"] },
};

/** mount(8): without a place it lists. */
const MOUNT: ProgramSpec = {
  flags:
    "-c -f -F -i -l -n -r -v -w -s -B -R -M -m --no-canonicalize --fake --fork --internal-only --show-labels --no-mtab --verbose --read-only --rw --read-write --bind --rbind --move --make-shared --make-slave --make-private --make-unbindable --make-rshared --make-rslave --make-rprivate --make-runbindable --mkdir --onlyonce --exclusive --beneath",
  options: { ...MOUNT_OPTIONS, "--target": { value: "mention", does: ["infra.update"] } },
  operands: "mention mention",
  rules: [
    { operand: /./, does: ["infra.update"] },
    {
      operand: /^\/proc\/(?:1|self)\/root|^\/dev\/(?:sd|nvme|vd|xvd|mapper)/,
      option: "-o --options",
      value: /bind/,
      signals: ["privilege.container"],
    },
  ],
  output: "facts",
};

const BTRFS: ProgramSpec = {
  options: SHORT_HELP,
  flags: "-q -v --quiet --verbose --log --format --param",
  subcommands: {
    balance: {
      options: SHORT_HELP,
      subcommands: { ...each("cancel pause resume start", CHANGES), status: READS },
      operands: "text*",
      does: ["infra.update"],
    },
    check: {
      ...READS,
      options: {
        ...SHORT_HELP,
        "--repair --init-csum-tree --init-extent-tree --clear-space-cache --clear-ino-cache": {
          does: ["infra.update"],
        },
      },
    },
    device: {
      options: SHORT_HELP,
      subcommands: {
        ...each("stats usage ready", READS),
        ...each("add replace scan", CHANGES),
        ...each("delete remove", DESTROYS),
      },
    },
    filesystem: {
      options: SHORT_HELP,
      subcommands: {
        ...each("df du show usage", READS),
        ...each("balance commit-stats defragment label mkswapfile resize sync", CHANGES),
      },
    },
    "inspect-internal": READS,
    property: { options: SHORT_HELP, subcommands: { get: READS, list: READS, set: CHANGES } },
    qgroup: {
      options: SHORT_HELP,
      subcommands: { show: READS, ...each("assign clear-stale create destroy limit remove", CHANGES) },
    },
    quota: { options: SHORT_HELP, subcommands: { status: READS, ...each("disable enable rescan", CHANGES) } },
    receive: { lenient: true, options: { ...SHORT_HELP, "-f": "read" }, operands: "write", stdin: "data" },
    replace: CHANGES,
    rescue: CHANGES,
    restore: {
      lenient: true,
      options: { ...SHORT_HELP, "-D --dry-run -l --list-roots": { stdout: true }, "-t -r -f -u --path-regex": "text" },
      operands: "read write",
      does: ["file.write"],
    },
    scrub: { options: SHORT_HELP, subcommands: { status: READS, ...each("cancel limit resume start", CHANGES) } },
    send: { lenient: true, options: { ...SHORT_HELP, "-f": "write", "-p -c": "text" }, operands: "read" },
    subvolume: {
      options: SHORT_HELP,
      subcommands: {
        ...each("find-new get-default list show sync", READS),
        ...each("create set-default set-flags snapshot", CHANGES),
        delete: DESTROYS,
      },
    },
    version: SHOWS,
    help: SHOWS,
  },
};

const ZFS: ProgramSpec = {
  options: { ...SHORT_HELP, "-V": "" },
  subcommands: {
    ...each(
      "diff events get groupspace help history holds iostat list projectspace status userspace version wait",
      READS,
    ),
    ...each(
      "add allow attach bookmark change-key clear clone create detach export hold import inherit initialize labelclear load-key mount offline online promote redact release remove rename reopen replace resilver rollback scrub set share snapshot split sync trim unallow unload-key unmount unshare upgrade checkpoint reguid",
      CHANGES,
    ),
    destroy: DESTROYS,
    receive: { ...CHANGES, stdin: "data" },
    recv: "receive",
    send: { ...READS, output: "content" },
    program: { ...CHANGES, does: ["code.run"] },
  },
};

/** File systems: making, mounting, checking and shrinking them. */
export const FILE_SYSTEMS: ProgramTable = {
  "arch-chroot": { lenient: true, operands: "text command?", does: ["process.exec"] },
  bcachefs: {
    options: SHORT_HELP,
    subcommands: {
      ...each("list show-super version", READS),
      ...each("device fs fsck mount subvolume data unlock set-option", CHANGES),
      format: DESTROYS,
    },
  },
  btrfs: BTRFS,
  btrfsck: FSCK,
  debugfs: {
    lenient: true,
    options: { "-R": "text", "-f": "script", "-w": { does: ["infra.update"] } },
    operands: "read",
    does: ["device.read"],
  },
  dumpe2fs: READS,
  e2fsck: FSCK,
  e2image: { lenient: true, operands: "read write" },
  e2label: CHANGES,
  edquota: CHANGES,
  exfatlabel: CHANGES,
  exportfs: {
    lenient: true,
    options: { "-s -v": "" },
    operands: "text*",
    rules: [{ operand: /./, does: ["infra.update"] }],
  },
  extundelete: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --output-dir": "write",
      "--restore-all --restore-file --restore-directory --restore-inode": {
        value: "text",
        optional: true,
        does: ["file.write"],
      },
    },
    operands: "read",
  },
  fatlabel: CHANGES,
  fsck: FSCK,
  "fsck.ext2": FSCK,
  "fsck.ext3": FSCK,
  "fsck.ext4": FSCK,
  "fsck.fat": FSCK,
  "fsck.vfat": FSCK,
  "fsck.xfs": FSCK,
  fusermount: CHANGES,
  fusermount3: CHANGES,
  genfstab: READS,
  "grub-bios-setup": CHANGES,
  "grub-install": { ...CHANGES, signals: ["persistence.startup"] },
  "grub-mkconfig": { lenient: true, options: { ...SHORT_HELP, "-o --output": "write" }, does: ["process.exec"] },
  "grub-mkrescue": CREATES,
  "grub-mount": CHANGES,
  "grub-script-check": { lenient: true, operands: "read*" },
  mkdosfs: MKFS,
  mke2fs: MKFS,
  mkfs: MKFS,
  "mkfs.bfs": MKFS,
  "mkfs.btrfs": MKFS,
  "mkfs.cramfs": MKFS,
  "mkfs.erofs": MKFS,
  "mkfs.exfat": MKFS,
  "mkfs.ext2": MKFS,
  "mkfs.ext3": MKFS,
  "mkfs.ext4": MKFS,
  "mkfs.f2fs": MKFS,
  "mkfs.fat": MKFS,
  "mkfs.minix": MKFS,
  "mkfs.msdos": MKFS,
  "mkfs.ntfs": MKFS,
  "mkfs.reiserfs": MKFS,
  "mkfs.vfat": MKFS,
  "mkfs.xfs": MKFS,
  mkntfs: MKFS,
  mkswap: MKFS,
  mount: MOUNT,
  "mount.cifs": { ...MOUNT, does: ["net.connect", "infra.update"] },
  "mount.ntfs": MOUNT,
  "mount.smb3": "mount.cifs",
  mount_nfs: "mount.cifs",
  newfs: MKFS,
  nfsstat: SHOWS,
  "ntfs-3g": MOUNT,
  ntfsfix: CHANGES,
  ntfsresize: CHANGES,
  ntfsundelete: { lenient: true, operands: "read*", does: ["file.write"] },
  pmount: CHANGES,
  pumount: CHANGES,
  quota: SHOWS,
  quotacheck: CHANGES,
  quotaoff: CHANGES,
  quotaon: CHANGES,
  repquota: SHOWS,
  resize2fs: CHANGES,
  setquota: CHANGES,
  snapper: {
    options: { ...SHORT_HELP, "-c --config": "text" },
    operands: "text*",
    subcommands: {
      ...each("get-config list list-configs status diff xadiff", READS),
      ...each("create create-config modify set-config setup-quota mount umount", CHANGES),
      ...each("delete delete-config cleanup", DESTROYS),
      ...each("rollback undochange", CHANGES),
    },
  },
  swaplabel: CHANGES,
  swapoff: CHANGES,
  swapon: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-V -s --summary --show --noheadings --raw --bytes": "",
      "-a --all -L -U": { does: ["infra.update"] },
      "-p --priority -o --options -d --discard": "text",
    },
    operands: "text*",
    rules: [{ operand: /./, does: ["infra.update"] }],
  },
  timeshift: {
    ...CHANGES,
    options: {
      ...SHORT_HELP,
      "--list --list-devices --list-snapshots": { stdout: true },
      "--delete --delete-all": { does: ["infra.delete"] },
    },
  },
  tmutil: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each(
        "compare destinationinfo help isexcluded latestbackup listbackups listlocalsnapshotdates listlocalsnapshots machinedirectory status uniquesize version",
        READS,
      ),
      ...each("delete deletelocalsnapshots thinlocalsnapshots removedestination", {
        ...DESTROYS,
        signals: ["destruction.disk"],
      }),
      disable: { ...CHANGES, signals: ["evasion.security_tool"] },
      ...each(
        "addexclusion associatedisk calculatedrift enable inheritbackup localsnapshot removeexclusion restore setdestination snapshot startbackup stopbackup verifychecksums",
        CHANGES,
      ),
    },
  },
  tune2fs: { lenient: true, options: { "-l": { stdout: true } }, operands: "text*", does: ["infra.update"] },
  udiskie: CHANGES,
  "udiskie-mount": CHANGES,
  "udiskie-umount": CHANGES,
  udisksctl: {
    options: SHORT_HELP,
    subcommands: {
      ...each("dump help info monitor status", READS),
      ...each("lock loop-delete loop-setup mount power-off smart-simulate unlock unmount", CHANGES),
    },
  },
  umount: {
    lenient: true,
    options: { ...MOUNT_OPTIONS, "-A --all-targets": { does: ["infra.update"] } },
    operands: "mention*",
    rules: [{ operand: /./, does: ["infra.update"] }],
    output: "nothing",
  },
  xfs_admin: CHANGES,
  xfs_growfs: CHANGES,
  xfs_info: READS,
  xfs_repair: FSCK,
  zdb: READS,
  zfs: ZFS,
  zpool: ZFS,
};
