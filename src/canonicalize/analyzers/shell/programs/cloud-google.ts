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
  INVOKES,
  READS,
  RUNS_THERE,
  SECRETS,
  SIGNS_IN,
  STOPS_LOGGING,
  service,
  UPDATES,
  WRITES_SECRETS,
} from "./cloud-commands.ts";
import { each } from "./options.ts";

const IAM = {
  "add-iam-policy-binding": GRANTS,
  "remove-iam-policy-binding": GRANTS,
  "set-iam-policy": GRANTS,
  "get-iam-policy": READS,
};

const STORAGE: ProgramSpec = {
  options: CLOUD_OPTIONS,
  subcommands: {
    ...each("cat du ls", READS),
    ...each("cp mv rsync", COPIES),
    ...each("rm", DESTROYS),
    buckets: service({ ...IAM }),
    hash: READS,
    hmac: service({ create: CREDENTIALS }),
    objects: service({ ...IAM }),
    "sign-url": GRANTS,
    restore: UPDATES,
    "service-agent": READS,
  },
};

/** gcloud(1): the groups that can do more than list, create, update and delete. */
const GCLOUD: ProgramSpec = {
  flags: "-q --quiet --no-user-output-enabled --log-http",
  options: { ...CLOUD_OPTIONS, "--verbosity --access-token-file --trace-token": "text" },
  subcommands: {
    ...each("cheat-sheet feedback help info survey topic version", READS),
    alpha: service({}),
    app: service({
      deploy: { ...cloud, does: ["infra.update", "net.upload"] },
      browse: READS,
      instances: service({ ssh: RUNS_THERE, scp: COPIES }),
    }),
    artifacts: service({}),
    auth: {
      options: CLOUD_OPTIONS,
      subcommands: {
        ...each("activate-service-account configure-docker login revoke", SIGNS_IN),
        "application-default": {
          ...cloud,
          subcommands: {
            "print-access-token": CREDENTIALS,
            login: SIGNS_IN,
            revoke: SIGNS_IN,
            "set-quota-project": CONFIGURES,
          },
        },
        list: READS,
        "print-access-token": CREDENTIALS,
        "print-identity-token": CREDENTIALS,
      },
    },
    beta: service({}),
    builds: service({ submit: { ...cloud, does: ["code.run", "net.upload"] } }),
    "cloud-shell": { ...cloud, subcommands: { scp: COPIES, ssh: RUNS_THERE } },
    components: {
      ...cloud,
      subcommands: {
        ...each("list", READS),
        ...each("install reinstall remove restore update", { ...cloud, does: ["code.install"] }),
        repositories: UPDATES,
      },
    },
    compute: service({
      "copy-files": COPIES,
      "config-ssh": { ...CONFIGURES, does: ["file.write", "identity.grant"] },
      "reset-windows-password": CREDENTIALS,
      scp: COPIES,
      ssh: RUNS_THERE,
      "start-iap-tunnel": { ...cloud, does: ["net.listen"], signals: ["network.tunnel"] },
      "connect-to-serial-port": RUNS_THERE,
      instances: service({
        ...IAM,
        "add-metadata": { ...UPDATES, signals: ["remote.execution"] },
        "set-service-account": GRANTS,
        delete: DESTROYS,
      }),
      "os-login": service({ "ssh-keys": GRANTS }),
      "project-info": service({ "add-metadata": { ...UPDATES, signals: ["remote.execution"] } }),
      "firewall-rules": service({ create: GRANTS }),
      networks: service({ subnets: service({ update: { ...UPDATES } }) }),
    }),
    config: {
      ...CONFIGURES,
      subcommands: {
        ...each("get get-value list", READS),
        configurations: service({}),
        set: CONFIGURES,
        unset: CONFIGURES,
      },
    },
    container: service({
      clusters: service({
        "get-credentials": { ...CREDENTIALS, does: ["secret.read", "file.write"] },
        delete: DESTROYS,
      }),
      images: service({}),
    }),
    docker: { ...cloud, does: ["process.exec"] },
    functions: service({ call: INVOKES, deploy: { ...cloud, does: ["infra.update", "net.upload"] }, ...IAM }),
    iam: service({
      roles: service({ create: GRANTS, update: GRANTS }),
      "service-accounts": service({
        ...IAM,
        create: GRANTS,
        keys: {
          ...cloud,
          conventional: "secret",
          subcommands: {
            create: { ...CREDENTIALS, operands: "write", does: ["secret.read", "identity.grant"] },
            list: READS,
            upload: GRANTS,
          },
        },
        "sign-jwt": CREDENTIALS,
        "sign-blob": CREDENTIALS,
        delete: { ...cloud, does: ["identity.delete"] },
      }),
    }),
    init: CONFIGURES,
    kms: service({
      decrypt: { ...SECRETS, options: { ...CLOUD_OPTIONS, "--ciphertext-file": "read", "--plaintext-file": "write" } },
      encrypt: { ...cloud, options: { ...CLOUD_OPTIONS, "--plaintext-file": "read", "--ciphertext-file": "write" } },
    }),
    logging: service({
      sinks: service({ delete: STOPS_LOGGING, update: STOPS_LOGGING }),
      logs: service({ delete: STOPS_LOGGING }),
      buckets: service({ update: STOPS_LOGGING, delete: STOPS_LOGGING }),
    }),
    organizations: service(IAM),
    projects: service({ ...IAM, delete: DESTROYS }),
    pubsub: service({ topics: service({ publish: { ...cloud, does: ["message.send"] } }) }),
    run: service({
      deploy: { ...cloud, does: ["infra.update", "net.upload"] },
      services: service({ ...IAM, proxy: { ...cloud, does: ["net.listen"], signals: ["network.tunnel"] } }),
    }),
    secrets: {
      ...cloud,
      conventional: "secret",
      subcommands: {
        ...IAM,
        create: WRITES_SECRETS,
        delete: DELETES_SECRETS,
        list: READS,
        describe: READS,
        versions: {
          ...cloud,
          conventional: "secret",
          subcommands: { access: SECRETS, add: WRITES_SECRETS, destroy: DELETES_SECRETS, list: READS },
        },
      },
    },
    sql: service({
      connect: { ...cloud, does: ["net.connect"] },
      databases: service({ delete: DESTROYS }),
      export: { ...cloud, does: ["infra.update"] },
      instances: service({ delete: DESTROYS }),
      users: GRANTS,
    }),
    storage: STORAGE,
  },
  conventional: "infra",
};

