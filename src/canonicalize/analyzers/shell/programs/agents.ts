import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { CREDENTIALS, READS, REMOVES, SIGNS_IN } from "./plain-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const CONFIGURES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["file.write"] };
const UPDATES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["code.install"] };
const SERVES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["net.listen", "agent.delegate"],
};
/** Tools and servers that an agent may use from then on. */
const ADMITS: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["artifact.admit", "code.install"],
};
const DROPS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["artifact.remove"] };
const MESSAGES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["message.send", "net.connect"],
};
const SCHEDULES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["process.schedule", "agent.delegate"],
};

const UNGUARDED: OptionSpec = { signals: ["privilege.agent_unguarded"] };
const AGENT_OPTIONS: Options = {
  ...SHORT_HELP,
  "-v -V": "",
  "--dangerously-skip-permissions --allow-dangerously-skip-permissions --dangerously-bypass-approvals-and-sandbox --dangerously-allow-all --yolo -y --full-auto --yes-always --auto-approve --always-approve --allow-all-tools --allow-all --force --no-sandbox --trust-all-tools --dangerously-allow-browser --approve-all --skip-permissions-unsafe --allow-all-paths":
    UNGUARDED,
  "--permission-mode --approval-mode -a --ask-for-approval --ask-approval --sandbox -s --permission": "text",
  "--mcp-config --settings --system-prompt-file --append-system-prompt-file -i --image --file --attach --config-file":
    "read",
  "-o --output-last-message --log-file": "write",
  "--add-dir --cwd -C --cd --dir": "mention",
  "-m --model -p --print --prompt --system-prompt --append-system-prompt --output-format --input-format --max-turns --allowedTools --allowed-tools --disallowedTools --agent --agents --session --session-id -r --resume --profile -c --config --fallback-model":
    { value: "text", optional: true },
};
const AGENT_RULES: ProgramSpec["rules"] = [
  {
    option: "--permission-mode --permission --approval-mode",
    value: /bypass|dontask|yolo|auto_?edit|^full|allow-all/i,
    signals: ["privilege.agent_unguarded"],
  },
  { option: "-a --ask-for-approval --ask-approval", value: /^never$/, signals: ["privilege.agent_unguarded"] },
  { option: "-s --sandbox", value: /danger-full-access|^(?:false|none|off)$/, signals: ["privilege.agent_unguarded"] },
  {
    option: "-c --config",
    value: /approval_policy\s*=\s*"?never|danger-full-access|sandbox_mode\s*=\s*"?danger/,
    signals: ["privilege.agent_unguarded"],
  },
];

/** A coding agent: it does what its prompt says, with the rights of whoever starts it. */
const AGENT: ProgramSpec = {
  lenient: true,
  options: AGENT_OPTIONS,
  rules: AGENT_RULES,
  operands: "text*",
  does: ["agent.delegate", "model.invoke"],
  stdin: "upload",
  subcommands: {
    ...each(
      "about agents commands completion completions debug-info doctor features help info models session-list stats status version whoami",
      READS,
    ),
    ...each("config configure export-config init install-completions setup settings set permissions", CONFIGURES),
    ...each("install migrate-installer self-update update upgrade", UPDATES),
    ...each("login logout auth setup-token", SIGNS_IN),
    ...each("plugin plugins extension extensions skill skills", {
      ...ADMITS,
      subcommands: { ...each("list ls show search info view", READS), ...each("remove uninstall rm disable", DROPS) },
    }),
    mcp: {
      options: SHORT_HELP,
      subcommands: {
        ...each("get help list ls debug", READS),
        ...each("add add-from-claude-desktop add-json enable import install reset-project-choices", ADMITS),
        ...each("disable remove rm uninstall logout", DROPS),
        auth: SIGNS_IN,
        login: SIGNS_IN,
        serve: SERVES,
      },
    },
  },
};

const CODEX: ProgramSpec = {
  ...AGENT,
  subcommands: {
    ...AGENT.subcommands,
    ...each("e exec resume review fork cloud", { ...AGENT, subcommands: {} }),
    apply: CONFIGURES,
    debug: READS,
    "app-server": SERVES,
    "mcp-server": SERVES,
    proto: AGENT,
    sandbox: { operands: "text command", does: ["process.exec"] },
  },
};

