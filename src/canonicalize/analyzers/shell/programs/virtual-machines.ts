import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { COPY, CREATES, DELETES, PULLS, PUSHES, READS, SIGNS_IN, STARTS, STOPS, UPDATES } from "./containers.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";

/** What Proxmox calls the operations on containers and virtual machines. */
const PCT: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    ...each(
      "agent-info cloudinit-dump config cpusets df help list listsnapshot pending showcmd status wait mtunnel",
      READS,
    ),
    ...each(
      "agent clone console create fsck fstrim importdisk import importovf migrate monitor move-disk move_disk move-volume move_volume remote-migrate rescan resize resume rollback sendkey set snapshot start suspend template terminal reboot unlock unlink mount unmount vncproxy cloudinit disk",
      UPDATES,
    ),
    ...each("delsnapshot destroy", DELETES),
    ...each("shutdown stop reset", STOPS),
    enter: { ...STARTS, signals: ["privilege.container"] },
    exec: { flags: "--keep-env", operands: "text command", does: ["process.exec"], elsewhere: true },
    guest: { operands: "text*", does: ["process.exec"], elsewhere: true },
    pull: { operands: "text copy_from copy_to" },
    push: { operands: "text copy_from copy_to" },
  },
};

const VM_WORDS: ProgramSpec = { options: SHORT_HELP, operands: "text*", conventional: "infra" };

const QEMU: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-hda -hdb -hdc -hdd -cdrom -kernel -initrd -bios -dtb -pflash -readconfig": "read",
    "-serial -monitor -pidfile -D": "text",
    "-runas -chroot": "text",
  },
  operands: "read*",
  does: ["process.exec"],
};

const VIRSH: ProgramSpec = {
  options: {
    "-h --help": { harmless: true },
    "-v -V --version": "",
    "-c --connect": "connect",
    "-d --debug -e --escape -l --log": "text",
  },
  flags: "-q -r -t --quiet --readonly --timing",
  subcommands: {
    ...each(
      "attach-disk attach-device attach-interface autostart blockcommit blockcopy blockjob blockpull blockresize change-media checkpoint-create cpu-baseline detach-device detach-disk detach-interface dompmsuspend domrename edit iface-define managedsave memtune migrate migrate-setspeed net-autostart net-define net-edit net-start net-update nodedev-detach numatune nwfilter-define pool-autostart pool-build pool-create pool-create-as pool-define pool-define-as pool-edit pool-refresh pool-start restore resume save schedinfo send-key set-user-password setmaxmem setmem setvcpus snapshot-create snapshot-create-as snapshot-edit snapshot-revert suspend update-device vcpupin vol-clone vol-create vol-create-as vol-resize vol-upload",
      UPDATES,
    ),
    ...each(
      "capabilities cpu-compare cpu-stats cpu-models dom-fsinfo domblkerror domblkinfo domblklist domblkstat domcapabilities domcontrol domdisplay domfsinfo domhostname domid domif-getlink domifaddr domiflist domifstat dominfo dommemstat domname domstate domstats domtime domuuid domjobinfo dumpxml event freecell freepages guestinfo guestvcpus help hostname iface-list iface-dumpxml list maxvcpus metadata net-dhcp-leases net-dumpxml net-event net-info net-list net-name net-uuid nodecpumap nodecpustats nodedev-list nodedev-dumpxml nodeinfo nodememstats nwfilter-list nwfilter-dumpxml perf pool-capabilities pool-dumpxml pool-info pool-list pool-name pool-uuid pwd secret-list snapshot-current snapshot-dumpxml snapshot-info snapshot-list snapshot-parent sysinfo ttyconsole uri vcpucount vcpuinfo version vncdisplay vol-dumpxml vol-info vol-key vol-list vol-name vol-path vol-pool checkpoint-list checkpoint-info",
      READS,
    ),
    ...each(
      "destroy iface-destroy net-destroy net-undefine nodedev-destroy nwfilter-undefine pool-delete pool-destroy pool-undefine secret-undefine snapshot-delete checkpoint-delete undefine vol-delete vol-wipe managedsave-remove",
      DELETES,
    ),
    ...each("reboot reset shutdown inject-nmi dompmwakeup", STOPS),
    ...each("console create define start", STARTS),
    cd: { operands: "chdir?" },
    connect: { lenient: true, operands: "connect" },
    dump: { lenient: true, operands: "text write" },
    exit: READS,
    quit: READS,
    "qemu-agent-command": { lenient: true, operands: "text*", does: ["process.exec"] },
    "qemu-monitor-command": { lenient: true, operands: "text*", does: ["process.exec"] },
    screenshot: { lenient: true, operands: "text write?" },
    "secret-get-value": {
      lenient: true,
      operands: "text",
      does: ["secret.read"],
      signals: ["credential.secret_store"],
    },
    "secret-set-value": { lenient: true, operands: "text*", does: ["secret.write"] },
    "vol-download": { lenient: true, operands: "text* write" },
  },
};

