import type { ProgramSpec, ProgramTable } from "../spec.ts";
import {
  CLOUD_OPTIONS,
  CONFIGURES,
  COPIES,
  CREATES,
  CREDENTIALS,
  cloud,
  DELETES_SECRETS,
  DESTROYS,
  GRANTS,
  READS,
  RUNS_THERE,
  SECRETS,
  SIGNS_IN,
  STOPS_LOGGING,
  service,
  UPDATES,
  WRITES_SECRETS,
} from "./cloud-commands.ts";
import { each, SHORT_HELP } from "./options.ts";

const AZ: ProgramSpec = {
  flags: "--debug --only-show-errors --verbose",
  options: { ...CLOUD_OPTIONS, "--template-file --ssh-key-value": "read" },
  subcommands: {
    ...each("feedback find version", READS),
    account: service({ "get-access-token": CREDENTIALS, clear: SIGNS_IN, set: CONFIGURES }),
    acr: service({ credential: CREDENTIALS, login: SIGNS_IN, build: { ...cloud, does: ["code.run", "net.upload"] } }),
    ad: service({
      app: { ...GRANTS, subcommands: { list: READS, show: READS, delete: { ...cloud, does: ["identity.delete"] } } },
      group: { ...GRANTS, subcommands: { list: READS, show: READS } },
      sp: {
        ...GRANTS,
        subcommands: {
          list: READS,
          show: READS,
          "create-for-rbac": { ...CREDENTIALS, does: ["secret.read", "identity.grant"] },
        },
      },
      "signed-in-user": READS,
      user: { ...GRANTS, subcommands: { list: READS, show: READS, delete: { ...cloud, does: ["identity.delete"] } } },
    }),
    aks: service({
      "get-credentials": { ...CREDENTIALS, does: ["secret.read", "file.write"] },
      command: RUNS_THERE,
      "install-cli": { ...cloud, does: ["code.install"] },
    }),
    appconfig: service({
      credential: CREDENTIALS,
      kv: {
        ...cloud,
        conventional: "infra",
        subcommands: {
          export: { ...SECRETS, options: { ...CLOUD_OPTIONS, "--path": "write" } },
          list: SECRETS,
          show: SECRETS,
        },
      },
    }),
    bicep: service({
      install: { ...cloud, does: ["code.install"] },
      tag: service({}),
      upgrade: { ...cloud, does: ["code.install"] },
      build: { ...cloud, options: { ...CLOUD_OPTIONS, "--outfile --outdir": "write", "-f --file": "read" } },
      decompile: { ...cloud, options: { ...CLOUD_OPTIONS, "-f --file": "read" }, does: ["file.write"] },
    }),
    cognitiveservices: service({
      account: {
        ...cloud,
        conventional: "infra",
        subcommands: { "commitment-plan": service({}), deployment: service({}), keys: CREDENTIALS },
      },
    }),
    config: service({ get: READS, set: CONFIGURES, unset: CONFIGURES }),
    configure: CONFIGURES,
    container: service({ exec: RUNS_THERE }),
    cosmosdb: service({ keys: CREDENTIALS }),
    extension: service({ add: { ...cloud, does: ["code.install"] }, update: { ...cloud, does: ["code.install"] } }),
    functionapp: service({ keys: CREDENTIALS, deployment: { ...UPDATES, does: ["infra.update", "net.upload"] } }),
    group: service({ delete: DESTROYS, export: READS }),
    interactive: UPDATES,
    keyvault: service({
      "delete-policy": GRANTS,
      purge: DELETES_SECRETS,
      "set-policy": GRANTS,
      secret: {
        ...cloud,
        conventional: "secret",
        subcommands: {
          backup: SECRETS,
          delete: DELETES_SECRETS,
          download: { ...SECRETS, options: { ...CLOUD_OPTIONS, "-f --file": "write" } },
          list: READS,
          purge: DELETES_SECRETS,
          set: WRITES_SECRETS,
          show: SECRETS,
        },
      },
      key: {
        ...cloud,
        conventional: "secret",
        subcommands: {
          decrypt: SECRETS,
          download: { ...SECRETS, options: { ...CLOUD_OPTIONS, "-f --file": "write" } },
        },
      },
      certificate: {
        ...cloud,
        conventional: "secret",
        subcommands: { download: { ...SECRETS, options: { ...CLOUD_OPTIONS, "-f --file": "write" } } },
      },
    }),
    lock: service({}),
    login: SIGNS_IN,
    logout: SIGNS_IN,
    monitor: service({
      "diagnostic-settings": { ...cloud, conventional: "infra", subcommands: { delete: STOPS_LOGGING } },
    }),
    redis: service({ "list-keys": CREDENTIALS }),
    rest: {
      ...cloud,
      options: {
        ...CLOUD_OPTIONS,
        "-m --method -u --url --uri --resource": "text",
        "-b --body": "at_file",
        "--output-file": "write",
      },
      does: ["http.request"],
      rules: [{ option: "-m --method", value: /^delete$/i, does: ["infra.delete"] }],
    },
    role: service({
      assignment: { ...GRANTS, subcommands: { list: READS, delete: { ...cloud, does: ["identity.delete"] } } },
    }),
    security: service({ "auto-provisioning-setting": UPDATES }),
    "serial-console": service({ connect: { ...RUNS_THERE, does: ["process.exec", "net.connect"] }, send: RUNS_THERE }),
    ssh: RUNS_THERE,
    sshkey: service({}),
    storage: service({
      account: {
        ...cloud,
        conventional: "infra",
        subcommands: {
          ...each("generate-sas keys show-connection-string", CREDENTIALS),
        },
      },
      blob: {
        ...cloud,
        conventional: "infra",
        subcommands: {
          download: {
            ...cloud,
            options: { ...CLOUD_OPTIONS, "-f --file": "write" },
            does: ["net.fetch", "file.write"],
          },
          "download-batch": {
            ...cloud,
            options: { ...CLOUD_OPTIONS, "-d --destination": "write" },
            does: ["net.fetch", "file.write"],
          },
          "generate-sas": CREDENTIALS,
          upload: { ...cloud, options: { ...CLOUD_OPTIONS, "-f --file": "read" }, does: ["net.upload"] },
          "upload-batch": { ...cloud, options: { ...CLOUD_OPTIONS, "-s --source": "search" }, does: ["net.upload"] },
          "delete-batch": DESTROYS,
          sync: { ...cloud, options: { ...CLOUD_OPTIONS, "-s --source": "search" }, does: ["net.upload"] },
        },
      },
      copy: { ...cloud, does: ["net.upload"] },
      file: {
        ...cloud,
        conventional: "infra",
        subcommands: {
          download: { ...cloud, options: { ...CLOUD_OPTIONS, "--dest": "write" }, does: ["net.fetch", "file.write"] },
          upload: { ...cloud, options: { ...CLOUD_OPTIONS, "--source": "read" }, does: ["net.upload"] },
        },
      },
    }),
    upgrade: { ...cloud, does: ["code.install"] },
    vm: service({
      "run-command": RUNS_THERE,
      user: GRANTS,
      extension: { ...RUNS_THERE, subcommands: { list: READS, show: READS } },
      deallocate: UPDATES,
    }),
    vmss: service({ "run-command": RUNS_THERE }),
    webapp: service({
      up: { ...cloud, does: ["infra.create", "net.upload"] },
      ssh: RUNS_THERE,
      "create-remote-connection": RUNS_THERE,
      deploy: { ...cloud, options: { ...CLOUD_OPTIONS, "--src-path": "read" }, does: ["infra.update", "net.upload"] },
      deployment: {
        ...cloud,
        conventional: "infra",
        subcommands: { "list-publishing-credentials": CREDENTIALS, "list-publishing-profiles": CREDENTIALS },
      },
    }),
  },
  conventional: "infra",
};

/** The command line of Azure. */
export const AZURE: ProgramTable = {
  az: AZ,
  azcopy: {
    options: SHORT_HELP,
    subcommands: {
      ...each("env list doc jobs", READS),
      ...each("copy cp sync", COPIES),
      login: SIGNS_IN,
      logout: SIGNS_IN,
      make: CREATES,
      rm: DESTROYS,
      remove: DESTROYS,
      bench: { ...cloud, does: ["net.upload"] },
    },
  },
  azd: {
    options: CLOUD_OPTIONS,
    subcommands: {
      down: DESTROYS,
      deploy: { ...cloud, does: ["infra.update", "net.upload", "code.run"] },
      up: { ...cloud, does: ["infra.create", "net.upload", "code.run"] },
    },
    operands: "text*",
    conventional: "infra",
  },
};
