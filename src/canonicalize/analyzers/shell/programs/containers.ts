import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

export const READS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["infra.read"] };

export const CREATES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["infra.create"] };

export const UPDATES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["infra.update"] };

export const DELETES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["infra.delete"] };

export const STOPS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["process.kill"] };

export const STARTS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["process.exec"] };

export const PULLS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["net.fetch", "infra.create"],
};

export const PUSHES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["net.upload"] };

export const SIGNS_IN: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-u --username -p --password": "text" },
  operands: "text*",
  does: ["identity.update", "net.connect"],
};

/** What gives a container the machine that it runs on. */
const ESCAPES: readonly RuleSpec[] = [
  {
    option: "-v --volume --mount",
    value:
      /(?:^|src=|source=)\/(?:etc|root|home|boot|dev|proc|sys|var|usr|lib|bin|sbin)?\/?(?::|,|$)|\.sock\b|\/(?:docker|containerd|kubelet|cron|systemd|\.ssh)\b/,
    signals: ["privilege.container"],
  },
  {
    option: "--pid --ipc --uts --userns --cgroupns --network --net",
    value: /^host$/,
    signals: ["privilege.container"],
  },
  {
    option: "--cap-add",
    value: /ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_|NET_ADMIN|SYS_RAWIO|BPF/i,
    signals: ["privilege.container"],
  },
  {
    option: "--security-opt",
    value: /unconfined|disable|no-new-privileges[=:]false/,
    signals: ["privilege.container"],
  },
];

const RUN_OPTIONS: Options = {
  ...HELP,
  "--privileged": { signals: ["privilege.container"] },
  "--device --device-cgroup-rule --gpus --group-add --runtime --annotation --cgroup-parent --cpu-period --cpu-quota --cpu-shares --cpus --cpuset-cpus":
    "text",
  "-v --volume --mount --pid --ipc --uts --userns --cgroupns --network --net --cap-add --security-opt --volumes-from --tmpfs --storage-opt":
    "text",
  "-a --attach --add-host --blkio-weight --cap-drop --dns --dns-option --dns-search --domainname --entrypoint --expose --health-cmd --health-interval":
    "text",
  "--health-retries --health-timeout --health-start-period -h --hostname --ip --ip6 -l --label --link --log-driver --log-opt --mac-address -m --memory":
    "text",
  "--memory-reservation --memory-swap --memory-swappiness --name --network-alias --oom-score-adj --pids-limit --platform --pull --restart --shm-size":
    "text",
  "--stop-signal --stop-timeout --sysctl --ulimit -u --user --volume-driver -w --workdir --detach-keys --arch --os --variant --pod --secret --subuidname":
    "text",
  "-e --env": "environment",
  "-p --publish": { value: "text", does: ["net.listen"] },
  "-P --publish-all": { does: ["net.listen"] },
  "--env-file --label-file --authfile": "read",
  "--cidfile --pidfile --conmon-pidfile": "write",
};

/** The image stays where it is; what is run in it sees no file of this machine but those that are mounted. */
export const RUN: ProgramSpec = {
  flags:
    "-d -i -t -q --detach --init --interactive --tty --rm --read-only --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust --quiet --replace --tls-verify --systemd --rmi",
  options: RUN_OPTIONS,
  rules: ESCAPES,
  operands: "text command?",
  does: ["process.exec", "infra.create"],
  elsewhere: true,
};

export const EXEC: ProgramSpec = {
  flags: "-d -i -t -T -l --detach --interactive --tty --latest --no-TTY",
  options: {
    ...HELP,
    "--privileged": { signals: ["privilege.container"] },
    "-u --user -w --workdir --detach-keys --index -n --namespace": "text",
    "-e --env": "environment",
    "--env-file": "read",
  },
  operands: "text command?",
  does: ["process.exec"],
  elsewhere: true,
};

/** A build runs what its file says and sends the folder to the daemon. */
export const BUILD: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-f --file --containerfile --build-context --secret --ssh --authfile": "read",
    "-o --output --iidfile --metadata-file --logfile": "write",
    "-t --tag --build-arg --target --platform --network --label --cache-from --cache-to --progress --builder --add-host --no-cache-filter -l -m":
      "text",
    "--push": { does: ["net.upload"] },
  },
  operands: "search*",
  does: ["code.run", "infra.create"],
  stdin: "data",
};

export const COPY: ProgramSpec = { lenient: true, options: HELP, operands: "copy_from copy_to" };

const SAVE: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-o --output": "write", "--format": "text" },
  operands: "text*",
  does: ["infra.read"],
};

const LOAD: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-i --input": "read" },
  operands: "read? text*",
  does: ["infra.create"],
  stdin: "data",
};

const LOGIN_WORDS = { login: SIGNS_IN, logout: SIGNS_IN };

const CONTAINER_WORDS = {
  ...each("diff exists healthcheck inspect list logs ls port ps stats top wait", READS),
  ...each("checkpoint commit create init pause rename restore tag unpause update", UPDATES),
  ...each("prune remove rm cleanup", DELETES),
  ...each("attach restart run-label start", STARTS),
  ...each("kill stop", STOPS),
  clone: CREATES,
  cp: COPY,
  exec: EXEC,
  export: SAVE,
  run: RUN,
} as const;

const IMAGE_WORDS = {
  ...each("diff exists history inspect list ls search tree", READS),
  ...each("prune remove rm untag", DELETES),
  build: BUILD,
  import: LOAD,
  load: LOAD,
  mount: UPDATES,
  pull: PULLS,
  push: PUSHES,
  save: SAVE,
  scp: PUSHES,
  sign: UPDATES,
  tag: UPDATES,
  trust: UPDATES,
  unmount: UPDATES,
} as const;

