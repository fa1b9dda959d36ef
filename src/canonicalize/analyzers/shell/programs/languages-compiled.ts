import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import {
  BUILDS,
  CLEANS,
  INSTALLS,
  PUBLISHES,
  REFRESHES,
  RUNS_CODE,
  SETS,
  SHOWS_PACKAGES,
  SIGNS_IN,
} from "./package-commands.ts";

const CARGO: ProgramSpec = {
  options: {
    ...SHORT_HELP,
    "-V --list --explain": "",
    "-C": "chdir",
    "--config": { value: "text", does: ["process.exec"] },
    "--color -Z --manifest-path --target-dir -p --package -F --features -j --jobs --target --profile": "text",
  },
  flags: "-v -vv -q --verbose --quiet --locked --offline --frozen",
  subcommands: {
    ...each(
      "deny geiger help info license-list locate-project machete metadata msrv outdated owner-list pkgid read-manifest report search tree udeps verify-project version audit",
      SHOWS_PACKAGES,
    ),
    ...each(
      "b bench bloat build c check clippy criterion doc expand flamegraph fuzz llvm-cov miri mutants nextest r run rustc rustdoc t tarpaulin test watch insta leptos tauri hack make",
      BUILDS,
    ),
    ...each("binstall install install-update", INSTALLS),
    ...each("add fetch generate-lockfile update vendor", REFRESHES),
    ...each("init remove rm", SETS),
    clean: CLEANS,
    d: BUILDS,
    fix: { ...BUILDS, does: ["code.run", "file.write"] },
    fmt: { ...SETS, options: { ...HELP, "--check": { stdout: true } } },
    generate: INSTALLS,
    login: SIGNS_IN,
    logout: SIGNS_IN,
    new: { ...SETS, operands: "write" },
    owner: { ...SETS, does: ["identity.grant"], options: { ...HELP, "-l --list": { harmless: true } } },
    package: BUILDS,
    publish: {
      ...PUBLISHES,
      options: { ...HELP, "-n --dry-run": { stdout: true } },
      does: ["net.upload", "repo.release", "code.run"],
    },
    report: SHOWS_PACKAGES,
    uninstall: CLEANS,
    workspaces: SHOWS_PACKAGES,
    yank: PUBLISHES,
  },
};

/** go(1): what builds runs cgo and the tool chain; -toolexec, -exec and -vettool name programs. */
const GO_TOOLS = {
  ...HELP,
  "-C": "chdir",
  "-toolexec -exec -vettool": { value: "shell", does: ["process.exec"] },
  "-o -coverprofile -cpuprofile -memprofile -trace": "write",
  "-modfile -overlay -pgo": "read",
} as const;
const GO_BUILDS: ProgramSpec = { ...BUILDS, options: GO_TOOLS };
const GO: ProgramSpec = {
  options: HELP,
  subcommands: {
    ...each("bug doc help version telemetry", SHOWS_PACKAGES),
    ...each("build test vet", GO_BUILDS),
    ...each("generate tool", { ...RUNS_CODE, options: GO_TOOLS }),
    run: { ...RUNS_CODE, options: GO_TOOLS, operands: "script text*" },
    clean: CLEANS,
    env: { ...SHOWS_PACKAGES, options: { ...HELP, "-w -u": { does: ["process.schedule"] } } },
    fix: SETS,
    fmt: SETS,
    get: INSTALLS,
    install: INSTALLS,
    list: {
      lenient: true,
      options: GO_TOOLS,
      operands: "text*",
      rules: [{ option: "-m", does: ["net.fetch"] }],
      flags: "-m",
    },
    mod: {
      options: HELP,
      subcommands: {
        ...each("graph verify why", SHOWS_PACKAGES),
        ...each("download tidy vendor", REFRESHES),
        ...each("edit init", SETS),
      },
    },
    work: { options: HELP, subcommands: { ...each("edit init sync use vendor", SETS) } },
  },
};

