import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { COPY, CREATES, DELETES, DOCKER, EXEC, PULLS, READS, RUN, STARTS, STOPS, UPDATES } from "./containers.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";

const LXC: ProgramSpec = {
  options: { ...SHORT_HELP, "--project": "text" },
  flags: "-v -q --debug --force-local --all --sub-commands --verbose --quiet",
  subcommands: {
    ...each("info list ls monitor query version warning operation top", READS),
    ...each(
      "alias cluster config copy create init launch move network profile project publish pause rebuild rename restore snapshot storage admin remote",
      { ...UPDATES, conventional: "infra" },
    ),
    ...each("create init launch", CREATES),
    ...each("restart start console", STARTS),
    delete: DELETES,
    exec: {
      options: { ...HELP, "--cwd --user --group --mode": "text", "--env": "environment" },
      flags: "-t -T -n",
      operands: "text command",
      does: ["process.exec"],
      elsewhere: true,
    },
    export: { lenient: true, operands: "text write?" },
    file: {
      options: HELP,
      subcommands: {
        ...each("create edit mount", UPDATES),
        delete: DELETES,
        pull: { lenient: true, operands: "text* write" },
        push: { lenient: true, operands: "read* text" },
      },
    },
    image: { ...UPDATES, conventional: "infra" },
    import: { lenient: true, operands: "read text?", does: ["infra.create"] },
    shell: { operands: "text", does: ["process.exec"], elsewhere: true },
    stop: STOPS,
  },
};

