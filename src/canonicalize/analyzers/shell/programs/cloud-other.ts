import type { ProgramSpec, ProgramTable } from "../spec.ts";
import {
  CLOUD_OPTIONS,
  CONFIGURES,
  COPIES,
  CREDENTIALS,
  cloud,
  DESTROYS,
  GRANTS,
  READS,
  RUNS_THERE,
  SECRETS,
  SIGNS_IN,
  service,
  UPDATES,
} from "./cloud-commands.ts";
import { each, SHORT_HELP } from "./options.ts";

export const DEPLOYS: ProgramSpec = { ...cloud, does: ["infra.update", "net.upload", "code.run"] };

export const SERVES: ProgramSpec = { ...cloud, does: ["code.run", "net.listen"] };

export const CONNECTS: ProgramSpec = { ...cloud, does: ["net.connect"] };

export const UPLOADS: ProgramSpec = { ...cloud, operands: "read*", does: ["net.upload"] };

export const DOWNLOADS: ProgramSpec = { ...cloud, does: ["net.fetch", "file.write"] };

export const VARIABLES: ProgramSpec = {
  ...cloud,
  conventional: "secret",
  subcommands: {
    ...each("export get list ls show", SECRETS),
    pull: { ...SECRETS, does: ["secret.read", "file.write"] },
  },
};

export const DROPBOX: ProgramSpec = {
  options: SHORT_HELP,
  operands: "text*",
  subcommands: {
    ...each("upload put share push up", UPLOADS),
    ...each("download get pull", DOWNLOADS),
    ...each("sync copy cp", { ...COPIES, operands: "text*", does: ["net.upload", "net.fetch", "file.write"] }),
    ...each("ls list info du about quota df search", READS),
    ...each("rm delete del rmdir trash", DESTROYS),
    ...each("mkdir mv move rename update", UPDATES),
    serve: { ...cloud, does: ["net.listen"] },
  },
  conventional: "infra",
};

