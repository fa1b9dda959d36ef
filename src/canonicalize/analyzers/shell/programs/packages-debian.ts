import type { ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { INSTALLS, PACKAGE_WORDS, REFRESHES, RUNS_CODE, SETS, SHOWS_PACKAGES, UNINSTALLS } from "./package-commands.ts";

/** Settings of apt.conf(5) that name programs or where packages come from. */
const APT_SETTINGS: readonly RuleSpec[] = [
  {
    option: "-o --option",
    value: /(?:invoke|dpkg|dir|proxy|solver|command|hook|install-pkgs|allow(?:insecure|unauth)|trusted|acquire)/i,
    does: ["process.exec"],
  },
];

/** apt(8) and apt-get(8). Not listed: -c (settings of any kind from a file). */
const APT_OPTIONS: Pick<ProgramSpec, "flags" | "options" | "rules"> = {
  flags:
    "-b -d -f -i -m -n -q -qq -u -U -V -v -y --yes --assume-yes --assume-no --quiet --simulate --just-print --dry-run --recon --no-act --fix-broken --fix-missing --download-only " +
    "--no-install-recommends --install-recommends --install-suggests --no-install-suggests --only-upgrade --reinstall --purge --auto-remove --autoremove --ignore-hold --allow-downgrades " +
    "--allow-remove-essential --allow-change-held-packages --allow-unauthenticated --allow-insecure-repositories --allow-releaseinfo-change --no-remove --no-upgrade --show-upgraded " +
    "--installed --upgradable --upgradeable --all-versions --manual-installed --names-only --full --full-names --recurse --important --print-uris --show-progress --verbose-versions --with-new-pkgs " +
    "--compile --build --diff-only --dsc-only --tar-only --only-source --no-list-cleanup --list-cleanup --trivial-only --arch-only --indep-only --ignore-missing --force-yes --update --no-all-versions --generate --names --no-pager --no-depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances --no-pre-depends --no-update --automatic-removal --comment-only --audit --snapshot",
  options: {
    "-h --help": { harmless: true },
    "--version": "",
    "-o --option -t --target-release --default-release -a --host-architecture --architecture -P --build-profiles --with-source -S --pkg-cache -s --src-cache --format --solver --planner":
      "text",
  },
  rules: APT_SETTINGS,
};
const APT: ProgramSpec = { ...APT_OPTIONS, operands: "text*" };
const APT_INSTALLS: ProgramSpec = { ...APT, does: ["code.install"] };
const APT_REMOVES: ProgramSpec = { ...APT, does: ["file.delete", "process.exec"] };
const APT_FETCHES: ProgramSpec = { ...APT, does: ["net.fetch", "file.write"] };

const APT_PROGRAM: ProgramSpec = {
  ...APT_OPTIONS,
  subcommands: {
    ...each("autopurge autoremove purge remove", APT_REMOVES),
    ...each("build-dep deb dist-upgrade dselect-upgrade full-upgrade install reinstall satisfy upgrade", APT_INSTALLS),
    ...each(
      "changelog check content contents depends held help history indextargets info list moo policy rdepends recommends search show showhold showsrc version why why-not",
      APT,
    ),
    ...each("download source update", APT_FETCHES),
    "add-repository": { ...APT, does: ["file.write", "identity.grant"] },
    autoclean: { ...APT, does: ["file.delete"] },
    "auto-clean": "autoclean",
    "auto-remove": "autoremove",
    clean: { ...APT, does: ["file.delete"] },
    "dist-clean": "clean",
    distclean: "clean",
    "edit-sources": { ...APT, does: ["file.write"] },
    hold: { ...APT, does: ["file.write"] },
    "modernize-sources": { ...APT, does: ["file.write"] },
    sources: { ...APT, does: ["file.write"] },
    unhold: { ...APT, does: ["file.write"] },
  },
};

/** Programs of Debian and the systems that come from it. */
export const DEBIAN_PACKAGES: ProgramTable = {
  "add-apt-repository": {
    lenient: true,
    options: { ...SHORT_HELP, "-r --remove": { does: ["file.delete"] }, "-L --list": { stdout: true } },
    operands: "text*",
    does: ["file.write", "identity.grant"],
  },
  alien: {
    lenient: true,
    options: { ...SHORT_HELP, "-i --install": { does: ["code.install"] } },
    operands: "read*",
    does: ["file.write"],
  },
  apt: APT_PROGRAM,
  "apt-add-repository": "add-apt-repository",
  "apt-cache": {
    ...APT_OPTIONS,
    flags: `${APT_OPTIONS.flags} --no-generate -g -p`,
    subcommands: {
      ...each(
        "depends dotty dump dumpavail madison pkgnames policy rdepends search show showpkg showsrc stats unmet xvcg",
        APT,
      ),
      gencaches: { ...APT, does: ["file.write"] },
    },
  },
  "apt-config": { lenient: true, operands: "text*" },
  "apt-file": {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [{ operand: /^update$/, does: ["net.fetch", "file.write"] }],
  },
  "apt-get": APT_PROGRAM,
  "apt-key": {
    lenient: true,
    options: HELP,
    operands: "text*",
    does: ["identity.grant"],
    rules: [{ operand: /^(?:del|remove)$/, does: ["identity.delete"] }],
    subcommands: each("export exportall finger list", SHOWS),
    stdin: "data",
  },
  "apt-listchanges": { lenient: true, operands: "read*" },
  "apt-mark": {
    ...APT_OPTIONS,
    subcommands: {
      ...each("auto hold manual minimize unhold", SETS),
      ...each("showauto showhold showmanual", SHOWS_PACKAGES),
    },
  },
  "apt-show-versions": SHOWS,
  aptitude: {
    ...APT_PROGRAM,
    flags: `${APT_OPTIONS.flags} -D -R -r -Z --without-recommends --with-recommends --disable-columns`,
  },
  cabextract: {
    lenient: true,
    options: { ...SHORT_HELP, "-d --directory": "write", "-l --list -t --test": { stdout: true } },
    operands: "read*",
    does: ["file.write"],
  },
  dch: { lenient: true, operands: "text*", does: ["file.write"] },
  "deb-get": { options: SHORT_HELP, subcommands: PACKAGE_WORDS, conventional: "package" },
  debconf: SHOWS,
  "debconf-set-selections": { lenient: true, operands: "read?", does: ["infra.update"], stdin: "data" },
  "debconf-show": SHOWS,
  debi: INSTALLS,
  debmany: SHOWS,
  debootstrap: {
    lenient: true,
    options: { ...HELP, "--include --exclude --components --arch --variant": "text", "--keyring": "read" },
    operands: "text write fetch? script?",
    does: ["code.install"],
  },
  deborphan: SHOWS,
  debsecan: SHOWS,
  debtap: { lenient: true, operands: "read*", does: ["file.write"] },
  debuild: RUNS_CODE,
  "do-release-upgrade": {
    lenient: true,
    options: { ...SHORT_HELP, "-c --check-dist-upgrade-only": { harmless: true } },
    does: ["code.install"],
  },
  dpigs: SHOWS,
  dpkg: {
    flags:
      "-E -G -O -a -B --force --no-act --dry-run --simulate --skip-same-version --auto-deconfigure --no-debsig --abort-after --refuse-downgrade --pending --recursive --selected-only --no-pager --no-triggers --triggers --robot",
    options: {
      "-? --help --version --force-help --print-architecture --print-foreign-architectures --compare-versions --assert-help":
        { harmless: true },
      "-l --list -L --listfiles -s --status -S --search -p --print-avail --get-selections --yet-to-unpack -C --audit -V --verify":
        "",
      "-c --contents -I --info -f --field --fsys-tarfile --ctrl-tarfile": { operands: "read text*" },
      "-i --install": { operands: "read*", does: ["code.install"] },
      "--unpack -A --record-avail": { operands: "read*", does: ["code.install"] },
      "--configure --triggers-only": { does: ["code.run"] },
      "-r --remove -P --purge": { does: ["file.delete", "process.exec"] },
      "-x --extract -X --vextract -R --raw-extract -e --control": { operands: "read write?", does: ["file.write"] },
      "-b --build": { operands: "search write?", does: ["file.write"] },
      "--set-selections --clear-selections --add-architecture --remove-architecture --update-avail --merge-avail --clear-avail --forget-old-unavail":
        { does: ["infra.update"] },
      "--root --instdir --admindir": { value: "mention", does: ["process.exec"] },
      "--pre-invoke --post-invoke --status-logger": "shell",
      "-D --debug --status-fd --force-depends -Z --path-exclude --path-include --ignore-depends": {
        value: "text",
        optional: true,
      },
      "--force-all --force-overwrite --force-confold --force-confdef --force-confnew --force-confmiss --force-architecture --force-remove-reinstreq --force-downgrade":
        "",
      "--log": "write",
    },
    operands: "text*",
    stdin: "data",
  },
  "dpkg-buildpackage": RUNS_CODE,
  "dpkg-deb": {
    flags: "-v -D --verbose --nocheck --root-owner-group --uniform-compression",
    options: {
      "-? --help --version": { harmless: true },
      "-c --contents -I --info -f --field --fsys-tarfile --ctrl-tarfile -W --show": { operands: "read text*" },
      "-x --extract -X --vextract -R --raw-extract -e --control": { operands: "read write?", does: ["file.write"] },
      "-b --build": { operands: "search write?", does: ["file.write"] },
      "-Z -z -S --showformat --deb-format": "text",
    },
    operands: "text*",
  },
  "dpkg-divert": {
    lenient: true,
    options: { ...HELP, "--list --listpackage --truename": { stdout: true } },
    operands: "text*",
    does: ["infra.update"],
  },
  "dpkg-query": {
    lenient: true,
    options: { ...SHORT_HELP, "-f --showformat": "text", "--admindir": "mention" },
    operands: "text*",
  },
  "dpkg-reconfigure": { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.update", "process.exec"] },
  "dpkg-split": { lenient: true, operands: "read*", does: ["file.write"] },
  extrepo: { options: SHORT_HELP, conventional: "package", operands: "text*" },
  gdebi: { lenient: true, options: SHORT_HELP, operands: "read*", does: ["code.install"] },
  mintupgrade: INSTALLS,
  nala: { options: SHORT_HELP, subcommands: PACKAGE_WORDS, conventional: "package" },
  needrestart: { lenient: true, options: SHORT_HELP, does: ["process.exec"] },
  oma: { options: SHORT_HELP, subcommands: PACKAGE_WORDS, conventional: "package" },
  pacstall: {
    lenient: true,
    options: { ...SHORT_HELP, "-L --list -S --search -Ci --cache-info -Qi": { stdout: true } },
    operands: "text*",
    does: ["code.install"],
  },
  pbuilder: RUNS_CODE,
  pikman: { options: SHORT_HELP, subcommands: PACKAGE_WORDS, conventional: "package" },
  popcon: SHOWS,
  "ppa-purge": UNINSTALLS,
  reprepro: { lenient: true, operands: "text*", does: ["file.write", "process.exec"] },
  sbuild: RUNS_CODE,
  synaptic: INSTALLS,
  tasksel: {
    lenient: true,
    options: { ...SHORT_HELP, "--list-tasks --task-packages --task-desc": { stdout: true } },
    operands: "text*",
    does: ["code.install"],
  },
  "unattended-upgrade": { ...INSTALLS, options: { ...SHORT_HELP, "--dry-run": "" } },
  "unattended-upgrades": "unattended-upgrade",
  "update-alternatives": {
    lenient: true,
    options: { ...HELP, "--display --query --list --get-selections": { stdout: true }, "--log": "write" },
    operands: "text*",
    rules: [{ option: "--remove --remove-all", does: ["infra.delete"] }],
    flags: "--remove --remove-all",
    does: ["infra.update"],
  },
  "update-grub": { does: ["infra.update"] },
  "update-initramfs": { lenient: true, does: ["infra.update"], operands: "text*" },
  "update-rc.d": { lenient: true, operands: "text*", does: ["process.schedule"], signals: ["persistence.service"] },
  uscan: REFRESHES,
  wajig: { options: SHORT_HELP, subcommands: PACKAGE_WORDS, conventional: "package" },
};