/** The command lines of Google's cloud. */
export const GOOGLE: ProgramTable = {
  bq: {
    flags: "-q --quiet --headless --debug_mode",
    options: {
      ...CLOUD_OPTIONS,
      "--project_id --dataset_id --api --job_id --use_legacy_sql --nouse_legacy_sql --max_rows": "text",
      "--bigqueryrc --credential_file --service_account_private_key_file --flagfile": "read",
    },
    subcommands: {
      ...each("head info ls show version wait help", READS),
      ...each("cancel cp init insert mk mkdef partition truncate undelete update", { ...cloud, does: ["db.write"] }),
      "add-iam-policy-binding": GRANTS,
      extract: { ...cloud, does: ["record.export"] },
      "get-iam-policy": READS,
      load: { ...cloud, operands: "text read*", does: ["db.write", "net.upload"] },
      query: { ...cloud, operands: "sql*", does: ["db.read"] },
      rm: { ...cloud, does: ["db.delete"] },
      "set-iam-policy": GRANTS,
      shell: { ...cloud, does: ["db.write"] },
    },
  },
  firebase: {
    options: CLOUD_OPTIONS,
    operands: "text*",
    subcommands: {
      deploy: { ...cloud, does: ["infra.update", "net.upload", "code.run"] },
      emulators: { ...cloud, does: ["code.run", "net.listen"] },
      init: { ...cloud, does: ["file.write"] },
      login: SIGNS_IN,
      "login:ci": CREDENTIALS,
      logout: SIGNS_IN,
      serve: { ...cloud, does: ["code.run", "net.listen"] },
      "auth:export": { ...cloud, operands: "write", does: ["identity.read"] },
      "functions:shell": RUNS_THERE,
      "hosting:disable": DESTROYS,
      ...each("firestore:delete database:remove", DESTROYS),
      use: CONFIGURES,
      open: READS,
    },
    conventional: "infra",
  },
  gcloud: GCLOUD,
  gsutil: {
    flags: "-m -q -D -DD",
    options: { ...CLOUD_OPTIONS, "-i -u": "text" },
    subcommands: {
      ...each("cat du hash help label_get ls stat version versioning logging", READS),
      ...each("cp mv rsync", { ...COPIES, options: { ...CLOUD_OPTIONS, "-a": "text" } }),
      ...each("acl defacl iam ubla web", GRANTS),
      ...each(
        "compose cors defstorageclass kms label lifecycle notification requesterpays retention rewrite setmeta",
        UPDATES,
      ),
      config: CONFIGURES,
      hmac: CREDENTIALS,
      mb: CREATES,
      rb: DESTROYS,
      rm: DESTROYS,
      signurl: { ...GRANTS, operands: "read text*" },
      test: CREATES,
      update: { ...cloud, does: ["code.install"] },
    },
  },
};
