import type { ProgramSpec } from "../spec.ts";
import { each, HELP, type Subcommands } from "./options.ts";

/** What the commands of package managers do; installing runs what the package brings. */
export const INSTALLS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["code.install"] };
export const UNINSTALLS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["file.delete", "process.exec"],
};
export const CLEANS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["file.delete"] };
export const SHOWS_PACKAGES: ProgramSpec = { lenient: true, options: HELP, operands: "text*" };
export const REFRESHES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["net.fetch", "file.write"],
};
export const SETS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["file.write"] };
export const RUNS_CODE: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["code.run"] };
export const BUILDS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["code.run", "file.write"],
};
export const PUBLISHES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["net.upload", "repo.release"],
};
export const SIGNS_IN: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["identity.update", "net.connect"],
};
export const RUNS_COMMAND: ProgramSpec = { options: HELP, lenient: true, operands: "command", does: ["process.exec"] };

/** Words that mean the same for every manager of the system's packages. */
export const PACKAGE_WORDS: Subcommands = {
  ...each(
    "add dist-upgrade distro-sync distupgrade downgrade full-upgrade install localinstall reinstall update upgrade",
    INSTALLS,
  ),
  ...each("autopurge autoremove erase purge remove uninstall", UNINSTALLS),
  ...each(
    "changelog check check-update depends deplist help history info list policy provides rdepends repolist search show version",
    SHOWS_PACKAGES,
  ),
  ...each("makecache refresh source", REFRESHES),
  "add-repository": { ...SETS, does: ["file.write", "identity.grant"] },
  autoclean: CLEANS,
  clean: CLEANS,
  download: { ...REFRESHES },
  mark: SETS,
};
