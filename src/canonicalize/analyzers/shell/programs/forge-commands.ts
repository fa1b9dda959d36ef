import type { OptionSpec, ProgramSpec } from "../spec.ts";
import { SHORT_HELP } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

export const READS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["repo.read"] };
export const WRITES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["repo.write"] };
export const UPDATES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["repo.write", "file.write"],
};
export const REMOVES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["repo.write", "file.delete"],
};
export const PUSHES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["repo.push"] };
export const PULLS: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["net.fetch", "repo.write"],
};
export const CLONES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "fetch write?",
  does: ["repo.write", "file.write"],
};

export const FORGE_OPTIONS: Options = {
  ...SHORT_HELP,
  "-R --repo -t --title -b --body --message -m -l --label --assignee -r --reviewer -q --jq -L --limit -s --state -B --base -H --head -e --env -o --org --group -u --user --json --template -n --notes --name --ref -f --raw-field":
    "text",
  "-F --body-file --notes-file --body-from-file": "read",
};
export const forge: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: FORGE_OPTIONS,
  operands: "text*",
};
export const FORGE_READS: ProgramSpec = { ...forge, does: ["repo.read"] };
export const FORGE_WRITES: ProgramSpec = { ...forge, does: ["repo.push"] };
const FORGE_MERGES: ProgramSpec = { ...forge, does: ["repo.merge", "repo.push"] };
export const FORGE_REMOVES: ProgramSpec = { ...forge, does: ["infra.delete"] };
const FORGE_CHECKS_OUT: ProgramSpec = { ...forge, does: ["net.fetch", "repo.write", "file.write"] };
export const TICKET_READS: ProgramSpec = { ...forge, does: ["ticket.read"] };
export const TICKET_WRITES: ProgramSpec = { ...forge, does: ["ticket.write"] };
export const TICKET_REMOVES: ProgramSpec = { ...forge, does: ["ticket.delete"] };
export const RUNS: ProgramSpec = { ...forge, does: ["process.schedule"] };
export const DOWNLOADS: ProgramSpec = {
  ...forge,
  options: { ...FORGE_OPTIONS, "-D --dir --output -O": "write" },
  does: ["net.fetch", "file.write"],
};
export const KEYS: ProgramSpec = {
  options: FORGE_OPTIONS,
  operands: "read*",
  does: ["identity.grant"],
  signals: ["persistence.account_file"],
};
export const SECRETS: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    delete: { ...forge, does: ["secret.delete"] },
    get: { ...forge, does: ["secret.read"] },
    list: FORGE_READS,
    remove: "delete",
    set: { ...forge, options: { ...FORGE_OPTIONS, "--env-file": "read" }, does: ["secret.write"], stdin: "upload" },
    update: "set",
    create: "set",
    export: "get",
  },
};

export const ISSUES: ProgramSpec = {
  ...forge,
  subcommands: {
    close: TICKET_WRITES,
    comment: TICKET_WRITES,
    create: TICKET_WRITES,
    delete: TICKET_REMOVES,
    develop: FORGE_WRITES,
    edit: TICKET_WRITES,
    list: TICKET_READS,
    lock: TICKET_WRITES,
    note: TICKET_WRITES,
    pin: TICKET_WRITES,
    reopen: TICKET_WRITES,
    show: TICKET_READS,
    status: TICKET_READS,
    subscribe: TICKET_WRITES,
    transfer: TICKET_WRITES,
    unlock: TICKET_WRITES,
    unpin: TICKET_WRITES,
    update: TICKET_WRITES,
    view: TICKET_READS,
  },
};
export const REQUESTS: ProgramSpec = {
  ...forge,
  subcommands: {
    approve: FORGE_WRITES,
    checkout: FORGE_CHECKS_OUT,
    checks: FORGE_READS,
    close: TICKET_WRITES,
    comment: TICKET_WRITES,
    create: { ...FORGE_WRITES, does: ["ticket.write", "repo.push"] },
    delete: TICKET_REMOVES,
    diff: FORGE_READS,
    edit: TICKET_WRITES,
    list: FORGE_READS,
    lock: TICKET_WRITES,
    merge: FORGE_MERGES,
    new: "create",
    note: TICKET_WRITES,
    ready: TICKET_WRITES,
    rebase: FORGE_WRITES,
    reopen: TICKET_WRITES,
    review: TICKET_WRITES,
    revoke: TICKET_WRITES,
    status: FORGE_READS,
    update: TICKET_WRITES,
    "update-branch": FORGE_WRITES,
    view: FORGE_READS,
    show: FORGE_READS,
  },
};

/** gh(1) and glab(1) api: any request; a field makes it a POST, `-F name=@file` sends a file. */
export const API: ProgramSpec = {
  flags: "-i --include --paginate --silent --slurp --verbose",
  options: {
    ...SHORT_HELP,
    "-X --method": "text",
    "-f --raw-field": { value: "text", does: ["web.submit"] },
    "-F --field --form": { value: "at_file", does: ["web.submit"] },
    "--input": { value: "read", does: ["web.submit"] },
    "-H --header -p --preview -q --jq -t --template --cache --output": "text",
    "--hostname": "connect",
  },
  rules: [
    { option: "-X --method", value: /^DELETE$/i, does: ["infra.delete"] },
    { option: "-X --method", value: /^(?!GET$|HEAD$)/i, does: ["web.submit"] },
  ],
  operands: "text*",
  does: ["repo.read"],
};

export const AUTH: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    login: { ...forge, does: ["identity.update"] },
    logout: { ...forge, does: ["identity.update"] },
    refresh: { ...forge, does: ["identity.grant"] },
    "setup-git": { ...forge, does: ["file.write"] },
    status: {
      ...forge,
      options: { ...SHORT_HELP, "-t --show-token": { does: ["secret.read"], signals: ["credential.read"] } },
      does: ["identity.read"],
    },
    switch: { ...forge, does: ["identity.update"] },
    token: { ...forge, does: ["secret.read"], signals: ["credential.read"] },
  },
};
