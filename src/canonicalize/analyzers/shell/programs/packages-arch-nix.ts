import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import {
  BUILDS,
  CLEANS,
  INSTALLS,
  PACKAGE_WORDS,
  PUBLISHES,
  REFRESHES,
  RUNS_CODE,
  SETS,
  SHOWS_PACKAGES,
  SIGNS_IN,
  UNINSTALLS,
} from "./package-commands.ts";
import { MANAGER } from "./packages-other.ts";

/**
 * pacman(8): an operation and what changes it. -S, -U and -D change; with -s, -i, -l, -g or -p they only ask. Not listed: --config and
 * --hookdir, which name what is run.
 */
const PACMAN: ProgramSpec = {
  flags:
    "-a -d -e -k -m -n -o -t -u -v -w -1 -2 -3 -x --nodeps --deps --explicit --foreign --native --owns --unrequired --upgrades --sysupgrade --verbose --downloadonly --noconfirm --confirm --needed --noprogressbar --asdeps --asexplicit --changelog --check --file --quiet --regex --machinereadable --cascade --recursive --unneeded --nosave --noscriptlet --disable-download-timeout --debug --aur --devel --combinedupgrade --sudoloop --cleanafter --removemake --repo --nocombinedupgrade --skipreview --fm --batchinstall --topdown --bottomup --redownload --rebuild --save --timeupdate --useask --provides --editmenu --diffmenu --cleanmenu --stats --news --complete --gendb --noedit --show",
  options: {
    "-h --help -V --version": { harmless: true },
    "-Q --query -F --files -T --deptest -s --search -i --info -l --list -g --groups -p --print -P -G --getpkgbuild": {
      stdout: true,
    },
    "-S --sync -U --upgrade -Y -B --build": "",
    "-y --refresh": { does: ["net.fetch", "file.write"] },
    "-c --clean": { does: ["file.delete"] },
    "-q": "",
    "-R --remove": { does: ["file.delete", "process.exec"] },
    "-D --database": { does: ["file.write"] },
    "-b --dbpath -r --root --sysroot --cachedir --gpgdir --arch --ignore --ignoregroup --assume-installed --logfile --print-format --overwrite --color --mflags --answerclean --answerdiff --answeredit --answerupgrade --sortby --searchby --requestsplitn --builddir":
      "text",
  },
  operands: "text*",
  does: ["code.install"],
};

const NIX_OPTIONS = {
  ...HELP,
  "--option --arg --argstr --override-input --extra-experimental-features --experimental-features -A --attr --system --store --profile -p":
    "text",
} as const;

const NIX_EVAL: ProgramSpec = {
  lenient: true,
  options: { ...NIX_OPTIONS, "--expr -E --apply": "code", "--file -f": "read" },
  operands: "text*",
  language: "nix",
  does: ["code.run"],
};

const NIX: ProgramSpec = {
  options: NIX_OPTIONS,
  flags: "-v -L --debug --quiet --offline --refresh --impure --print-build-logs --verbose",
  subcommands: {
    ...each(
      "config derivation doctor hash help log nar path-info realisation search show-config why-depends",
      SHOWS_PACKAGES,
    ),
    ...each("develop edit env fmt print-dev-env repl", RUNS_CODE),
    build: BUILDS,
    bundle: BUILDS,
    "collect-garbage": CLEANS,
    copy: {
      lenient: true,
      options: { ...HELP, "--to": "upload", "--from": "fetch" },
      operands: "text*",
      does: ["file.write"],
    },
    daemon: { lenient: true, does: ["net.listen", "process.exec"] },
    eval: NIX_EVAL,
    flake: {
      options: NIX_OPTIONS,
      subcommands: {
        ...each("archive lock prefetch update", REFRESHES),
        ...each("info metadata show", SHOWS_PACKAGES),
        check: RUNS_CODE,
        clone: { ...REFRESHES, options: { ...HELP, "-f --dest": "write" } },
        init: SETS,
        new: SETS,
      },
    },
    key: { lenient: true, operands: "text*", does: ["secret.read"] },
    profile: {
      options: NIX_OPTIONS,
      subcommands: {
        ...each("add install rollback upgrade", INSTALLS),
        ...each("diff-closures history list", SHOWS_PACKAGES),
        remove: UNINSTALLS,
        "wipe-history": CLEANS,
      },
    },
    registry: { subcommands: { add: SETS, list: SHOWS_PACKAGES, pin: SETS, remove: CLEANS, resolve: SHOWS_PACKAGES } },
    run: { ...RUNS_CODE, does: ["code.install", "code.run"] },
    shell: { ...RUNS_CODE, does: ["code.install", "code.run"] },
    store: {
      options: NIX_OPTIONS,
      subcommands: {
        ...each("add add-file add-path copy-log copy-sigs make-content-addressed optimise sign", SETS),
        ...each("cat diff-closures dump-path info ls path-from-hash-part ping verify", SHOWS_PACKAGES),
        delete: CLEANS,
        gc: CLEANS,
        "prefetch-file": REFRESHES,
        repair: REFRESHES,
      },
    },
    upgrade: INSTALLS,
    "upgrade-nix": INSTALLS,
  },
};

