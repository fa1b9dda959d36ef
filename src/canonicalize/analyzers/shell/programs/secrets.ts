import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

export const OPTIONS: Options = {
  ...SHORT_HELP,
  "-n --name -p --project -c --config -e --env --vault --account --format -format -field --fields -address -namespace -mount -version -output-policy --session --organization --cache -token":
    "text",
  "--out-file --output -output": "write",
  "--token-file": "read",
};

export const TELLS: ProgramSpec = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
  does: ["secret.read"],
  signals: ["credential.secret_store"],
};

export const LISTS: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["infra.read"] };

export const KEEPS: ProgramSpec = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
  does: ["secret.write"],
  stdin: "upload",
};

export const FORGETS: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["secret.delete"] };

const ROTATES: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["secret.rotate"] };

export const SIGNS_IN: ProgramSpec = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
  does: ["identity.update", "net.connect"],
};

export const GRANTS: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["identity.grant"] };

export const WRITES: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["file.write"] };

/** Runs a command that gets secrets in its environment. */
export const LENDS: ProgramSpec = {
  flags: "--no-masking --preserve-env --no-fallback --fallback-only --watch -i --pristine --silent",
  options: { ...OPTIONS, "--command": "shell", "--env-file": "read", "--mount --fallback": "write" },
  operands: "command?",
  does: ["secret.read"],
  signals: ["credential.secret_store"],
};

const VAULT_OPTIONS: Options = {
  ...HELP,
  "-h -help": { harmless: true },
  "-address -namespace -ca-cert -ca-path -client-cert -client-key -field -format -mount -version -policy -path -wrap-ttl -ttl -method -id -metadata -cas -versions -output-curl-string -log-level":
    "text",
};

const vault: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: VAULT_OPTIONS,
  operands: "text*",
};

const VAULT_READS: ProgramSpec = { ...vault, does: ["secret.read"], signals: ["credential.secret_store"] };

const VAULT_LISTS: ProgramSpec = { ...vault, does: ["infra.read"] };

const VAULT_WRITES: ProgramSpec = { ...vault, operands: "text at_file*", does: ["secret.write"], stdin: "upload" };

const VAULT_CHANGES: ProgramSpec = { ...vault, operands: "text*", does: ["identity.grant"] };

/** Vault (https://developer.hashicorp.com/vault/docs/commands) and OpenBao. */
const VAULT: ProgramSpec = {
  options: VAULT_OPTIONS,
  subcommands: {
    ...each("help list path-help print status version", VAULT_LISTS),
    ...each("audit auth lease login plugin policy secrets token namespace transit transform pki", VAULT_CHANGES),
    ...each("init read unwrap", VAULT_READS),
    agent: { ...vault, does: ["net.listen", "secret.read"] },
    delete: { ...vault, does: ["secret.delete"] },
    kv: {
      options: VAULT_OPTIONS,
      subcommands: {
        ...each("get", VAULT_READS),
        ...each("put patch rollback undelete enable-versioning", VAULT_WRITES),
        delete: { ...vault, does: ["secret.delete"] },
        destroy: { ...vault, does: ["secret.delete"] },
        list: VAULT_LISTS,
        metadata: VAULT_LISTS,
      },
    },
    operator: {
      options: VAULT_OPTIONS,
      operands: "text*",
      subcommands: {
        ...each("key-status members usage diagnose", VAULT_LISTS),
        "generate-root": VAULT_READS,
        init: VAULT_READS,
        seal: { ...vault, does: ["infra.update"] },
        unseal: VAULT_CHANGES,
        rekey: { ...vault, does: ["secret.rotate"] },
        rotate: { ...vault, does: ["secret.rotate"] },
        raft: { ...vault, operands: "text*", does: ["secret.read"] },
      },
      conventional: "infra",
    },
    patch: VAULT_WRITES,
    proxy: { ...vault, does: ["net.listen", "secret.read"] },
    server: { ...vault, does: ["net.listen"] },
    ssh: { ...vault, operands: "text command?", elsewhere: true },
    write: VAULT_WRITES,
  },
};

