import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import {
  BUILDS,
  CLEANS,
  INSTALLS,
  PUBLISHES,
  REFRESHES,
  RUNS_CODE,
  RUNS_COMMAND,
  SETS,
  SHOWS_PACKAGES,
  SIGNS_IN,
  UNINSTALLS,
} from "./package-commands.ts";

/** Building a package from its source runs its setup; so does asking for its metadata. */
const PIP_INSTALL: ProgramSpec = {
  ...INSTALLS,
  options: {
    ...HELP,
    "-r --requirement -c --constraint --requirements --build-constraint": "read",
    "-t --target --prefix --root --src --log -d --dest --report": "write",
    "-i --index-url --extra-index-url --index --default-index --proxy": "fetch",
    "-e --editable -f --find-links --group --python": "text",
  },
};

const PIP: ProgramSpec = {
  flags:
    "-q -v -qq -vv -vvv --isolated --require-virtualenv --debug --no-input --disable-pip-version-check --no-color --no-python-version-warning --no-cache-dir --break-system-packages",
  options: {
    "-h --help": { harmless: true },
    "-V --version": "",
    "--python --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir --use-feature --use-deprecated --keyring-provider":
      "text",
    "--log": "write",
  },
  subcommands: {
    ...each("check completion debug freeze hash help index inspect list search show", SHOWS_PACKAGES),
    cache: { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:remove|purge)$/, does: ["file.delete"] }] },
    config: { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:set|unset|edit)$/, does: ["file.write"] }] },
    download: { ...PIP_INSTALL, does: ["net.fetch", "file.write", "code.run"] },
    install: PIP_INSTALL,
    lock: { ...PIP_INSTALL, does: ["net.fetch", "file.write", "code.run"] },
    uninstall: { ...UNINSTALLS, does: ["file.delete"] },
    wheel: { ...PIP_INSTALL, does: ["net.fetch", "file.write", "code.run"] },
  },
};

const CONDA_OPTIONS = {
  ...SHORT_HELP,
  "-n --name -p --prefix -c --channel --solver --subdir --platform": "text",
  "-f --file": "read",
} as const;
const conda: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: CONDA_OPTIONS,
  operands: "text*",
};

/** conda(1) and its relatives. Activating an environment runs its scripts in the shell. */
const CONDA: ProgramSpec = {
  options: { ...SHORT_HELP, "-V": "", "-p --prefix -n --name -r --root-prefix --rc-file": "text" },
  flags: "-v -q -y --no-plugins --yes --quiet --verbose --no-rc --no-env",
  subcommands: {
    ...each("compare doctor help info list notices package repoquery search deactivate shell.posix", SHOWS_PACKAGES),
    ...each("convert develop index rename", SETS),
    activate: RUNS_CODE,
    build: BUILDS,
    clean: CLEANS,
    config: {
      ...SETS,
      options: {
        ...CONDA_OPTIONS,
        "--show --show-sources --get --describe --validate": { value: "text", optional: true, stdout: true },
        "--remove --remove-key": { value: "text", does: ["file.delete"] },
      },
    },
    create: { ...conda, does: ["code.install"] },
    env: {
      options: CONDA_OPTIONS,
      subcommands: {
        config: { ...SETS, subcommands: each("list", SHOWS) },
        create: { ...conda, does: ["code.install"] },
        export: { ...conda, options: { ...SHORT_HELP, "-n --name -p --prefix": "text", "-f --file": "write" } },
        list: SHOWS_PACKAGES,
        remove: UNINSTALLS,
        update: { ...conda, does: ["code.install"] },
      },
    },
    export: { ...conda, options: { ...SHORT_HELP, "-n --name -p --prefix --format": "text", "-f --file": "write" } },
    init: { ...SETS, signals: ["persistence.shell_startup"] },
    install: { ...conda, does: ["code.install"] },
    remove: UNINSTALLS,
    run: {
      options: { ...CONDA_OPTIONS, "--cwd": "chdir" },
      flags: "-v --dev --debug-wrapper-scripts --no-capture-output --live-stream",
      operands: "command",
      does: ["process.exec"],
    },
    "self-update": INSTALLS,
    shell: RUNS_CODE,
    skeleton: REFRESHES,
    uninstall: UNINSTALLS,
    update: { ...conda, does: ["code.install"] },
    upgrade: "update",
  },
};