/** Virtual machines of this host. */
export const VIRTUAL_MACHINES: ProgramTable = {
  VBoxManage: {
    ...VM_WORDS,
    operands: "text*",
    subcommands: {
      ...each(
        "createhd createmedium clonehd clonemedium convertfromraw internalcommands mediumio modifyhd modifymedium natnetwork hostonlyif setextradata setproperty snapshot storageattach storagectl dhcpserver adoptstate discardstate",
        UPDATES,
      ),
      ...each("guestproperty list metrics showhdinfo showvminfo", READS),
      controlvm: UPDATES,
      modifyvm: UPDATES,
      createvm: CREATES,
      clonevm: CREATES,
      startvm: STARTS,
      unregistervm: DELETES,
      closemedium: DELETES,
      export: { lenient: true, operands: "text*", options: { "-o --output": "write" } },
      import: { lenient: true, operands: "read", does: ["infra.create"] },
      guestcontrol: STARTS,
      extpack: { lenient: true, operands: "text*", does: ["code.install"] },
      sharedfolder: { ...UPDATES, signals: ["privilege.container"] },
    },
  },
  kvm: QEMU,
  limactl: {
    options: SHORT_HELP,
    flags: "--debug --tty -y --yes",
    subcommands: {
      ...each("completion info list ls network show-ssh validate watch", READS),
      ...each("clone create disk edit factory-reset protect snapshot start-at-login unprotect usernet rename", UPDATES),
      ...each("restart start", { ...STARTS, does: ["infra.create"] }),
      copy: COPY,
      cp: COPY,
      delete: DELETES,
      prune: DELETES,
      shell: {
        options: { ...HELP, "--workdir --shell": "text" },
        operands: "text command?",
        elsewhere: true,
        does: ["process.exec"],
      },
      stop: STOPS,
      tunnel: { lenient: true, operands: "text*", does: ["net.listen"] },
    },
  },
  multipass: {
    options: SHORT_HELP,
    subcommands: {
      ...each("aliases find get help info list networks version snapshot-list", READS),
      ...each(
        "alias authenticate clone launch mount prefer purge-snapshots recover restore set snapshot umount unalias suspend",
        UPDATES,
      ),
      ...each("restart start", STARTS),
      delete: DELETES,
      exec: {
        options: { ...HELP, "-d --working-directory": "text" },
        operands: "text command",
        elsewhere: true,
        does: ["process.exec"],
      },
      purge: DELETES,
      shell: STARTS,
      stop: STOPS,
      transfer: COPY,
    },
  },
  pct: PCT,
  prlctl: VM_WORDS,
  "pve-firewall": {
    options: SHORT_HELP,
    subcommands: {
      ...each("compile help localnet simulate status", READS),
      restart: UPDATES,
      start: UPDATES,
      stop: { ...UPDATES, signals: ["evasion.firewall"] },
    },
  },
  pveam: {
    options: SHORT_HELP,
    subcommands: { ...each("available help list", READS), download: PULLS, remove: DELETES, update: PULLS },
  },
  pvecm: {
    options: SHORT_HELP,
    subcommands: {
      ...each("apiver help nodes status mtunnel", READS),
      ...each("add addnode create delnode expected keygen qdevice updatecerts", UPDATES),
    },
  },
  pvesh: {
    options: SHORT_HELP,
    subcommands: { ...each("get help ls usage", READS), create: CREATES, delete: DELETES, set: UPDATES },
  },
  pvesm: {
    options: SHORT_HELP,
    subcommands: {
      ...each("extractconfig help list nfsscan path scan status", READS),
      ...each("add alloc apiinfo export import set", UPDATES),
      ...each("free prune-backups remove", DELETES),
    },
  },
  qemu: QEMU,
  "qemu-img": {
    options: SHORT_HELP,
    subcommands: {
      ...each("check compare info map measure bench", { lenient: true, operands: "read*" }),
      create: { lenient: true, options: { "-f -b -o -F": "text" }, operands: "write text?" },
      convert: { lenient: true, options: { "-f -O -o -l -S -t -T -m": "text" }, operands: "read* write" },
      ...each("amend commit rebase resize snapshot bitmap", { lenient: true, operands: "write text*" }),
      dd: { lenient: true, operands: "text*", does: ["file.write"] },
    },
  },
  "qemu-nbd": { lenient: true, operands: "read*", does: ["net.listen"] },
  "qemu-system-x86_64": QEMU,
  qm: PCT,
  qvm: VM_WORDS,
  utmctl: VM_WORDS,
  vagrant: {
    options: SHORT_HELP,
    flags: "--no-color --color --machine-readable --debug --timestamp --debug-timestamp --no-tty",
    subcommands: {
      ...each("autocomplete global-status help list-commands port ssh-config status validate version winrm-config", {
        ...READS,
        does: ["infra.read", "code.run"],
      }),
      ...each("cap package provision reload resume snapshot suspend up", {
        ...STARTS,
        does: ["code.run", "infra.create"],
      }),
      box: {
        options: SHORT_HELP,
        subcommands: {
          add: { ...PULLS, does: ["code.install"] },
          list: READS,
          outdated: READS,
          prune: DELETES,
          remove: DELETES,
          repackage: UPDATES,
          update: PULLS,
        },
      },
      cloud: PUSHES,
      destroy: DELETES,
      halt: STOPS,
      init: { lenient: true, operands: "text*", does: ["file.write"] },
      login: SIGNS_IN,
      plugin: { lenient: true, operands: "text*", does: ["code.install"] },
      push: PUSHES,
      rsync: UPDATES,
      "rsync-auto": UPDATES,
      share: { lenient: true, does: ["net.listen"], signals: ["network.tunnel"] },
      ssh: {
        options: { ...HELP, "-c --command": "shell" },
        operands: "text?",
        does: ["process.exec"],
        elsewhere: true,
      },
      upload: COPY,
      winrm: { lenient: true, does: ["process.exec"], elsewhere: true },
    },
  },
  vboxmanage: "VBoxManage",
  virsh: VIRSH,
  "virt-install": CREATES,
  "virt-manager": STARTS,
  "virt-viewer": STARTS,
  vmrun: { lenient: true, operands: "text*", does: ["infra.update", "process.exec"] },
  vzctl: VM_WORDS,
  wsl: {
    options: {
      ...HELP,
      "-d --distribution -u --user": "text",
      "--cd": "mention",
      "-e --exec": { operands: "command" },
      "--unregister": { value: "text", does: ["infra.delete"] },
      "--install --import": { does: ["infra.create"] },
      "-l --list --status": { harmless: true },
      "-t --terminate --shutdown": { does: ["process.kill"] },
    },
    flags: "-v --verbose --all --online --running",
    operands: "command?",
    does: ["process.exec"],
  },
  xl: VM_WORDS,
};
