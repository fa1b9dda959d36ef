import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { each, SHORT_HELP, SHOWS } from "./options.ts";
import { CHANGES, CREDENTIALS, SIGNS_IN, WRITES } from "./plain-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

export const READS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.read"] };

export const DESTROYS: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["infra.delete"],
  signals: ["cloud.destroy"],
};

export const INSTALLS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["code.install"] };

export const RUNS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["code.run"] };

const TF_OPTIONS: Options = {
  ...SHORT_HELP,
  "-help": { harmless: true },
  "-version": "",
  "-chdir": "chdir",
  "-var-file -backend-config -plugin-dir -state": "read",
  "-out -state-out -backup -generate-config-out": "write",
  "-var -target -replace -lock-timeout -parallelism -from-module -type -id": "text",
};

/** terraform(1): reading the configuration may run programs (external data sources, provisioners, providers). */
const TERRAFORM: ProgramSpec = {
  options: TF_OPTIONS,
  subcommands: {
    ...each("version metadata modules", SHOWS),
    ...each("graph providers show validate", { ...READS, options: TF_OPTIONS, operands: "read*" }),
    ...each("env force-unlock taint untaint", CHANGES),
    apply: {
      lenient: true,
      options: { ...TF_OPTIONS, "-destroy": { does: ["infra.delete"], signals: ["cloud.destroy"] } },
      operands: "read?",
      does: ["infra.update", "code.run"],
    },
    console: { ...READS, options: TF_OPTIONS, does: ["infra.read", "code.run"] },
    destroy: { ...DESTROYS, options: TF_OPTIONS, does: ["infra.delete", "code.run"] },
    fmt: {
      lenient: true,
      options: { ...TF_OPTIONS, "-check -diff": "", "-write=false": { stdout: true } },
      operands: "write*",
    },
    get: INSTALLS,
    import: { ...CHANGES, options: TF_OPTIONS, does: ["infra.update", "code.run"] },
    init: { ...INSTALLS, options: TF_OPTIONS },
    login: SIGNS_IN,
    logout: SIGNS_IN,
    // Outputs and the state hold secrets in the clear.
    output: { ...READS, options: { ...TF_OPTIONS, "-raw -json": "" } },
    plan: { lenient: true, options: TF_OPTIONS, operands: "text*", does: ["infra.read", "code.run"] },
    push: { ...CHANGES, does: ["net.upload"] },
    refresh: { ...CHANGES, options: TF_OPTIONS, does: ["infra.update", "code.run"] },
    state: {
      options: TF_OPTIONS,
      subcommands: {
        list: READS,
        mv: CHANGES,
        pull: CREDENTIALS,
        push: { ...CHANGES, operands: "read" },
        "replace-provider": CHANGES,
        rm: { ...CHANGES, does: ["infra.delete"] },
        show: READS,
      },
    },
    test: RUNS,
    workspace: {
      options: TF_OPTIONS,
      subcommands: { delete: DESTROYS, list: READS, new: CHANGES, select: CHANGES, show: READS },
    },
  },
};