/** Programs of Arch Linux and its relatives, of Nix and Guix. */
export const ARCH_AND_NIX_PACKAGES: ProgramTable = {
  apx: MANAGER,
  aura: PACMAN,
  aurman: PACMAN,
  checkupdates: { ...SHOWS, does: ["net.fetch"] },
  dkp: PACMAN,
  flox: {
    options: SHORT_HELP,
    subcommands: {
      ...PACKAGE_WORDS,
      activate: RUNS_CODE,
      auth: SIGNS_IN,
      edit: SETS,
      envs: SHOWS_PACKAGES,
      services: RUNS_CODE,
    },
    conventional: "package",
  },
  guix: {
    options: SHORT_HELP,
    subcommands: {
      ...PACKAGE_WORDS,
      ...each("challenge describe graph hash lint locate processes size weather", SHOWS_PACKAGES),
      ...each("container environment repl shell time-machine", RUNS_CODE),
      ...each("home pull system", INSTALLS),
      archive: { lenient: true, options: { "-x --extract": "write" }, operands: "text*" },
      build: BUILDS,
      copy: PUBLISHES,
      gc: CLEANS,
      import: REFRESHES,
      pack: BUILDS,
      package: {
        lenient: true,
        options: {
          ...SHORT_HELP,
          "-i --install -u --upgrade -m --manifest": { does: ["code.install"] },
          "-r --remove": { does: ["file.delete"] },
          "-I --list-installed -A --list-available -s --search --show": "",
        },
        operands: "text*",
      },
      publish: { lenient: true, does: ["net.listen"] },
      style: SETS,
    },
    conventional: "package",
  },
  makepkg: BUILDS,
  mhwd: {
    lenient: true,
    options: { ...SHORT_HELP, "-l --list -li -lh -la --listinstalled --listhardware --listall": { stdout: true } },
    operands: "text*",
    does: ["code.install"],
  },
  "mhwd-kernel": "mhwd",
  nh: {
    options: SHORT_HELP,
    subcommands: {
      ...each("darwin home os", INSTALLS),
      clean: CLEANS,
      search: SHOWS_PACKAGES,
    },
  },
  nix: NIX,
  "nix-build": BUILDS,
  "nix-channel": {
    lenient: true,
    options: { ...HELP, "--list": { stdout: true } },
    operands: "text*",
    does: ["net.fetch", "file.write", "identity.grant"],
  },
  "nix-collect-garbage": { ...CLEANS, options: { ...HELP, "--dry-run": { harmless: true } } },
  "nix-copy-closure": {
    lenient: true,
    options: { ...HELP, "--to": { value: "upload" }, "--from": "fetch" },
    operands: "text*",
    does: ["net.connect"],
  },
  "nix-env": {
    lenient: true,
    options: {
      ...HELP,
      "-q --query --list-generations": { stdout: true },
      "-e --uninstall --delete-generations": { does: ["file.delete"] },
    },
    operands: "text*",
    does: ["code.install"],
  },
  "nix-hash": SHOWS,
  "nix-instantiate": NIX_EVAL,
  "nix-prefetch-url": REFRESHES,
  "nix-shell": {
    lenient: true,
    options: { ...HELP, "--run --command": "shell", "-p --packages -A -I": "text" },
    operands: "text*",
    does: ["code.install", "code.run"],
  },
  "nix-store": {
    lenient: true,
    options: {
      ...HELP,
      "-q --query": { stdout: true },
      "--gc --delete": { does: ["file.delete"] },
      "--dump --export": "",
    },
    operands: "text*",
    does: ["code.install"],
  },
  "nixos-container": {
    options: SHORT_HELP,
    subcommands: {
      ...each("list show-ip status", SHOWS_PACKAGES),
      ...each("root-login start stop", RUNS_CODE),
      create: INSTALLS,
      destroy: UNINSTALLS,
      run: { operands: "text command", elsewhere: true },
      update: INSTALLS,
    },
  },
  "nixos-option": SHOWS,
  "nixos-rebuild": { ...INSTALLS, subcommands: each("list-generations", SHOWS) },
  "nixpkgs-review": { ...BUILDS, does: ["code.install"] },
  pacaur: PACMAN,
  paccache: { lenient: true, options: { ...SHORT_HELP, "-d --dryrun": { stdout: true } }, does: ["file.delete"] },
  paccheck: SHOWS,
  pacgraph: { lenient: true, options: { ...SHORT_HELP, "-f --file": "write" }, operands: "text*" },
  pacman: PACMAN,
  "pacman-key": {
    lenient: true,
    options: { ...SHORT_HELP, "-l --list-keys -f --finger -e --export --list-sigs": { stdout: true } },
    operands: "text*",
    does: ["identity.grant"],
  },
  "pacman-mirrors": {
    lenient: true,
    options: { ...SHORT_HELP, "-G --get-branch -lc --country-list": { stdout: true } },
    operands: "text*",
    does: ["file.write", "net.fetch"],
  },
  pacrepairdb: { lenient: true, operands: "text*", does: ["infra.update"] },
  pacreport: SHOWS,
  pacstrap: INSTALLS,
  pacsync: REFRESHES,
  pactrans: INSTALLS,
  pactree: SHOWS,
  pamac: MANAGER,
  paru: PACMAN,
  pikaur: PACMAN,
  pkgctl: { options: SHORT_HELP, conventional: "repo", operands: "text*" },
  pkgfile: {
    lenient: true,
    options: { ...SHORT_HELP, "-u --update": { does: ["net.fetch", "file.write"] } },
    operands: "text*",
  },
  trizen: PACMAN,
  vso: MANAGER,
  yaourt: PACMAN,
  yay: PACMAN,
};
