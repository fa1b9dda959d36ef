import type { ProgramSpec, ProgramTable } from "../spec.ts";
import {
  API,
  AUTH,
  CLONES,
  DOWNLOADS,
  FORGE_OPTIONS,
  FORGE_READS,
  FORGE_REMOVES,
  FORGE_WRITES,
  forge,
  ISSUES,
  KEYS,
  READS,
  REMOVES,
  REQUESTS,
  RUNS,
  SECRETS,
  TICKET_READS,
  TICKET_REMOVES,
  TICKET_WRITES,
  UPDATES,
} from "./forge-commands.ts";
import { each, SHORT_HELP } from "./options.ts";

const GH: ProgramSpec = {
  options: { ...SHORT_HELP, "-R --repo": "text" },
  subcommands: {
    ...each("completion help mintty preview version", READS),
    "agent-task": { ...forge, does: ["agent.delegate"] },
    alias: {
      options: SHORT_HELP,
      subcommands: {
        delete: UPDATES,
        import: { ...forge, operands: "read", does: ["process.schedule"] },
        list: READS,
        set: { ...forge, does: ["process.schedule"] },
      },
    },
    api: API,
    attestation: {
      subcommands: { download: DOWNLOADS, "trusted-root": READS, verify: { ...forge, operands: "read*" } },
    },
    auth: AUTH,
    browse: { ...forge, does: ["web.browse"] },
    cache: { subcommands: { delete: FORGE_REMOVES, list: FORGE_READS } },
    codespace: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list logs view", FORGE_READS),
        code: RUNS,
        cp: { ...forge, operands: "copy_remote_from* copy_remote_to", does: ["net.connect"] },
        create: { ...forge, does: ["infra.create"] },
        delete: FORGE_REMOVES,
        edit: { ...forge, does: ["infra.update"] },
        jupyter: { ...forge, does: ["net.listen"] },
        ports: { ...forge, does: ["infra.update"] },
        rebuild: { ...forge, does: ["infra.update"] },
        ssh: { ...forge, operands: "command?", does: ["net.connect"], elsewhere: true },
        stop: { ...forge, does: ["infra.update"] },
      },
    },
    config: {
      subcommands: {
        "clear-cache": REMOVES,
        get: READS,
        list: READS,
        set: {
          ...forge,
          rules: [{ operand: /^(?:editor|pager|browser)$/, does: ["process.schedule"] }],
          does: ["file.write"],
        },
      },
    },
    copilot: { ...forge, does: ["model.invoke", "agent.delegate"] },
    cs: "codespace",
    // Extensions are programs from anybody's repositories.
    extension: {
      subcommands: {
        ...each("browse list search", READS),
        create: UPDATES,
        exec: { ...forge, does: ["process.exec"] },
        install: { ...forge, does: ["code.install"] },
        remove: REMOVES,
        upgrade: { ...forge, does: ["code.install"] },
      },
    },
    ext: "extension",
    gist: {
      options: SHORT_HELP,
      subcommands: {
        clone: CLONES,
        create: {
          lenient: true,
          options: { ...SHORT_HELP, "-d --desc -f --filename": "text" },
          operands: "read*",
          does: ["web.submit", "net.upload"],
          stdin: "upload",
        },
        delete: FORGE_REMOVES,
        edit: {
          ...forge,
          options: { ...FORGE_OPTIONS, "-a --add": "read" },
          operands: "text read?",
          does: ["web.submit", "net.upload"],
        },
        list: READS,
        rename: FORGE_WRITES,
        view: READS,
      },
    },
    "gpg-key": { subcommands: { add: KEYS, delete: FORGE_REMOVES, list: READS } },
    issue: ISSUES,
    label: {
      subcommands: {
        ...each("clone create edit", TICKET_WRITES),
        delete: TICKET_REMOVES,
        list: TICKET_READS,
      },
    },
    org: { subcommands: { list: READS } },
    pr: REQUESTS,
    project: { ...forge, conventional: "ticket" },
    release: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list verify verify-asset view", FORGE_READS),
        create: {
          lenient: true,
          options: { ...FORGE_OPTIONS, "--discussion-category --target": "text" },
          operands: "text read*",
          does: ["repo.release"],
        },
        delete: FORGE_REMOVES,
        "delete-asset": FORGE_REMOVES,
        download: {
          ...DOWNLOADS,
          options: { ...SHORT_HELP, "-D --dir -O --output": "write", "-p --pattern -A --archive -R --repo": "text" },
        },
        edit: { ...forge, does: ["repo.release"] },
        upload: { lenient: true, options: FORGE_OPTIONS, operands: "text read*", does: ["repo.release"] },
      },
    },
    repo: {
      options: SHORT_HELP,
      subcommands: {
        archive: { ...forge, does: ["infra.update"] },
        autolink: { ...forge, conventional: "infra" },
        clone: CLONES,
        create: { ...forge, does: ["infra.create", "repo.push"] },
        delete: FORGE_REMOVES,
        "deploy-key": { subcommands: { add: KEYS, delete: FORGE_REMOVES, list: READS } },
        edit: {
          ...forge,
          options: { ...FORGE_OPTIONS, "--visibility": { value: "text", does: ["identity.grant"] } },
          does: ["infra.update"],
        },
        fork: { ...forge, does: ["infra.create"] },
        gitignore: READS,
        license: READS,
        list: FORGE_READS,
        rename: { ...forge, does: ["infra.update"] },
        "set-default": UPDATES,
        sync: FORGE_WRITES,
        unarchive: { ...forge, does: ["infra.update"] },
        view: FORGE_READS,
      },
    },
    ruleset: {
      subcommands: {
        ...each("check list view", FORGE_READS),
      },
    },
    run: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list view watch", FORGE_READS),
        cancel: { ...forge, does: ["process.kill"] },
        delete: FORGE_REMOVES,
        download: DOWNLOADS,
        rerun: RUNS,
      },
    },
    search: { ...forge, does: ["repo.read", "web.search"] },
    secret: SECRETS,
    "ssh-key": { subcommands: { add: KEYS, delete: FORGE_REMOVES, list: READS } },
    status: FORGE_READS,
    variable: {
      subcommands: {
        delete: FORGE_REMOVES,
        get: FORGE_READS,
        list: FORGE_READS,
        set: { ...forge, options: { ...FORGE_OPTIONS, "--env-file": "read" }, does: ["infra.update"] },
      },
    },
    workflow: {
      subcommands: {
        disable: { ...forge, does: ["infra.update"] },
        enable: RUNS,
        list: FORGE_READS,
        run: RUNS,
        view: FORGE_READS,
      },
    },
  },
};

/** gh(1): what it does, it does at GitHub, with the rights of whoever logged in. */
export const GITHUB: ProgramTable = { gh: GH };