const UV_PIP: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    ...each("check freeze list show tree", SHOWS_PACKAGES),
    compile: {
      ...PIP_INSTALL,
      options: { ...HELP, "-o --output-file": "write" },
      operands: "read*",
      does: ["net.fetch", "code.run"],
    },
    install: PIP_INSTALL,
    sync: { ...PIP_INSTALL, operands: "read*" },
    uninstall: { ...UNINSTALLS, options: { ...HELP, "-r --requirements": "read" }, does: ["file.delete"] },
  },
};

const UV: ProgramSpec = {
  flags:
    "-q -v -n --no-cache --offline --no-progress --quiet --verbose --no-config --native-tls --managed-python --no-managed-python --no-python-downloads --isolated --no-pager --preview",
  options: {
    ...SHORT_HELP,
    "-V": "",
    "--directory --project": "chdir",
    "--config-file": "read",
    "--cache-dir --color --allow-insecure-host": "text",
  },
  subcommands: {
    ...each("help tree version audit", SHOWS_PACKAGES),
    ...each("add sync", INSTALLS),
    auth: {
      options: SHORT_HELP,
      subcommands: {
        dir: SHOWS_PACKAGES,
        login: SIGNS_IN,
        logout: SIGNS_IN,
        token: { lenient: true, operands: "text*", does: ["secret.read"], signals: ["credential.read"] },
      },
    },
    build: BUILDS,
    cache: {
      options: SHORT_HELP,
      subcommands: { clean: CLEANS, dir: SHOWS_PACKAGES, prune: CLEANS, size: SHOWS_PACKAGES },
    },
    export: { ...SHOWS_PACKAGES, options: { ...HELP, "-o --output-file": "write" } },
    format: SETS,
    init: SETS,
    lock: {
      ...REFRESHES,
      options: { ...HELP, "--check --locked --dry-run": { harmless: true } },
      does: ["code.install"],
    },
    pip: UV_PIP,
    publish: {
      ...PUBLISHES,
      operands: "read*",
      options: {
        ...HELP,
        "--publish-url --index": "upload",
        "-t --token -u --username -p --password --check-url": "text",
        "--dry-run": { harmless: true },
      },
    },
    python: {
      options: SHORT_HELP,
      subcommands: {
        ...each("dir find list", SHOWS_PACKAGES),
        ...each("install upgrade", INSTALLS),
        pin: SETS,
        uninstall: { ...UNINSTALLS, does: ["file.delete"] },
        "update-shell": { ...SETS, signals: ["persistence.shell_startup"] },
      },
    },
    remove: { ...UNINSTALLS, does: ["file.delete"] },
    run: {
      flags:
        "--all-extras --all-groups --no-sync --frozen --locked --exact --no-dev --only-dev --no-project --refresh --upgrade --no-editable --no-env-file -U",
      options: {
        ...SHORT_HELP,
        "--with --with-editable --extra --group --no-group --only-group -p --python --package --index-url --extra-index-url --index --default-index":
          "text",
        "--with-requirements --env-file": "read",
        "-m --module": { value: "text", does: ["code.run"] },
        "-s --script --gui-script": "",
      },
      operands: "command?",
      does: ["code.run", "code.install"],
    },
    self: {
      subcommands: {
        update: { ...INSTALLS, options: { ...HELP, "--dry-run": { harmless: true } } },
        version: SHOWS_PACKAGES,
      },
    },
    tool: {
      options: SHORT_HELP,
      subcommands: {
        ...each("dir list", SHOWS_PACKAGES),
        install: INSTALLS,
        run: { ...RUNS_CODE, does: ["code.install", "code.run"] },
        uninstall: { ...UNINSTALLS, does: ["file.delete"] },
        "update-shell": { ...SETS, signals: ["persistence.shell_startup"] },
        upgrade: INSTALLS,
      },
    },
    venv: { ...SETS, operands: "write?" },
    workspace: SHOWS_PACKAGES,
  },
};