/** Other clouds, places to deploy to, and storage that others keep. */
export const OTHER_CLOUDS: ProgramTable = {
  aliyun: service({}),
  civo: service({ kubernetes: service({ config: CREDENTIALS }) }),
  cli4: {
    ...cloud,
    options: {
      ...CLOUD_OPTIONS,
      "--get": { stdout: true },
      "--delete -d": { does: ["infra.delete"] },
      "--post --put --patch": { does: ["infra.update"] },
    },
    operands: "text*",
    does: ["infra.read"],
  },
  databricks: service({
    fs: { ...DROPBOX },
    secrets: VARIABLES,
    auth: service({ token: CREDENTIALS, login: SIGNS_IN }),
  }),
  doctl: {
    flags: "-v --verbose --interactive --trace",
    options: {
      ...CLOUD_OPTIONS,
      "--access-token -u --api-url -c --context --http-retry-max": "text",
      "--config --spec --ssh-key-path": "read",
    },
    subcommands: {
      ...each("account balance billing-history completion invoice version", READS),
      auth: { ...SIGNS_IN, subcommands: { list: READS } },
      compute: service({
        ssh: RUNS_THERE,
        "ssh-key": service({ create: GRANTS, import: GRANTS }),
        droplet: service({
          delete: DESTROYS,
          backups: READS,
          kernels: READS,
          neighbors: READS,
          snapshots: READS,
          tag: UPDATES,
          untag: UPDATES,
          actions: READS,
          "1-click": READS,
        }),
        region: READS,
        size: READS,
        "droplet-action": UPDATES,
        action: READS,
        domain: service({ records: service({}) }),
        certificate: service({}),
        image: service({}),
      }),
      databases: service({
        connection: CREDENTIALS,
        options: READS,
        backups: READS,
        user: service({ create: GRANTS, reset: CREDENTIALS, get: CREDENTIALS }),
        pool: service({}),
        db: service({}),
        firewalls: service({ append: GRANTS, remove: GRANTS }),
        replica: service({ connection: CREDENTIALS, promote: UPDATES }),
        "maintenance-window": service({}),
        fork: UPDATES,
        migrate: UPDATES,
        resize: UPDATES,
        topics: service({}),
        configuration: service({}),
      }),
      kubernetes: service({
        cluster: service({
          kubeconfig: CREDENTIALS,
          "get-upgrades": READS,
          upgrade: UPDATES,
          delete: DESTROYS,
          "delete-selective": DESTROYS,
          registry: UPDATES,
        }),
        options: READS,
        "1-click": UPDATES,
      }),
      registry: service({
        login: SIGNS_IN,
        "docker-config": CREDENTIALS,
        "kubernetes-manifest": CREDENTIALS,
        "garbage-collection": DESTROYS,
        options: READS,
        repository: service({
          "list-v2": READS,
          "list-tags": READS,
          "delete-tag": DESTROYS,
          "delete-manifest": DESTROYS,
        }),
      }),
      serverless: service({
        connect: CONNECTS,
        deploy: DEPLOYS,
        install: { ...cloud, does: ["code.install"] },
        uninstall: DESTROYS,
        undeploy: DESTROYS,
        watch: DEPLOYS,
        status: READS,
        "get-metadata": READS,
        functions: service({ invoke: { ...cloud, does: ["code.run"] } }),
        activations: READS,
        triggers: READS,
        namespaces: service({}),
      }),
      sandbox: service({}),
      apps: service({
        console: RUNS_THERE,
        propose: READS,
        spec: READS,
        logs: READS,
        tier: READS,
        "create-deployment": DEPLOYS,
        "list-alerts": READS,
        dev: SERVES,
      }),
      "1-click": service({}),
      vpcs: service({}),
      projects: service({ resources: service({ assign: UPDATES }) }),
      monitoring: service({}),
      spaces: service({ keys: CREDENTIALS }),
    },
    conventional: "infra",
    operands: "text*",
  },
  hcloud: service({
    server: service({
      ssh: RUNS_THERE,
      delete: DESTROYS,
      "reset-password": CREDENTIALS,
      "request-console": CREDENTIALS,
    }),
    context: CONFIGURES,
    "ssh-key": service({ create: GRANTS }),
  }),
  ibmcloud: service({
    login: SIGNS_IN,
    plugin: service({ install: { ...cloud, does: ["code.install"] } }),
    iam: service({ "oauth-tokens": CREDENTIALS, "api-key-create": CREDENTIALS }),
    target: CONFIGURES,
  }),
  "linode-cli": {
    options: { ...CLOUD_OPTIONS, "--as-user --page --page-size --delimiter": "text" },
    flags: "--json --text --all --all-columns --no-headers --pretty --suppress-warnings",
    operands: "text*",
    subcommands: {
      ...each("account events regions show-users", READS),
      configure: CONFIGURES,
      obj: { ...DROPBOX },
      sshkeys: service({ create: GRANTS }),
      "image-upload": UPLOADS,
      profile: service({ "token-create": CREDENTIALS }),
      "set-user": CONFIGURES,
      lke: service({ "kubeconfig-view": CREDENTIALS }),
      linodes: service({ boot: UPDATES, reboot: UPDATES, shutdown: UPDATES, types: READS, delete: DESTROYS }),
    },
    conventional: "infra",
  },
  oci: service({
    session: SIGNS_IN,
    secrets: service({ "secret-bundle": SECRETS }),
    os: service({ object: service({ get: DOWNLOADS, put: UPLOADS }) }),
  }),
  openstack: {
    options: {
      ...CLOUD_OPTIONS,
      "-f -c --column --os-cloud --os-auth-url --os-username --os-password --os-project-name --max-width": "text",
    },
    operands: "text*",
    flags: "-v -q --debug --insecure",
    subcommands: {
      complete: READS,
      help: READS,
      console: service({ url: CREDENTIALS }),
      image: service({
        save: { ...cloud, options: { ...CLOUD_OPTIONS, "--file": "write" }, does: ["net.fetch", "file.write"] },
        create: { ...cloud, options: { ...CLOUD_OPTIONS, "--file": "read" }, does: ["infra.create", "net.upload"] },
      }),
      keypair: service({ create: GRANTS }),
      role: GRANTS,
      secret: VARIABLES,
      server: service({
        ssh: RUNS_THERE,
        delete: DESTROYS,
        reboot: UPDATES,
        rebuild: UPDATES,
        shelve: UPDATES,
        unshelve: UPDATES,
        rescue: UPDATES,
      }),
      token: CREDENTIALS,
      ec2: service({ credentials: CREDENTIALS }),
      user: service({ create: GRANTS, password: GRANTS, set: GRANTS }),
    },
    conventional: "infra",
  },
  scw: service({ init: CONFIGURES, config: CONFIGURES, iam: service({ "api-key": service({ create: CREDENTIALS }) }) }),
  sf: service({
    org: service({ display: CREDENTIALS, login: SIGNS_IN }),
    apex: service({ run: RUNS_THERE }),
    project: service({ deploy: DEPLOYS }),
    data: service({}),
  }),
  tccli: service({}),
  vultr: service({}),
  yc: service({ iam: service({ "create-token": CREDENTIALS }) }),
};
