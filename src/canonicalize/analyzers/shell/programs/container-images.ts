import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { BUILD, DELETES, PUSHES, READS, SIGNS_IN, STOPS, UPDATES } from "./containers.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const SINGULARITY_RUN: ProgramSpec = {
  flags:
    "-c -C -e -f -i -p -u -w --contain --containall --cleanenv --compat --fakeroot --ipc --net --no-home --no-init --no-privs --no-umask --nv --nvccli --rocm --pid --userns --uts --writable --writable-tmpfs --unsquash --no-https --no-eval --passphrase --vm --keep-privs --disable-cache",
  options: {
    ...HELP,
    "-B --bind --mount --apply-cgroups --dns --fusemount --hostname -H --home --network --network-args -o --overlay --scratch -S --security -W --workdir --cpus --memory --add-caps --drop-caps --shell -s --no-mount --app --pwd":
      "text",
    "--allow-setuid": { signals: ["privilege.container"] },
    "--env": "environment",
    "--env-file --pem-path": "read",
  },
  operands: "text command?",
  does: ["process.exec"],
};

const APPTAINER: ProgramSpec = {
  flags: "-d -q -s -v --debug --nocolor --quiet --silent --verbose",
  options: { ...SHORT_HELP, "-c --config": "read" },
  subcommands: {
    ...each("capability help inspect run-help search sif verify version plugin", READS),
    ...each("checkpoint config keyserver oci overlay plugin registry sign", UPDATES),
    ...each("run shell test", SINGULARITY_RUN),
    build: { lenient: true, options: HELP, operands: "write read", does: ["code.run", "net.fetch"] },
    cache: { options: SHORT_HELP, subcommands: { clean: DELETES, list: READS } },
    delete: DELETES,
    exec: { ...SINGULARITY_RUN, operands: "text command" },
    instance: {
      options: SHORT_HELP,
      subcommands: { list: READS, run: SINGULARITY_RUN, start: SINGULARITY_RUN, stats: READS, stop: STOPS },
    },
    key: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list search", READS),
        ...each("import newpair pull remove", UPDATES),
        export: { lenient: true, operands: "write", does: ["secret.read"] },
        push: PUSHES,
      },
    },
    pull: {
      lenient: true,
      options: { ...HELP, "--dir": "write", "--name --arch": "text" },
      operands: "text*",
      does: ["net.fetch", "file.write"],
    },
    push: { lenient: true, options: HELP, operands: "read text", does: ["net.upload"] },
    remote: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list status", READS),
        ...each("add login logout remove use add-keyserver remove-keyserver get-login-password", SIGNS_IN),
      },
    },
  },
};

/** Programs that read and write images where they are kept. */
const REGISTRY: ProgramSpec = {
  options: { ...SHORT_HELP, "--platform": "text" },
  flags: "-v --verbose --insecure --allow-nondistributable-artifacts",
  subcommands: {
    ...each("blob catalog config digest inspect list-tags ls manifest validate version", {
      ...READS,
      does: ["net.fetch"],
    }),
    ...each("append copy cp flatten mutate push rebase sync tag", {
      ...PUSHES,
      options: { ...HELP, "-f --new_layer --filename": "read", "-o --output": "write" },
    }),
    ...each("completion help standalone-sign standalone-verify", SHOWS),
    auth: {
      options: SHORT_HELP,
      subcommands: {
        get: { lenient: true, operands: "text*", does: ["secret.read"], signals: ["credential.read"] },
        login: SIGNS_IN,
        logout: SIGNS_IN,
        token: { lenient: true, operands: "text*", does: ["secret.read"], signals: ["credential.read"] },
      },
    },
    delete: { ...DELETES, does: ["infra.delete"] },
    export: { lenient: true, options: HELP, operands: "text write", does: ["net.fetch"] },
    gc: { ...DELETES },
    index: PUSHES,
    layout: { options: HELP, subcommands: { gc: DELETES } },
    login: SIGNS_IN,
    logout: SIGNS_IN,
    optimize: PUSHES,
    pull: { lenient: true, options: HELP, operands: "text* write", does: ["net.fetch"] },
    registry: { options: SHORT_HELP, subcommands: { serve: { lenient: true, does: ["net.listen"] } } },
    serve: { lenient: true, does: ["net.listen"] },
  },
};

/** Images in single files, and the registries of images. */
export const CONTAINER_IMAGES: ProgramTable = {
  apptainer: APPTAINER,
  cosign: { options: SHORT_HELP, conventional: "infra", operands: "text*" },
  crane: REGISTRY,
  dive: { lenient: true, operands: "text*", does: ["infra.read"] },
  "docker-slim": { lenient: true, operands: "text*", does: ["code.run", "infra.create"] },
  gcrane: REGISTRY,
  kaniko: BUILD,
  oras: REGISTRY,
  regctl: REGISTRY,
  singularity: APPTAINER,
  skopeo: {
    ...REGISTRY,
    subcommands: {
      ...REGISTRY.subcommands,
      copy: {
        lenient: true,
        options: { ...HELP, "--src-creds --dest-creds": "text", "--authfile": "read" },
        operands: "text text",
        does: ["net.upload"],
      },
    },
  },
  slim: { lenient: true, operands: "text*", does: ["code.run", "infra.create"] },
};