const OPENCODE: ProgramSpec = {
  ...AGENT,
  subcommands: {
    ...AGENT.subcommands,
    ...each("models stats db", READS),
    ...each("acp serve web", SERVES),
    agent: { options: SHORT_HELP, subcommands: { create: CONFIGURES, list: READS } },
    attach: { lenient: true, options: SHORT_HELP, operands: "connect" },
    auth: { options: SHORT_HELP, subcommands: { ls: READS, list: READS, login: SIGNS_IN, logout: SIGNS_IN } },
    debug: { ...READS, operands: "text*" },
    export: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["memory.read"] },
    github: {
      options: SHORT_HELP,
      subcommands: { install: { ...ADMITS, does: ["artifact.admit", "repo.write"] }, run: AGENT },
    },
    import: { lenient: true, options: SHORT_HELP, operands: "read", does: ["memory.write"] },
    pr: { ...AGENT, subcommands: {} },
    run: { ...AGENT, subcommands: {} },
    session: { options: SHORT_HELP, subcommands: { list: READS, delete: { ...REMOVES, does: ["memory.delete"] } } },
    uninstall: { ...REMOVES, options: { ...SHORT_HELP, "--dry-run": { stdout: true } } },
    upgrade: UPDATES,
  },
};

/** OpenClaw: an agent that is reached by messages and stays running. */
const OPENCLAW: ProgramSpec = {
  options: { ...SHORT_HELP, "-V": "", "--profile": "text" },
  flags: "--dev --no-color",
  subcommands: {
    ...each("docs health logs sessions status version dashboard", READS),
    ...each("config configure setup doctor reset-config completion", CONFIGURES),
    ...each("plugins skills hooks", {
      ...ADMITS,
      subcommands: { ...each("list info check search doctor", READS), ...each("disable uninstall remove", DROPS) },
    }),
    acp: SERVES,
    agent: AGENT,
    agents: {
      options: SHORT_HELP,
      subcommands: { list: READS, add: { ...ADMITS, does: ["agent.delegate"] }, delete: REMOVES },
      operands: "text*",
    },
    approvals: { ...ADMITS, does: ["identity.grant"], subcommands: each("get list", READS) },
    browser: { ...AGENT, does: ["web.browse"], subcommands: {} },
    channels: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list logs status capabilities resolve", READS),
        ...each("add login logout remove", SIGNS_IN),
      },
    },
    cron: { ...SCHEDULES, subcommands: { ...each("list runs status", READS), ...each("rm remove disable", REMOVES) } },
    daemon: {
      ...SERVES,
      subcommands: {
        status: READS,
        install: { ...SERVES, does: ["process.schedule", "net.listen"], signals: ["persistence.service"] },
        uninstall: REMOVES,
        stop: { ...REMOVES, does: ["process.kill"] },
      },
    },
    devices: { ...SIGNS_IN, does: ["identity.grant"], subcommands: { list: READS } },
    directory: READS,
    gateway: {
      ...SERVES,
      signals: ["network.listen"],
      subcommands: {
        ...each("status health discover probe usage-cost", READS),
        call: MESSAGES,
        install: { ...SERVES, does: ["process.schedule", "net.listen"], signals: ["persistence.service"] },
        ...each("stop uninstall", { ...REMOVES, does: ["process.kill"] }),
      },
    },
    memory: {
      options: SHORT_HELP,
      subcommands: {
        ...each("search status", { ...READS, does: ["memory.read"] }),
        index: { ...CONFIGURES, does: ["memory.write"] },
      },
    },
    message: {
      ...MESSAGES,
      subcommands: {
        ...each("read search poll-results", { ...READS, does: ["message.read"] }),
        ...each("delete", { ...REMOVES, does: ["message.delete"] }),
      },
    },
    models: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list status scan", READS),
        ...each("set set-image aliases fallbacks", CONFIGURES),
        auth: SIGNS_IN,
      },
      operands: "text*",
    },
    node: { ...SERVES, does: ["process.exec", "net.connect"] },
    nodes: {
      options: SHORT_HELP,
      subcommands: {
        ...each("describe list pending status", READS),
        ...each("approve pair rename reject", { ...SIGNS_IN, does: ["identity.grant"] }),
        ...each("camera canvas invoke location notify run screen", {
          ...AGENT,
          does: ["process.exec"],
          elsewhere: true,
          subcommands: {},
        }),
      },
    },
    onboard: {
      ...CONFIGURES,
      options: { ...SHORT_HELP, "--install-daemon": { does: ["process.schedule"], signals: ["persistence.service"] } },
    },
    pairing: { ...SIGNS_IN, does: ["identity.grant"], subcommands: { list: READS } },
    reset: REMOVES,
    sandbox: { ...CONFIGURES, subcommands: { ...each("explain list", READS), recreate: REMOVES } },
    security: {
      options: SHORT_HELP,
      subcommands: { audit: { ...READS, options: { ...SHORT_HELP, "--fix": { does: ["file.write"] } } } },
    },
    system: MESSAGES,
    tui: AGENT,
    uninstall: REMOVES,
    update: { ...UPDATES, subcommands: { status: READS } },
    voicecall: MESSAGES,
    webhooks: SIGNS_IN,
  },
};

