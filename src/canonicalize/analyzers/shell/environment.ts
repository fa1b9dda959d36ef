import type { SignalCode } from "../signals.ts";

/** Variables whose value changes what programs do: see the manual pages of bash(1), ld.so(8), git(1), node(1), python(1). */
export interface VariableSpec {
  readonly signal?: SignalCode;
  /** The value is a command that other programs run. */
  readonly runs?: true;
  /** What follows from the value cannot be told: another program is found, other code is loaded. */
  readonly opaque?: true;
  /** Substitutions in the value are run. */
  readonly expands?: true;
  /** The value names a host that others then talk to. */
  readonly connects?: true;
  /** Only a value that is like this. */
  readonly like?: RegExp;
  /** Only for what follows in the line, not for the one command that it is set for. */
  readonly lasting?: true;
}

const LOADS: VariableSpec = { signal: "persistence.preload", opaque: true };
const RUNS: VariableSpec = { runs: true };
const OPAQUE: VariableSpec = { opaque: true };
const EXPANDS: VariableSpec = { expands: true };
const CONNECTS: VariableSpec = { connects: true };
const HISTORY: VariableSpec = { signal: "evasion.history" };

const ENVIRONMENT: Readonly<Record<string, VariableSpec | undefined>> = {
  ALL_PROXY: CONNECTS,
  AWS_ENDPOINT_URL: CONNECTS,
  BASH_ENV: OPAQUE,
  BASH_LOADABLES_PATH: OPAQUE,
  BROWSER: RUNS,
  CDPATH: OPAQUE,
  CLASSPATH: OPAQUE,
  CURL_HOME: OPAQUE,
  CVS_RSH: RUNS,
  DOCKER_HOST: CONNECTS,
  DYLD_INSERT_LIBRARIES: LOADS,
  DYLD_LIBRARY_PATH: LOADS,
  EDITOR: RUNS,
  ENV: OPAQUE,
  EXINIT: OPAQUE,
  FCEDIT: RUNS,
  FPATH: OPAQUE,
  FZF_DEFAULT_COMMAND: RUNS,
  GCONV_PATH: LOADS,
  GIT_ASKPASS: RUNS,
  GIT_CONFIG: OPAQUE,
  GIT_CONFIG_COUNT: OPAQUE,
  GIT_CONFIG_PARAMETERS: OPAQUE,
  GIT_CONFIG_GLOBAL: { opaque: true, like: /^(?!\/dev\/null$)/ },
  GIT_CONFIG_SYSTEM: { opaque: true, like: /^(?!\/dev\/null$)/ },
  GIT_DIR: OPAQUE,
  GIT_EDITOR: RUNS,
  GIT_EXEC_PATH: OPAQUE,
  GIT_EXTERNAL_DIFF: RUNS,
  GIT_PAGER: RUNS,
  GIT_PROXY_COMMAND: RUNS,
  GIT_SEQUENCE_EDITOR: RUNS,
  GIT_SSH: RUNS,
  GIT_SSH_COMMAND: RUNS,
  GIT_TEMPLATE_DIR: OPAQUE,
  HGEDITOR: RUNS,
  GOFLAGS: { opaque: true, like: /toolexec|overlay|modfile/ },
  HISTCONTROL: HISTORY,
  HISTFILE: HISTORY,
  HISTFILESIZE: HISTORY,
  HISTIGNORE: HISTORY,
  HISTSIZE: HISTORY,
  HTTPS_PROXY: CONNECTS,
  HTTP_PROXY: CONNECTS,
  IFS: { opaque: true, lasting: true },
  JAVA_TOOL_OPTIONS: OPAQUE,
  JDK_JAVA_OPTIONS: OPAQUE,
  LD_AUDIT: LOADS,
  LD_LIBRARY_PATH: LOADS,
  LD_PRELOAD: LOADS,
  LESS: { opaque: true, like: /\+|-[kKoO]|--l/ },
  LESSCLOSE: RUNS,
  LESSOPEN: RUNS,
  LUA_INIT: OPAQUE,
  MAKEFLAGS: { opaque: true, like: /=|-[fCEI]/ },
  MANPAGER: RUNS,
  NPM_CONFIG_REGISTRY: CONNECTS,
  NPM_CONFIG_SCRIPT_SHELL: OPAQUE,
  NODE_OPTIONS: OPAQUE,
  RUNSSL_CONF: OPAQUE,
  PAGER: RUNS,
  PATH: OPAQUE,
  PERL5DB: OPAQUE,
  PERL5LIB: OPAQUE,
  PERL5OPT: OPAQUE,
  PIP_EXTRA_INDEX_URL: CONNECTS,
  PIP_INDEX_URL: CONNECTS,
  PROMPT_COMMAND: RUNS,
  PS0: EXPANDS,
  PS1: EXPANDS,
  PS2: EXPANDS,
  PS4: EXPANDS,
  PYTHONHOME: OPAQUE,
  PYTHONPATH: OPAQUE,
  PYTHONSTARTUP: OPAQUE,
  PYTHONUSERBASE: OPAQUE,
  RSYNC_RSH: RUNS,
  RUBYLIB: OPAQUE,
  RUBYOPT: OPAQUE,
  RUSTC_WORKSPACE_WRAPPER: RUNS,
  RUSTC_WRAPPER: RUNS,
  RUSTFLAGS: { opaque: true, like: /linker/ },
  SHELLOPTS: OPAQUE,
  SSH_ASKPASS: RUNS,
  SUDO_ASKPASS: RUNS,
  SUDO_EDITOR: RUNS,
  SVN_SSH: RUNS,
  SYSTEMD_PAGER: RUNS,
  TAR_OPTIONS: OPAQUE,
  UV_INDEX_URL: CONNECTS,
  VIMINIT: OPAQUE,
  VISUAL: RUNS,
  WGETRC: OPAQUE,
  ZDOTDIR: OPAQUE,
  _JAVA_OPTIONS: OPAQUE,
  all_proxy: CONNECTS,
  http_proxy: CONNECTS,
  https_proxy: CONNECTS,
  npm_config_registry: CONNECTS,
  npm_config_script_shell: OPAQUE,
};

/** bash(1): a function that a shell which is started takes from the environment. */
const EXPORTED_FUNCTION = /^BASH_FUNC_/;

/** What is known of a variable; undefined where its value is nobody's but the line's. */
export function environmentOf(name: string): VariableSpec | undefined {
  if (EXPORTED_FUNCTION.test(name)) return OPAQUE;
  return Object.hasOwn(ENVIRONMENT, name) ? ENVIRONMENT[name] : undefined;
}