const MAVEN: ProgramSpec = {
  ...BUILDS,
  options: {
    ...SHORT_HELP,
    "-v": { harmless: true },
    "-f --file -s --settings -gs --global-settings -t --toolchains": "read",
    "-l --log-file": "write",
  },
  rules: [
    { operand: /(?:^|:)(?:deploy|release:perform)$/, does: ["net.upload", "repo.release"] },
    { operand: /^clean$/, does: ["file.delete"] },
  ],
  does: ["code.run", "net.fetch"],
};
const GRADLE: ProgramSpec = {
  ...BUILDS,
  options: {
    ...SHORT_HELP,
    "-v -?": { harmless: true },
    "-b --build-file -c --settings-file -I --init-script": "script",
    "-p --project-dir": "chdir",
  },
  rules: [
    { operand: /(?:^|:)publish\w*$/i, does: ["net.upload", "repo.release"] },
    { operand: /(?:^|:)clean(?:Test|All)?$/, does: ["file.delete"] },
  ],
  does: ["code.run"],
};

const DOTNET: ProgramSpec = {
  options: { ...SHORT_HELP, "--info --list-sdks --list-runtimes": "" },
  flags: "-d --diagnostics --roll-forward --additionalprobingpath",
  operands: "script text*",
  does: ["code.run"],
  subcommands: {
    ...each("build msbuild pack publish test vstest format-project store", BUILDS),
    ...each("run watch exec fsi script ef dev-certs-run user-jwts", RUNS_CODE),
    ...each("help sdk", SHOWS_PACKAGES),
    ...each("add new package restore workload", INSTALLS),
    ...each("format reference remove sln solution", SETS),
    "build-server": { ...SETS, does: ["process.kill"] },
    clean: CLEANS,
    "dev-certs": { ...SETS, does: ["identity.grant"] },
    list: SHOWS_PACKAGES,
    nuget: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list search why verify", SHOWS_PACKAGES),
        ...each("add enable disable update remove trust config sign", SETS),
        delete: { ...PUBLISHES, does: ["infra.delete"] },
        locals: CLEANS,
        push: {
          lenient: true,
          options: { ...HELP, "-s --source": "upload", "-k --api-key": "text" },
          operands: "read*",
          does: ["net.upload", "repo.release"],
        },
      },
    },
    tool: {
      options: SHORT_HELP,
      subcommands: {
        ...each("list search", SHOWS_PACKAGES),
        ...each("install restore update", INSTALLS),
        run: RUNS_CODE,
        uninstall: CLEANS,
        execute: RUNS_CODE,
      },
    },
  },
};

const FUNCTIONAL: ProgramSpec = {
  options: SHORT_HELP,
  flags: "-v -q -y --verbose --silent --allow-different-user --no-terminal",
  subcommands: {
    ...each(
      "check config-show env exec-path help info list ls list-bin list-dependencies outdated path query search show size templates tree var version switch-list which whereis set unpin",
      SHOWS_PACKAGES,
    ),
    ...each("add fetch get install pin reinstall setup unpack update upgrade depends freeze", INSTALLS),
    ...each(
      "bench build build-all check-all compile docs eval exec ghc ghci haddock hoogle repl run runghc script shell start test v2-build v2-install v2-run new-build iex phx.server ecto.migrate format-check deps.compile deps.get",
      RUNS_CODE,
    ),
    ...each(
      "config create gen-bounds hpack init new option pin-package switch template env local.hex local.rebar phx.new rm-config format lock",
      SETS,
    ),
    ...each("clean purge remove rm uninstall unregister deps.clean autoremove", CLEANS),
    ...each("hex.publish publish upload", PUBLISHES),
  },
  conventional: "package",
};