/** Asks a model and prints the answer; what it is given goes to whoever runs the model. */
const ASKS: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-m --model -s --system -t --template --role --chat --format": "text",
    "-a --attachment -f --fragment --file": "read",
    "--output": "write",
    "--shell -x --execute": "",
    "--yolo": UNGUARDED,
  },
  operands: "text*",
  does: ["model.invoke"],
  stdin: "upload",
};

const OLLAMA: ProgramSpec = {
  options: SHORT_HELP,
  flags: "-v",
  subcommands: {
    ...each("help list ls ps show", SHOWS),
    cp: CONFIGURES,
    create: { lenient: true, options: { ...HELP, "-f --file": "read" }, operands: "text", does: ["file.write"] },
    launch: { ...AGENT, subcommands: {} },
    pull: { lenient: true, operands: "text*", does: ["net.fetch", "file.write"] },
    push: { lenient: true, operands: "text*", does: ["net.upload"] },
    rm: REMOVES,
    run: { ...ASKS },
    runner: SERVES,
    serve: { ...SERVES, does: ["net.listen"], signals: ["network.listen"] },
    signin: SIGNS_IN,
    signout: SIGNS_IN,
    start: "serve",
    stop: { ...REMOVES, does: ["process.kill"] },
  },
};

/** Agents that act on this machine, and programs that ask models. */
export const AGENTS: ProgramTable = {
  aichat: ASKS,
  aider: AGENT,
  auggie: AGENT,
  chatgpt: ASKS,
  claude: AGENT,
  clawdbot: OPENCLAW,
  cline: AGENT,
  codex: CODEX,
  "copilot-cli": AGENT,
  crush: AGENT,
  "cursor-agent": AGENT,
  droid: AGENT,
  fabric: ASKS,
  "fabric-ai": ASKS,
  gemini: AGENT,
  "gpt-engineer": AGENT,
  gptme: AGENT,
  "inference-snap": ASKS,
  interpreter: AGENT,
  kilo: AGENT,
  kimi: AGENT,
  kiro: AGENT,
  "kiro-cli": AGENT,
  "llama-cli": { ...ASKS, options: { ...ASKS.options, "--model-url -mu --hf-repo": "text" } },
  "llama-server": SERVES,
  llamafile: ASKS,
  llm: {
    ...ASKS,
    subcommands: {
      ...each("aliases collections fragments help logs models plugins schemas similar templates tools", READS),
      chat: ASKS,
      install: UPDATES,
      uninstall: REMOVES,
      keys: { ...SIGNS_IN, does: ["secret.write"], subcommands: { get: CREDENTIALS, list: READS, path: READS } },
      embed: ASKS,
    },
  },
  lms: {
    options: SHORT_HELP,
    subcommands: {
      ...each("log ls ps status version", SHOWS),
      ...each("import load unload", CONFIGURES),
      get: { lenient: true, operands: "text*", does: ["net.fetch", "file.write"] },
      server: SERVES,
    },
  },
  mods: ASKS,
  moltbot: OPENCLAW,
  oco: { ...ASKS, does: ["model.invoke", "repo.write"] },
  ollama: OLLAMA,
  "open-interpreter": AGENT,
  openai: { ...ASKS, does: ["model.invoke", "net.upload"] },
  openclaw: OPENCLAW,
  opencode: OPENCODE,
  openhands: AGENT,
  plandex: AGENT,
  "q-chat": AGENT,
  qwen: AGENT,
  ramalama: OLLAMA,
  sgpt: ASKS,
  skills: { ...ADMITS, subcommands: { ...each("check find list ls", READS), ...each("remove rm", DROPS) } },
  sweagent: AGENT,
  tgpt: ASKS,
  vllm: SERVES,
  warp: AGENT,
  whisper: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --output_dir": "write",
      "--model --language --task --verbose --device -f --output_format --temperature": "text",
    },
    operands: "read*",
    does: ["file.write"],
  },
};
