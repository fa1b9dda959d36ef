import { describe, expect, test } from "vitest";
import { ACCESS } from "../../../../src/canonicalize/analyzers/shell/programs/access.ts";
import { ACCOUNTS } from "../../../../src/canonicalize/analyzers/shell/programs/accounts.ts";
import { AGENTS } from "../../../../src/canonicalize/analyzers/shell/programs/agents.ts";
import { CONFIGURATION_MANAGEMENT } from "../../../../src/canonicalize/analyzers/shell/programs/ansible.ts";
import { APPLICATIONS } from "../../../../src/canonicalize/analyzers/shell/programs/applications.ts";
import { BACKUPS } from "../../../../src/canonicalize/analyzers/shell/programs/backups.ts";
import { BUILD_PROGRAMS } from "../../../../src/canonicalize/analyzers/shell/programs/builds.ts";
import { AMAZON } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-aws.ts";
import { AZURE } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-azure.ts";
import { GOOGLE } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-google.ts";
import { OTHER_CLOUDS } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-other.ts";
import { CLOUD_PLATFORMS } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-platforms.ts";
import { CLOUD_STORAGE } from "../../../../src/canonicalize/analyzers/shell/programs/cloud-storage.ts";
import { CODE_TOOLS } from "../../../../src/canonicalize/analyzers/shell/programs/code-tools.ts";
import { CONTAINER_IMAGES } from "../../../../src/canonicalize/analyzers/shell/programs/container-images.ts";
import { CONTAINERS } from "../../../../src/canonicalize/analyzers/shell/programs/containers.ts";
import { DATABASES } from "../../../../src/canonicalize/analyzers/shell/programs/databases.ts";
import { DATABASE_SERVERS } from "../../../../src/canonicalize/analyzers/shell/programs/databases-servers.ts";
import { DESKTOP } from "../../../../src/canonicalize/analyzers/shell/programs/desktop.ts";
import { DISKS } from "../../../../src/canonicalize/analyzers/shell/programs/disks.ts";
import { EVERYDAY } from "../../../../src/canonicalize/analyzers/shell/programs/everyday.ts";
import { FILE_SYSTEMS } from "../../../../src/canonicalize/analyzers/shell/programs/file-systems.ts";
import { FIREWALLS } from "../../../../src/canonicalize/analyzers/shell/programs/firewalls.ts";
import { FORGES } from "../../../../src/canonicalize/analyzers/shell/programs/forges.ts";
import { GIT_PROGRAMS } from "../../../../src/canonicalize/analyzers/shell/programs/git.ts";
import { GIT_NETWORK } from "../../../../src/canonicalize/analyzers/shell/programs/git-network.ts";
import { GIT_PLUMBING } from "../../../../src/canonicalize/analyzers/shell/programs/git-plumbing.ts";
import { GIT_EXTRA_READING, GIT_READING } from "../../../../src/canonicalize/analyzers/shell/programs/git-reading.ts";
import { GIT_WRITING } from "../../../../src/canonicalize/analyzers/shell/programs/git-writing.ts";
import { GITHUB } from "../../../../src/canonicalize/analyzers/shell/programs/github.ts";
import { INFRASTRUCTURE } from "../../../../src/canonicalize/analyzers/shell/programs/infrastructure.ts";
import { JUJUTSU } from "../../../../src/canonicalize/analyzers/shell/programs/jujutsu.ts";
import { KERNEL } from "../../../../src/canonicalize/analyzers/shell/programs/kernel.ts";
import { KUBERNETES } from "../../../../src/canonicalize/analyzers/shell/programs/kubernetes.ts";
import { COMPILED_LANGUAGES } from "../../../../src/canonicalize/analyzers/shell/programs/languages-compiled.ts";
import { JAVASCRIPT_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/languages-javascript.ts";
import { PYTHON_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/languages-python.ts";
import { SCRIPTED_LANGUAGES } from "../../../../src/canonicalize/analyzers/shell/programs/languages-scripted.ts";
import { MACHINES } from "../../../../src/canonicalize/analyzers/shell/programs/machines.ts";
import { MACOS } from "../../../../src/canonicalize/analyzers/shell/programs/macos.ts";
import { MEDIA } from "../../../../src/canonicalize/analyzers/shell/programs/media.ts";
import { MESSAGES } from "../../../../src/canonicalize/analyzers/shell/programs/messages.ts";
import { MOBILE } from "../../../../src/canonicalize/analyzers/shell/programs/mobile.ts";
import { NETWORK_ADMIN } from "../../../../src/canonicalize/analyzers/shell/programs/network-admin.ts";
import { NETWORK_DIAGNOSIS } from "../../../../src/canonicalize/analyzers/shell/programs/network-diagnosis.ts";
import { PACKAGE_WORDS } from "../../../../src/canonicalize/analyzers/shell/programs/package-commands.ts";
import { ARCH_AND_NIX_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/packages-arch-nix.ts";
import { DEBIAN_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/packages-debian.ts";
import { OTHER_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/packages-other.ts";
import { RPM_PACKAGES } from "../../../../src/canonicalize/analyzers/shell/programs/packages-rpm.ts";
import { PASSWORD_MANAGERS } from "../../../../src/canonicalize/analyzers/shell/programs/password-managers.ts";
import { PROCESSES } from "../../../../src/canonicalize/analyzers/shell/programs/processes.ts";
import { REMOTE } from "../../../../src/canonicalize/analyzers/shell/programs/remote.ts";
import { OTHER_REPOSITORIES } from "../../../../src/canonicalize/analyzers/shell/programs/repositories-other.ts";
import { SECRET_STORES } from "../../../../src/canonicalize/analyzers/shell/programs/secrets.ts";
import { SECURITY_TOOLS } from "../../../../src/canonicalize/analyzers/shell/programs/security-tools.ts";
import { SERVERS } from "../../../../src/canonicalize/analyzers/shell/programs/servers.ts";
import { SERVICES } from "../../../../src/canonicalize/analyzers/shell/programs/services.ts";
import { TRANSFER } from "../../../../src/canonicalize/analyzers/shell/programs/transfer.ts";
import { TUNNELS } from "../../../../src/canonicalize/analyzers/shell/programs/tunnels.ts";
import { VERSION_CONTROL } from "../../../../src/canonicalize/analyzers/shell/programs/vcs.ts";
import { VIRTUAL_MACHINES } from "../../../../src/canonicalize/analyzers/shell/programs/virtual-machines.ts";
import type { ProgramTable } from "../../../../src/canonicalize/analyzers/shell/spec.ts";
import { excusingRules, misplaced, slowPatterns, tableProblems } from "../../../support/program-tables.ts";

const PROGRAMS: Readonly<Record<string, ProgramTable>> = {
  ACCESS,
  ACCOUNTS,
  AGENTS,
  AMAZON,
  APPLICATIONS,
  ARCH_AND_NIX_PACKAGES,
  AZURE,
  BACKUPS,
  BUILD_PROGRAMS,
  CLOUD_PLATFORMS,
  CLOUD_STORAGE,
  CODE_TOOLS,
  COMPILED_LANGUAGES,
  CONFIGURATION_MANAGEMENT,
  CONTAINERS,
  CONTAINER_IMAGES,
  DATABASES,
  DATABASE_SERVERS,
  DEBIAN_PACKAGES,
  DESKTOP,
  DISKS,
  EVERYDAY,
  FILE_SYSTEMS,
  FIREWALLS,
  FORGES,
  GITHUB,
  GIT_PROGRAMS,
  GOOGLE,
  INFRASTRUCTURE,
  JAVASCRIPT_PACKAGES,
  JUJUTSU,
  KERNEL,
  KUBERNETES,
  MACHINES,
  MACOS,
  MEDIA,
  MESSAGES,
  MOBILE,
  NETWORK_ADMIN,
  NETWORK_DIAGNOSIS,
  OTHER_CLOUDS,
  OTHER_PACKAGES,
  OTHER_REPOSITORIES,
  PASSWORD_MANAGERS,
  PROCESSES,
  PYTHON_PACKAGES,
  REMOTE,
  RPM_PACKAGES,
  SCRIPTED_LANGUAGES,
  SECRET_STORES,
  SECURITY_TOOLS,
  SERVERS,
  SERVICES,
  TRANSFER,
  TUNNELS,
  VERSION_CONTROL,
  VIRTUAL_MACHINES,
};
const SUBCOMMANDS: Readonly<Record<string, ProgramTable>> = {
  GIT_EXTRA_READING,
  GIT_NETWORK,
  GIT_PLUMBING,
  GIT_READING,
  GIT_WRITING,
  PACKAGE_WORDS,
};

function namesIn(tables: Readonly<Record<string, ProgramTable>>): readonly string[] {
  return Object.values(tables).flatMap((table) => Object.keys(table));
}

describe.each(Object.entries(PROGRAMS))("programs: %s", (_name, table) => {
  test("is well formed", () => {
    expect(tableProblems(table, new Set(namesIn(PROGRAMS)))).toEqual([]);
  });

  test("is sorted by name", () => {
    expect(misplaced(table)).toBeUndefined();
  });
});

test.each(Object.entries(SUBCOMMANDS))("subcommands: %s is well formed", (_name, table) => {
  expect(tableProblems(table)).toEqual([]);
});

test.each(Object.entries({ ...PROGRAMS, ...SUBCOMMANDS }))("%s excuses no call for an operand", (_name, table) => {
  expect(excusingRules(table)).toEqual([]);
});

test.each(Object.entries({ ...PROGRAMS, ...SUBCOMMANDS }))(
  "%s has no pattern that hostile text can stall",
  (_name, table) => {
    expect(slowPatterns(table)).toEqual([]);
  },
);

test("no program stands in two tables", () => {
  const names = namesIn(PROGRAMS);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