const COMPOSE: ProgramSpec = {
  flags: "--compatibility --dry-run --all-resources",
  options: {
    ...SHORT_HELP,
    "-v": "",
    "-f --file --env-file": "read",
    "-p --project-name --profile --parallel --progress --ansi": "text",
    "--project-directory": "chdir",
    "-H --host": "connect",
  },
  subcommands: {
    ...each("config convert events images logs ls port ps stats top version volumes wait", READS),
    ...each("create pause unpause scale publish bridge commit", UPDATES),
    ...each("down rm", DELETES),
    ...each("restart start up watch attach", {
      ...STARTS,
      options: { ...HELP, "--build": { does: ["code.run"] } },
      does: ["process.exec", "infra.create"],
    }),
    ...each("kill stop", STOPS),
    build: { ...BUILD, operands: "text*" },
    cp: COPY,
    exec: EXEC,
    export: SAVE,
    pull: PULLS,
    push: PUSHES,
    run: { ...RUN, flags: `${RUN.flags} --no-deps --service-ports --use-aliases --build --remove-orphans -T` },
  },
};

const BUILDX: ProgramSpec = {
  options: HELP,
  subcommands: {
    ...each("du history imagetools inspect ls version", READS),
    ...each("create use", UPDATES),
    ...each("prune rm", DELETES),
    bake: BUILD,
    build: BUILD,
    stop: STOPS,
  },
};

export const DOCKER: ProgramSpec = {
  flags: "-D --debug --tls --tlsverify --remote -r --syslog --trace",
  options: {
    "--help": { harmless: true },
    "-v --version": "",
    "-H --host --url": { value: "connect", signals: ["remote.execution"] },
    "-c --context --connection -l --log-level --cgroup-manager --events-backend --runtime --storage-driver --storage-opt --tmpdir --network-cmd-path -n --namespace -a --address --snapshotter --root --runroot":
      "text",
    "--config --tlscacert --tlscert --tlskey --identity": "read",
  },
  subcommands: {
    ...CONTAINER_WORDS,
    ...each("events history images info inspect search version search", READS),
    ...each("machine manifest node plugin secret config stack swarm trust volume pod farm network artifact", {
      ...UPDATES,
      conventional: "infra",
    }),
    ...LOGIN_WORDS,
    ...each("auto-update mount quadlet umount unmount", UPDATES),
    ...each("generate sbom scan scout", READS),
    agent: { lenient: true, operands: "text*", does: ["agent.delegate"] },
    build: BUILD,
    builder: { options: HELP, subcommands: { build: BUILD, prune: DELETES } },
    buildx: BUILDX,
    compose: COMPOSE,
    container: { options: HELP, subcommands: CONTAINER_WORDS },
    context: {
      options: HELP,
      subcommands: {
        ...each("inspect ls show", READS),
        ...each("create import update use", UPDATES),
        export: SAVE,
        rm: DELETES,
      },
    },
    debug: { ...EXEC, signals: ["privilege.container"] },
    image: { options: HELP, subcommands: IMAGE_WORDS },
    import: LOAD,
    init: { lenient: true, does: ["file.write"] },
    kube: {
      options: HELP,
      subcommands: {
        apply: UPDATES,
        down: DELETES,
        generate: READS,
        play: { lenient: true, operands: "read", does: ["process.exec", "infra.create"] },
      },
    },
    load: LOAD,
    model: { lenient: true, operands: "text*", does: ["model.invoke"] },
    network: {
      options: HELP,
      subcommands: {
        ...each("inspect ls exists", READS),
        ...each("connect create disconnect reload update", UPDATES),
        ...each("prune rm", DELETES),
      },
    },
    play: { lenient: true, operands: "text*", does: ["process.exec", "infra.create"] },
    pull: PULLS,
    push: PUSHES,
    rmi: DELETES,
    save: SAVE,
    service: {
      options: HELP,
      subcommands: {
        ...each("inspect logs ls ps", READS),
        ...each("rollback scale update", UPDATES),
        create: { ...RUN, operands: "text command?" },
        rm: DELETES,
      },
    },
    system: {
      options: HELP,
      subcommands: {
        ...each("df events info check", READS),
        ...each("connection migrate renumber", UPDATES),
        "dial-stdio": { does: ["net.connect"] },
        prune: DELETES,
        reset: { ...DELETES, signals: ["destruction.resources"] },
        service: { lenient: true, operands: "text*", does: ["net.listen"] },
      },
    },
    unshare: { operands: "command?", signals: ["privilege.namespace"] },
    volume: {
      options: HELP,
      subcommands: {
        ...each("exists inspect ls", READS),
        ...each("mount reload unmount update", UPDATES),
        create: CREATES,
        export: SAVE,
        import: LOAD,
        prune: DELETES,
        rm: DELETES,
      },
    },
  },
};

/** Containers on this machine and the registries of their images. */
export const CONTAINERS: ProgramTable = {
  buildah: {
    ...DOCKER,
    subcommands: {
      ...DOCKER.subcommands,
      ...each("add commit config copy from manifest mount rename umount", UPDATES),
      bud: BUILD,
      run: { ...RUN, operands: "text command" },
    },
  },
  buildctl: { options: SHORT_HELP, subcommands: { build: BUILD, ...each("debug du", READS), prune: DELETES } },
  docker: DOCKER,
  "docker-compose": COMPOSE,
  dockerd: { lenient: true, does: ["net.listen"], signals: ["privilege.container"] },
  lazydocker: { options: SHORT_HELP, does: ["infra.update"] },
  nerdctl: DOCKER,
  podman: DOCKER,
  "podman-compose": COMPOSE,
  "podman-remote": DOCKER,
};