/** Programs that set up machines and services from descriptions of them. */
export const INFRASTRUCTURE: ProgramTable = {
  atlas: { options: SHORT_HELP, conventional: "infra", operands: "text*" },
  boundary: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      connect: { lenient: true, operands: "text*", does: ["net.listen", "net.connect"], signals: ["network.tunnel"] },
    },
    conventional: "infra",
  },
  cdk: {
    ...RUNS,
    subcommands: {
      ...each("acknowledge context docs doctor list ls metadata notices", {
        ...READS,
        does: ["infra.read", "code.run"],
      }),
      bootstrap: { ...CHANGES, does: ["infra.create", "identity.grant"] },
      deploy: { ...CHANGES, does: ["infra.update", "code.run"] },
      destroy: DESTROYS,
      diff: { ...READS, does: ["infra.read", "code.run"] },
      synth: RUNS,
      watch: { ...CHANGES, does: ["infra.update", "code.run"] },
    },
  },
  "cloud-nuke": DESTROYS,
  consul: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("members monitor rtt", READS),
      agent: { lenient: true, does: ["net.listen", "process.exec"] },
      acl: { lenient: true, operands: "text*", does: ["identity.grant"] },
      exec: { lenient: true, operands: "shell*", signals: ["remote.execution"], elsewhere: true },
      keygen: CREDENTIALS,
      kv: {
        options: SHORT_HELP,
        subcommands: {
          delete: DESTROYS,
          export: READS,
          get: READS,
          import: { ...CHANGES, operands: "at_file" },
          put: { ...CHANGES, operands: "text at_file?", stdin: "upload" },
        },
      },
      snapshot: {
        options: SHORT_HELP,
        subcommands: {
          save: { lenient: true, operands: "write" },
          restore: { ...CHANGES, operands: "read" },
          inspect: READS,
        },
      },
      watch: RUNS,
      leave: CHANGES,
    },
    conventional: "infra",
  },
  "consul-template": RUNS,
  crossplane: { options: SHORT_HELP, conventional: "infra", operands: "text*" },
  infracost: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["net.connect"] },
  molecule: RUNS,
  nixops: RUNS,
  nomad: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      agent: { lenient: true, does: ["net.listen", "process.exec"] },
      alloc: {
        options: SHORT_HELP,
        operands: "text*",
        subcommands: {
          exec: { lenient: true, operands: "text command", does: ["process.exec"], elsewhere: true },
          fs: READS,
          signal: CHANGES,
        },
        conventional: "infra",
      },
      exec: { lenient: true, operands: "text command", does: ["process.exec"], elsewhere: true },
      job: {
        options: SHORT_HELP,
        subcommands: {
          ...each("history inspect plan status validate deployments eval allocs", READS),
          ...each("dispatch periodic start", RUNS),
          ...each("promote restart revert scale", CHANGES),
          init: WRITES,
          run: { ...RUNS, operands: "read" },
          stop: DESTROYS,
        },
      },
      monitor: READS,
      node: { options: SHORT_HELP, operands: "text*", conventional: "infra" },
      run: { ...RUNS, operands: "read" },
      ui: SHOWS,
      var: { options: SHORT_HELP, operands: "text*", conventional: "secret", subcommands: { get: CREDENTIALS } },
    },
    conventional: "infra",
  },
  packer: {
    options: SHORT_HELP,
    flags: "-machine-readable",
    subcommands: {
      ...each("hcl2_upgrade inspect validate version", { ...READS, operands: "read*" }),
      build: {
        ...RUNS,
        options: { ...SHORT_HELP, "-var-file": "read", "-var -only -except": "text" },
        operands: "read*",
        does: ["code.run", "infra.create"],
      },
      console: RUNS,
      fix: READS,
      fmt: { lenient: true, operands: "write*" },
      init: INSTALLS,
      plugins: INSTALLS,
    },
  },
  prowler: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o -F --output-directory --output-filename --output-path": "write",
      "--checks-file --config-file --mutelist-file": "read",
    },
    operands: "text*",
    does: ["infra.read"],
  },
  pulumi: {
    options: { ...SHORT_HELP, "-C --cwd": "chdir", "-s --stack": "text" },
    operands: "text*",
    subcommands: {
      ...each("about history logs version whoami schema console", READS),
      ...each("cancel import refresh watch state", { ...CHANGES, does: ["infra.update", "code.run"] }),
      ...each("install new plugin", INSTALLS),
      config: { options: SHORT_HELP, operands: "text*", conventional: "secret", subcommands: { get: CREDENTIALS } },
      destroy: { ...DESTROYS, does: ["infra.delete", "code.run"] },
      env: { ...CREDENTIALS },
      login: SIGNS_IN,
      logout: SIGNS_IN,
      org: CHANGES,
      policy: CHANGES,
      preview: { ...READS, does: ["infra.read", "code.run"] },
      stack: {
        options: SHORT_HELP,
        operands: "text*",
        subcommands: {
          ...each("ls graph history tag", READS),
          output: READS,
          export: { ...CREDENTIALS, options: { ...SHORT_HELP, "--file": "write" } },
          rm: DESTROYS,
          select: CHANGES,
          init: CHANGES,
        },
        rules: [{ bare: true, does: ["infra.read"] }],
        conventional: "infra",
      },
      up: { ...CHANGES, does: ["infra.update", "code.run"] },
      update: "up",
    },
    conventional: "infra",
  },
  sst: RUNS,
  terraform: TERRAFORM,
  "terraform-docs": { lenient: true, options: { ...SHORT_HELP, "--output-file": "write" }, operands: "search*" },
  terraformer: CHANGES,
  terragrunt: {
    ...TERRAFORM,
    options: { ...TF_OPTIONS, "--terragrunt-config --terragrunt-working-dir --working-dir": "text" },
    flags: "--terragrunt-non-interactive --non-interactive",
    subcommands: {
      ...TERRAFORM.subcommands,
      ...each("hcl hclfmt render-json", WRITES),
      ...each("find graph-dependencies list", READS),
      "run-all": { ...RUNS, does: ["infra.update", "code.run"] },
      run: { ...RUNS, does: ["infra.update", "code.run"] },
    },
  },
  tfenv: { ...INSTALLS, subcommands: each("list list-remote version-name pin", SHOWS) },
  tfswitch: INSTALLS,
  tofu: TERRAFORM,
};