/** Programs that keep secrets and hand them out. */
export const SECRET_STORES: ProgramTable = {
  bao: VAULT,
  berglas: {
    options: OPTIONS,
    operands: "text*",
    subcommands: { access: TELLS, exec: LENDS, grant: GRANTS, edit: KEEPS },
    conventional: "secret",
  },
  chamber: {
    options: OPTIONS,
    subcommands: {
      ...each("read export env find history", TELLS),
      ...each("write import", KEEPS),
      delete: FORGETS,
      exec: LENDS,
      list: LISTS,
      "list-services": LISTS,
      version: SHOWS,
      tag: KEEPS,
    },
  },
  cmdkey: { lenient: true, operands: "text*", does: ["secret.write"] },
  confd: { lenient: true, options: OPTIONS, does: ["secret.read", "file.write", "process.exec"] },
  credstash: {
    options: OPTIONS,
    subcommands: { ...each("get getall", TELLS), ...each("put putall setup", KEEPS), delete: FORGETS, list: LISTS },
  },
  doppler: {
    options: { ...SHORT_HELP, "-t --token --api-host --config-dir --configuration --scope": "text" },
    flags: "--debug --json --silent --no-color --no-timeout --print-config",
    subcommands: {
      ...each("activity completion environments flags me open changelog feedback", LISTS),
      ...each("analytics configure setup update", WRITES),
      configs: { options: OPTIONS, operands: "text*", conventional: "infra", subcommands: { tokens: GRANTS } },
      environments: {
        options: OPTIONS,
        operands: "text*",
        conventional: "infra",
        rules: [{ bare: true, does: ["infra.read"] }],
      },
      login: SIGNS_IN,
      logout: SIGNS_IN,
      projects: {
        options: OPTIONS,
        operands: "text*",
        conventional: "infra",
        rules: [{ bare: true, does: ["infra.read"] }],
      },
      run: LENDS,
      secrets: {
        options: OPTIONS,
        operands: "text*",
        rules: [{ bare: true, does: ["secret.read"], signals: ["credential.secret_store"] }],
        subcommands: {
          ...each("download get substitute", TELLS),
          ...each("set notes", KEEPS),
          delete: FORGETS,
          upload: { ...KEEPS, operands: "read" },
        },
      },
      substitute: TELLS,
    },
  },
  envchain: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-s --set": { does: ["secret.write"] },
      "-l --list": "",
      "--unset": { does: ["secret.delete"] },
    },
    operands: "text command?",
    does: ["secret.read"],
  },
  infisical: {
    options: OPTIONS,
    operands: "text*",
    subcommands: {
      run: LENDS,
      export: TELLS,
      secrets: {
        options: OPTIONS,
        operands: "text*",
        rules: [{ bare: true, does: ["secret.read"], signals: ["credential.secret_store"] }],
        conventional: "secret",
        subcommands: { get: TELLS },
      },
      login: SIGNS_IN,
      scan: LISTS,
      token: TELLS,
    },
    conventional: "secret",
  },
  kdestroy: { lenient: true, does: ["identity.update"] },
  keyctl: {
    options: SHORT_HELP,
    subcommands: {
      ...each("describe list rdescribe rlist show supports", LISTS),
      ...each("pipe print read", TELLS),
      ...each(
        "add padd request request2 instantiate negate newring update link move setperm timeout chown chgrp",
        KEEPS,
      ),
      ...each("clear invalidate reap revoke unlink purge", FORGETS),
      session: { operands: "text command?" },
    },
  },
  kinit: {
    lenient: true,
    options: { "-t -k": "text", "-c": "write" },
    operands: "text*",
    does: ["identity.update", "net.connect"],
  },
  klist: {
    lenient: true,
    options: { "-k": { value: "read", optional: true } },
    operands: "read*",
    does: ["identity.read"],
  },
  "sealed-secrets": TELLS,
  sops: {
    flags:
      "-i -s --in-place --show-master-keys --ignore-mac --verbose -y --yes --mac-only-encrypted --enable-local-keyservice",
    options: {
      ...SHORT_HELP,
      "-v": "",
      "--input-type --output-type --extract --set --unencrypted-suffix --encrypted-suffix --encrypted-regex --unencrypted-regex -k --kms -a --age -p --pgp --gcp-kms --azure-kv --hc-vault-transit --add-kms --rm-kms --add-pgp --rm-pgp --add-age --rm-age --shamir-secret-sharing-threshold --indent --aws-profile --value-file":
        "text",
      "--config": "read",
      "--output": "write",
      "-d --decrypt": { does: ["secret.read"], signals: ["credential.secret_store"] },
      "-e --encrypt": "",
      "-r --rotate": { does: ["secret.rotate"] },
    },
    operands: "read*",
    rules: [{ option: "-i --in-place", does: ["file.write"] }],
    subcommands: {
      ...each("decrypt edit", {
        ...TELLS,
        options: { ...OPTIONS, "-i --in-place": { does: ["file.write"] } },
        operands: "read",
      }),
      encrypt: { lenient: true, options: { "-i --in-place": { does: ["file.write"] } }, operands: "read" },
      "exec-env": { lenient: true, operands: "read shell*", does: ["secret.read"] },
      "exec-file": { lenient: true, operands: "read shell*", does: ["secret.read"] },
      filestatus: { lenient: true, operands: "read" },
      groups: KEEPS,
      keyservice: { lenient: true, does: ["net.listen"] },
      publish: { ...TELLS, does: ["secret.read", "net.upload"] },
      rotate: { ...ROTATES, operands: "write" },
      set: { ...KEEPS, operands: "write text*" },
      unset: { ...KEEPS, operands: "write text*" },
      updatekeys: { ...KEEPS, operands: "write*" },
    },
  },
  step: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("base64 path version", SHOWS),
      ca: {
        options: OPTIONS,
        operands: "text*",
        conventional: "secret",
        subcommands: {
          health: LISTS,
          root: { lenient: true, operands: "write?" },
          certificate: { lenient: true, operands: "text write write", does: ["secret.write"] },
        },
      },
      certificate: {
        options: OPTIONS,
        operands: "text*",
        subcommands: {
          ...each("fingerprint inspect lint verify needs-renewal key", { lenient: true, operands: "read*" }),
          ...each("bundle create format sign p12", {
            lenient: true,
            options: { ...OPTIONS, "--out": "write" },
            operands: "text*",
            does: ["file.write"],
          }),
          install: { lenient: true, operands: "read", does: ["identity.grant"] },
          uninstall: { lenient: true, operands: "read", does: ["identity.update"] },
        },
      },
      crypto: { ...WRITES },
      oauth: TELLS,
      ssh: GRANTS,
      fileserver: { lenient: true, operands: "list", does: ["net.listen"] },
    },
    conventional: "infra",
  },
  teller: {
    options: OPTIONS,
    subcommands: {
      ...each("env export sh show yaml", TELLS),
      ...each("copy put", KEEPS),
      delete: FORGETS,
      run: LENDS,
      redact: SHOWS,
      scan: LISTS,
    },
  },
  vault: VAULT,
  ykman: {
    options: { ...SHORT_HELP, "-d --device -r --reader -l --log-level": "text" },
    flags: "--diagnose --full-help",
    subcommands: {
      ...each("info list", { lenient: true, does: ["device.read"] }),
      ...each("config fido hsmauth openpgp otp piv apdu script", {
        ...KEEPS,
        rules: [{ operand: /^(?:delete|reset)$/, does: ["secret.delete"] }],
        subcommands: each("info", LISTS),
      }),
      oath: {
        options: OPTIONS,
        subcommands: {
          access: KEEPS,
          accounts: {
            options: OPTIONS,
            subcommands: {
              ...each("add rename uri", KEEPS),
              code: TELLS,
              delete: FORGETS,
              list: LISTS,
            },
          },
          info: LISTS,
          reset: FORGETS,
        },
      },
    },
  },
};