/** Packages and builds of compiled languages. */
export const COMPILED_LANGUAGES: ProgramTable = {
  ant: {
    ...BUILDS,
    options: {
      "-h -help --help -version -diagnostics -p -projecthelp": { harmless: true },
      "-f -buildfile -file -propertyfile": "script",
      "-l -logfile": "write",
    },
  },
  bloop: BUILDS,
  cabal: FUNCTIONAL,
  cargo: CARGO,
  "cargo-binstall": INSTALLS,
  conan: {
    options: SHORT_HELP,
    subcommands: {
      ...each("graph help inspect list search version", SHOWS_PACKAGES),
      ...each("build create source test export-pkg", BUILDS),
      ...each("cache config editable export lock new profile remote", SETS),
      download: REFRESHES,
      install: INSTALLS,
      remove: CLEANS,
      upload: PUBLISHES,
    },
  },
  coursier: FUNCTIONAL,
  crystal: { ...BUILDS, subcommands: each("docs env help tool version", SHOWS) },
  cs: FUNCTIONAL,
  dart: FUNCTIONAL,
  dotnet: DOTNET,
  dub: FUNCTIONAL,
  dune: BUILDS,
  flutter: {
    ...FUNCTIONAL,
    subcommands: {
      ...FUNCTIONAL.subcommands,
      ...each("analyze config devices doctor emulators logs symbolize", SHOWS_PACKAGES),
      ...each("assemble attach build drive gen-l10n", BUILDS),
      ...each("channel downgrade precache", INSTALLS),
      pub: { ...INSTALLS, rules: [{ operand: /^(?:remove|cache|global)$/, does: ["file.delete"] }] },
    },
  },
  ghcup: FUNCTIONAL,
  gleam: FUNCTIONAL,
  go: GO,
  gofmt: {
    lenient: true,
    options: { "-w": { does: ["file.write"] }, "-r": "text", "-cpuprofile": "write" },
    operands: "read*",
    stdin: "data",
  },
  gofumpt: "gofmt",
  goimports: "gofmt",
  "golangci-lint": {
    lenient: true,
    operands: "text*",
    does: ["code.run"],
    subcommands: each("cache config formatters help linters version", SHOWS),
  },
  goreleaser: { ...PUBLISHES, does: ["code.run", "repo.release"] },
  gotelemetry: SHOWS,
  govulncheck: SHOWS,
  gradle: GRADLE,
  gradlew: GRADLE,
  hpack: { does: ["file.write"] },
  iex: { ...RUNS_CODE, options: { ...HELP, "-e --eval": "code" } },
  jbang: { ...RUNS_CODE, does: ["code.install", "code.run"] },
  jib: BUILDS,
  kotlinc: BUILDS,
  lein: { ...BUILDS, does: ["code.run", "net.fetch"] },
  mill: BUILDS,
  mix: FUNCTIONAL,
  mvn: MAVEN,
  mvnd: MAVEN,
  mvnw: MAVEN,
  nimble: FUNCTIONAL,
  nuget: {
    ...DOTNET,
    subcommands: {
      ...DOTNET.subcommands,
      ...each("config setapikey sign sources spec", SETS),
      ...each("search list locals", SHOWS_PACKAGES),
      install: INSTALLS,
      push: PUBLISHES,
      update: INSTALLS,
    },
  },
  opam: FUNCTIONAL,
  rebar3: FUNCTIONAL,
  rustc: {
    ...BUILDS,
    options: {
      ...SHORT_HELP,
      "-V --print --explain": { harmless: true },
      "-o --out-dir": "write",
      "-C --codegen -L -l --crate-type --edition --crate-name --emit --target --cfg --extern": "text",
    },
    operands: "read*",
    does: ["file.write"],
    rules: [{ option: "-C --codegen", value: /linker/, does: ["process.exec"] }],
  },
  rustfmt: { lenient: true, options: { ...SHORT_HELP, "--check": { stdout: true } }, operands: "write*" },
  rustup: {
    options: SHORT_HELP,
    flags: "-v -q --verbose --quiet",
    subcommands: {
      ...each("check completions doc help man show which", SHOWS_PACKAGES),
      ...each("install self toolchain update component target", {
        ...INSTALLS,
        rules: [{ operand: /^(?:remove|uninstall)$/, does: ["file.delete"] }],
        subcommands: each("list", SHOWS),
      }),
      default: SETS,
      override: { ...SETS, subcommands: each("list", SHOWS) },
      run: { flags: "--install", operands: "text command", does: ["process.exec"] },
      set: SETS,
      uninstall: CLEANS,
    },
  },
  "rustup-init": { ...INSTALLS, signals: ["persistence.shell_startup"] },
  "rustup-init.sh": "rustup-init",
  sbt: { ...BUILDS, does: ["code.run"], rules: [{ operand: /(?:^|[;/ ])clean(?:Files)?\b/, does: ["file.delete"] }] },
  scala: { ...RUNS_CODE, options: { ...HELP, "-e": "code" } },
  "scala-cli": RUNS_CODE,
  shards: FUNCTIONAL,
  spack: FUNCTIONAL,
  stack: FUNCTIONAL,
  swift: { ...FUNCTIONAL, operands: "script text*", does: ["code.run"] },
  swiftc: BUILDS,
  vcpkg: FUNCTIONAL,
  xmake: BUILDS,
  zig: { ...BUILDS, subcommands: each("env help targets version zen", SHOWS) },
};