/** Other containers, and virtual machines. */
export const MACHINES: ProgramTable = {
  bootc: {
    options: SHORT_HELP,
    subcommands: {
      ...each("status container", READS),
      ...each("edit install rollback switch update upgrade usr-overlay", UPDATES),
    },
  },
  "cloud-init": {
    options: SHORT_HELP,
    subcommands: {
      ...each("analyze features query schema status", READS),
      ...each("clean", DELETES),
      ...each("init modules single", STARTS),
      "collect-logs": { lenient: true, does: ["file.write"] },
    },
  },
  colima: {
    options: SHORT_HELP,
    subcommands: {
      ...each("completion list ls status version", READS),
      ...each("restart start template update", { ...STARTS, does: ["infra.create"] }),
      delete: DELETES,
      kubernetes: UPDATES,
      nerdctl: DOCKER,
      prune: DELETES,
      ssh: { flags: "--layer", operands: "command?", elsewhere: true, does: ["process.exec"] },
      "ssh-config": READS,
      stop: STOPS,
    },
  },
  crictl: {
    ...DOCKER,
    options: { ...SHORT_HELP, "--runtime-endpoint -i --image-endpoint -c --config -t --timeout": "text" },
    subcommands: {
      ...DOCKER.subcommands,
      ...each("imagefsinfo info inspecti inspectp pods statsp", READS),
      ...each("runp stopp checkpoint update", UPDATES),
      ...each("rmp", DELETES),
      "port-forward": { lenient: true, operands: "text*", does: ["net.listen"] },
    },
  },
  ctr: {
    options: { ...SHORT_HELP, "-a --address -n --namespace --timeout": "text" },
    operands: "text*",
    subcommands: {
      run: RUN,
      task: {
        options: HELP,
        subcommands: { exec: EXEC, ...each("ls ps metrics", READS), ...each("delete rm kill", STOPS), start: STARTS },
      },
    },
    conventional: "infra",
  },
  distrobox: {
    options: SHORT_HELP,
    subcommands: {
      ...each("list ls version", READS),
      assemble: CREATES,
      create: CREATES,
      enter: { lenient: true, operands: "text*", does: ["process.exec"], signals: ["privilege.container"] },
      ephemeral: STARTS,
      "generate-entry": UPDATES,
      rm: DELETES,
      stop: STOPS,
      upgrade: UPDATES,
    },
  },
  "distrobox-enter": STARTS,
  "docker-machine": {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: { ssh: { operands: "text command?", elsewhere: true, does: ["process.exec"] }, scp: COPY },
    conventional: "infra",
  },
  firecracker: STARTS,
  guestmount: { lenient: true, operands: "text* chdir", does: ["infra.update"] },
  homectl: {
    options: SHORT_HELP,
    subcommands: {
      ...each("inspect list", READS),
      ...each("activate authenticate create deactivate lock passwd resize unlock update with", {
        ...UPDATES,
        does: ["identity.update"],
      }),
      remove: DELETES,
    },
  },
  incus: LXC,
  krunvm: {
    options: SHORT_HELP,
    subcommands: {
      ...each("list inspect", READS),
      ...each("changevm config create", UPDATES),
      delete: DELETES,
      start: { operands: "text command?", does: ["process.exec"], elsewhere: true },
    },
  },
  lxc: LXC,
  "lxc-attach": {
    options: {
      ...HELP,
      "-n --name -P --lxcpath -u --uid -g --gid -a --arch -s --namespaces": "text",
      "-v --set-var": "environment",
    },
    flags: "-e --elevated-privileges --clear-env --keep-env -q",
    operands: "command?",
    does: ["process.exec"],
    elsewhere: true,
    signals: ["privilege.container"],
  },
  "lxc-create": CREATES,
  "lxc-destroy": DELETES,
  "lxc-info": READS,
  "lxc-ls": READS,
  "lxc-start": STARTS,
  "lxc-stop": STOPS,
  lxd: { lenient: true, operands: "text*", does: ["infra.update"], signals: ["privilege.container"] },
  machinectl: {
    options: { ...SHORT_HELP, "-H --host -M --machine": "connect" },
    subcommands: {
      ...each("image-status list list-images list-transfers show show-image status", READS),
      ...each(
        "bind cancel-transfer clone disable enable import-fs import-raw import-tar read-only rename set-limit",
        UPDATES,
      ),
      ...each("kill poweroff reboot stop terminate", STOPS),
      ...each("login start", STARTS),
      "copy-from": { operands: "text copy_from copy_to?" },
      "copy-to": { operands: "text copy_from copy_to?" },
      "export-raw": { operands: "text write" },
      "export-tar": { operands: "text write" },
      "pull-raw": PULLS,
      "pull-tar": PULLS,
      remove: DELETES,
      clean: DELETES,
      shell: { operands: "text command?", does: ["process.exec"] },
    },
  },
  nbdkit: { lenient: true, operands: "text*", does: ["net.listen"] },
  nspawn: "systemd-nspawn",
  runc: {
    options: SHORT_HELP,
    subcommands: {
      ...each("events list ps state features spec", READS),
      ...each("checkpoint create pause restore resume update", UPDATES),
      delete: DELETES,
      exec: EXEC,
      kill: STOPS,
      run: RUN,
      start: STARTS,
    },
  },
  "systemd-nspawn": {
    lenient: true,
    options: {
      ...HELP,
      "-D --directory -i --image --template": "mention",
      "--bind --bind-ro --capability": { value: "text", signals: ["privilege.container"] },
      "-u --user -M --machine --network-veth": "text",
    },
    operands: "command?",
    does: ["process.exec"],
  },
  toolbox: {
    options: SHORT_HELP,
    subcommands: {
      create: CREATES,
      enter: { ...STARTS, signals: ["privilege.container"] },
      list: READS,
      rm: DELETES,
      rmi: DELETES,
      run: {
        options: { "-c --container -d --distro -r --release": "text" },
        operands: "command",
        does: ["process.exec"],
      },
    },
  },
  waydroid: {
    options: SHORT_HELP,
    subcommands: {
      ...each("log status", READS),
      ...each("app first-launch session shell show-full-ui", STARTS),
      container: UPDATES,
      init: PULLS,
      logcat: READS,
      prop: UPDATES,
      upgrade: PULLS,
    },
  },
};