const PROJECT: ProgramSpec = {
  options: { ...SHORT_HELP, "-C --directory -p --project": "chdir", "-P": "text" },
  flags: "-q -v -vv -vvv -n --no-interaction --no-ansi --ansi --quiet --verbose --no-plugins --no-cache",
  subcommands: {
    ...each("about check debug-info help info list outdated search show version", SHOWS_PACKAGES),
    ...each("add install sync update upgrade use", INSTALLS),
    ...each("init new config lock-only fix import export plugin python source", SETS),
    ...each("test fmt scripts shell", RUNS_CODE),
    ...each("dep graph requirements where", SHOWS_PACKAGES),
    cache: CLEANS,
    build: BUILDS,
    clean: CLEANS,
    env: {
      ...SHOWS_PACKAGES,
      rules: [
        { operand: /^(?:remove|prune)$/, does: ["file.delete"] },
        { operand: /^(?:use|create|activate|run)$/, does: ["code.run"] },
      ],
    },
    lock: REFRESHES,
    publish: PUBLISHES,
    remove: { ...UNINSTALLS, does: ["file.delete"] },
    run: RUNS_COMMAND,
    self: INSTALLS,
    uninstall: { ...UNINSTALLS, does: ["file.delete"] },
    venv: SETS,
  },
};

/** Programs of Python's packages and environments. What tests and formats code is in another table. */
export const PYTHON_PACKAGES: ProgramTable = {
  anaconda: CONDA,
  bandersnatch: REFRESHES,
  conda: CONDA,
  "conda-build": BUILDS,
  "django-admin": { ...RUNS_CODE },
  easy_install: INSTALLS,
  flit: { options: SHORT_HELP, subcommands: { build: BUILDS, init: SETS, install: INSTALLS, publish: PUBLISHES } },
  hatch: PROJECT,
  mamba: CONDA,
  maturin: BUILDS,
  micromamba: CONDA,
  pdm: PROJECT,
  pip: PIP,
  "pip-audit": SHOWS,
  "pip-compile": {
    ...PIP_INSTALL,
    options: { ...HELP, "-o --output-file": "write" },
    operands: "read*",
    does: ["net.fetch", "file.write", "code.run"],
  },
  "pip-sync": INSTALLS,
  pip2: PIP,
  pip3: PIP,
  pipdeptree: SHOWS,
  pipenv: {
    ...PROJECT,
    options: {
      ...SHORT_HELP,
      "--where --venv --py --envs --man --support": "",
      "--rm": { does: ["file.delete"] },
      "--python": "text",
    },
    flags: "-q -v --three --two --bare --clear --site-packages",
  },
  pipx: {
    options: SHORT_HELP,
    flags: "-q -v --global",
    subcommands: {
      ...each("environment list", SHOWS_PACKAGES),
      ...each("inject install install-all reinstall reinstall-all upgrade upgrade-all upgrade-shared", INSTALLS),
      ...each("uninstall uninstall-all uninject", UNINSTALLS),
      completions: SHOWS_PACKAGES,
      ensurepath: { ...SETS, signals: ["persistence.shell_startup"] },
      interpreter: SHOWS_PACKAGES,
      pin: SETS,
      run: { ...RUNS_CODE, does: ["code.install", "code.run"] },
      runpip: INSTALLS,
      unpin: SETS,
    },
  },
  pixi: PROJECT,
  poetry: PROJECT,
  pyenv: {
    options: HELP,
    subcommands: {
      ...each(
        "--version commands completions help hooks latest local-show prefix root shims version version-name versions whence which",
        SHOWS_PACKAGES,
      ),
      ...each("global local rehash shell virtualenv", SETS),
      ...each("deactivate init virtualenvs", SHOWS_PACKAGES),
      exec: RUNS_COMMAND,
      install: { ...INSTALLS, options: { ...HELP, "-l --list": { harmless: true } } },
      uninstall: { ...UNINSTALLS, does: ["file.delete"] },
      update: INSTALLS,
      activate: RUNS_CODE,
    },
  },
  rye: PROJECT,
  twine: {
    options: SHORT_HELP,
    subcommands: {
      check: { lenient: true, operands: "read*" },
      register: PUBLISHES,
      upload: {
        lenient: true,
        options: {
          ...HELP,
          "--repository-url": "upload",
          "-r --repository -u --username -p --password -c --comment": "text",
          "--config-file": "read",
        },
        operands: "read*",
        does: ["net.upload", "repo.release"],
      },
    },
  },
  uv: UV,
  uvx: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["code.install", "code.run"] },
  virtualenv: { ...SETS, operands: "write?" },
  workon: RUNS_CODE,
};
