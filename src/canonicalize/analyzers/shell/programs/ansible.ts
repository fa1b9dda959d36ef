import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { DESTROYS, INSTALLS, READS, RUNS } from "./infrastructure.ts";
import { each, SHORT_HELP, SHOWS } from "./options.ts";
import { CHANGES, SIGNS_IN, WRITES } from "./plain-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const ANSIBLE_OPTIONS: Options = {
  ...SHORT_HELP,
  "-i --inventory --inventory-file -e --extra-vars": "at_file",
  "--private-key --key-file": "mention",
  "--vault-password-file --vault-pass-file --become-password-file --connection-password-file": { value: "script" },
  "-M --module-path --playbook-dir": { value: "text", does: ["code.run"] },
  "-t --tree": "write",
  "--ssh-common-args --ssh-extra-args --scp-extra-args --sftp-extra-args": { value: "text", does: ["process.exec"] },
  "-u --user -c --connection -T --timeout -l --limit -f --forks -m --module-name --tags --skip-tags --start-at-task --become-method --become-user -B --background -P --poll --vault-id":
    "text",
};

const ANSIBLE: ProgramSpec = {
  flags:
    "-b -C -D -k -K -o -s -v -vv -vvv -vvvv --become --check --diff --ask-pass --ask-become-pass --one-line --verbose --ask-vault-pass --ask-vault-password --flush-cache --force-handlers --step -J",
  options: {
    ...ANSIBLE_OPTIONS,
    "-a --args": "text",
    "--list-hosts --list-tasks --list-tags --syntax-check": { stdout: true },
  },
  operands: "text",
  does: ["process.exec", "net.connect"],
  signals: ["remote.execution"],
  elsewhere: true,
};

/** Ansible, and others that set up many machines at once. */
export const CONFIGURATION_MANAGEMENT: ProgramTable = {
  ansible: ANSIBLE,
  "ansible-config": {
    options: ANSIBLE_OPTIONS,
    flags: "--only-changed",
    subcommands: { ...each("dump list validate view", SHOWS), init: WRITES },
  },
  "ansible-console": { ...ANSIBLE, operands: "text*" },
  "ansible-doc": { lenient: true, options: SHORT_HELP, operands: "text*" },
  "ansible-galaxy": {
    options: SHORT_HELP,
    flags: "-v -vv -vvv",
    subcommands: {
      ...each("info list search", SHOWS),
      collection: {
        options: SHORT_HELP,
        subcommands: {
          build: WRITES,
          download: INSTALLS,
          init: WRITES,
          install: INSTALLS,
          list: SHOWS,
          publish: { lenient: true, operands: "read", does: ["net.upload"] },
          verify: READS,
        },
      },
      delete: DESTROYS,
      import: CHANGES,
      init: WRITES,
      install: INSTALLS,
      login: SIGNS_IN,
      remove: { ...WRITES, does: ["file.delete"] },
      role: {
        options: SHORT_HELP,
        subcommands: {
          ...each("info list search", SHOWS),
          delete: DESTROYS,
          import: CHANGES,
          init: WRITES,
          install: INSTALLS,
          remove: { ...WRITES, does: ["file.delete"] },
          setup: CHANGES,
        },
      },
      setup: CHANGES,
    },
  },
  "ansible-inventory": {
    ...ANSIBLE,
    operands: "text*",
    does: [],
    signals: [],
    options: {
      ...ANSIBLE_OPTIONS,
      "--list --graph --export -y --yaml --toml --vars": "",
      "--host": "text",
      "--output": "write",
    },
  },
  "ansible-playbook": { ...ANSIBLE, operands: "script*", does: ["code.run", "net.connect"] },
  "ansible-pull": {
    ...ANSIBLE,
    options: { ...ANSIBLE_OPTIONS, "-U --url": "fetch", "-d --directory": "write", "-C --checkout": "text" },
    flags: ANSIBLE.flags?.replace(" -C", "") ?? "",
    operands: "script*",
    does: ["code.run", "net.fetch"],
  },
  "ansible-test": RUNS,
  "ansible-vault": {
    options: {
      ...SHORT_HELP,
      "--vault-password-file --vault-pass-file --new-vault-password-file": { value: "script" },
      "--vault-id --encrypt-vault-id --new-vault-id -n --name": "text",
      "--output": "write",
    },
    flags: "-v --ask-vault-password --ask-vault-pass -J -p --prompt",
    subcommands: {
      create: { lenient: true, operands: "write" },
      decrypt: { lenient: true, operands: "write*", does: ["secret.read"], signals: ["credential.secret_store"] },
      edit: { lenient: true, operands: "write", does: ["secret.read"] },
      encrypt: { lenient: true, operands: "write*" },
      encrypt_string: { lenient: true, operands: "text*", stdin: "data" },
      rekey: { lenient: true, operands: "write*", does: ["secret.rotate"] },
      view: { lenient: true, operands: "read*", does: ["secret.read"], signals: ["credential.secret_store"] },
    },
  },
  "chef-client": RUNS,
  "chef-solo": RUNS,
  fab: RUNS,
  facter: SHOWS,
  knife: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ssh: { lenient: true, operands: "text shell*", signals: ["remote.execution"], elsewhere: true },
      bootstrap: CHANGES,
    },
    conventional: "infra",
  },
  puppet: {
    ...RUNS,
    subcommands: {
      ...each("help config facts describe lookup", SHOWS),
      module: INSTALLS,
      agent: RUNS,
      apply: { ...RUNS, options: { ...SHORT_HELP, "-e --execute": "code" }, operands: "script*" },
    },
  },
  salt: {
    lenient: true,
    options: { ...SHORT_HELP, "--out-file": "write" },
    operands: "text*",
    does: ["process.exec", "net.connect"],
    signals: ["remote.execution"],
  },
  "salt-call": RUNS,
  "salt-key": {
    lenient: true,
    options: { ...SHORT_HELP, "-l --list -L --list-all -p --print -P -f --finger": { stdout: true } },
    operands: "text*",
    does: ["identity.grant"],
  },
  "salt-run": RUNS,
  "salt-ssh": { ...ANSIBLE, lenient: true, operands: "text*" },
};
