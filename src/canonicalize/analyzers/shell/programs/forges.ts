import type { ProgramSpec, ProgramTable } from "../spec.ts";
import {
  API,
  AUTH,
  CLONES,
  DOWNLOADS,
  FORGE_READS,
  FORGE_REMOVES,
  FORGE_WRITES,
  forge,
  ISSUES,
  KEYS,
  PULLS,
  PUSHES,
  READS,
  REQUESTS,
  RUNS,
  SECRETS,
  TICKET_READS,
  UPDATES,
  WRITES,
} from "./forge-commands.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";

const GLAB: ProgramSpec = {
  options: { ...SHORT_HELP, "-R --repo": "text" },
  subcommands: {
    ...each("check-update completion user version", READS),
    alias: { subcommands: { delete: UPDATES, list: READS, set: { ...forge, does: ["process.schedule"] } } },
    api: API,
    auth: AUTH,
    ci: {
      ...forge,
      subcommands: {
        ...each("config get list status trace view", FORGE_READS),
        ...each("retry run trigger", RUNS),
        artifact: DOWNLOADS,
        cancel: { ...forge, does: ["process.kill"] },
        delete: FORGE_REMOVES,
        lint: { ...forge, operands: "read?" },
      },
    },
    cluster: { ...forge, conventional: "infra" },
    config: { subcommands: { edit: UPDATES, get: READS, set: { ...forge, does: ["file.write"] } } },
    duo: { ...forge, does: ["model.invoke"] },
    incident: ISSUES,
    issue: ISSUES,
    iteration: { ...forge, conventional: "ticket" },
    job: DOWNLOADS,
    label: { ...forge, conventional: "ticket" },
    mr: REQUESTS,
    pipeline: "ci",
    release: {
      ...forge,
      subcommands: {
        create: { ...forge, operands: "text read*", does: ["repo.release"] },
        delete: FORGE_REMOVES,
        download: DOWNLOADS,
        list: FORGE_READS,
        upload: "create",
        view: FORGE_READS,
      },
    },
    repo: {
      ...forge,
      subcommands: {
        ...each("list search view", FORGE_READS),
        archive: DOWNLOADS,
        clone: CLONES,
        contributors: READS,
        create: { ...forge, does: ["infra.create"] },
        delete: FORGE_REMOVES,
        fork: { ...forge, does: ["infra.create"] },
        mirror: FORGE_WRITES,
        transfer: { ...forge, does: ["infra.update"] },
      },
    },
    schedule: { ...forge, does: ["process.schedule"] },
    securefile: DOWNLOADS,
    snippet: { ...forge, operands: "read*", does: ["web.submit", "net.upload"] },
    "ssh-key": { subcommands: { add: KEYS, delete: FORGE_REMOVES, get: READS, list: READS } },
    stack: FORGE_WRITES,
    token: { ...forge, does: ["identity.grant"] },
    variable: SECRETS,
  },
};

/** hub(1) is git(1) with more commands; what is git's own is read as far as it is listed. */
const HUB: ProgramSpec = {
  options: { ...HELP, "-C": "chdir" },
  subcommands: {
    ...each("alias ci-status compare diff help log show status version", READS),
    ...each("am apply checkout cherry-pick fetch pull submodule", PULLS),
    ...each("commit init remote", WRITES),
    add: { ...WRITES, operands: "read*" },
    api: API,
    branch: { ...WRITES, rules: [{ bare: true, harmless: true }] },
    browse: { ...READS, does: ["web.browse"] },
    clone: CLONES,
    create: { ...PUSHES, does: ["infra.create"] },
    delete: FORGE_REMOVES,
    fork: { ...PUSHES, does: ["infra.create"] },
    gist: { subcommands: { create: { lenient: true, operands: "read*", does: ["net.upload"] }, show: READS } },
    issue: { ...TICKET_READS, rules: [{ operand: /^(?:create|update|transfer)$/, does: ["ticket.write"] }] },
    merge: UPDATES,
    pr: REQUESTS,
    "pull-request": {
      ...PUSHES,
      options: { ...SHORT_HELP, "-F --file": "read" },
      does: ["ticket.write", "repo.push"],
    },
    push: PUSHES,
    release: {
      ...FORGE_READS,
      rules: [
        { operand: /^(?:create|edit|delete)$/, does: ["repo.release"] },
        { operand: /^download$/, does: ["net.fetch", "file.write"] },
      ],
    },
    sync: { ...PULLS, does: ["net.fetch", "repo.write", "file.delete"] },
  },
};

/** The command lines of other forges, and older ones of GitHub. */
export const FORGES: ProgramTable = { glab: GLAB, hub: HUB };
