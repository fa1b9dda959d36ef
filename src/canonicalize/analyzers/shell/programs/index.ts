import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { ACCESS } from "./access.ts";
import { ACCOUNTS } from "./accounts.ts";
import { AGENTS } from "./agents.ts";
import { CONFIGURATION_MANAGEMENT } from "./ansible.ts";
import { APPLICATIONS } from "./applications.ts";
import { ARCHIVES } from "./archives.ts";
import { MORE_ARCHIVES } from "./archives-more.ts";
import { BACKUPS } from "./backups.ts";
import { BUILD_PROGRAMS } from "./builds.ts";
import { BUILTINS } from "./builtins.ts";
import { AMAZON } from "./cloud-aws.ts";
import { AZURE } from "./cloud-azure.ts";
import { GOOGLE } from "./cloud-google.ts";
import { OTHER_CLOUDS } from "./cloud-other.ts";
import { CLOUD_PLATFORMS } from "./cloud-platforms.ts";
import { CLOUD_STORAGE } from "./cloud-storage.ts";
import { CODE_TOOLS } from "./code-tools.ts";
import { COMPRESSION } from "./compression.ts";
import { CONTAINER_IMAGES } from "./container-images.ts";
import { CONTAINERS } from "./containers.ts";
import { COREUTILS_FILES } from "./coreutils-files.ts";
import { COREUTILS_SYSTEM } from "./coreutils-system.ts";
import { COREUTILS_TEXT } from "./coreutils-text.ts";
import { CRYPTO } from "./crypto.ts";
import { DATA_TABLES } from "./data-tables.ts";
import { DATA_TOOLS } from "./data-tools.ts";
import { DATABASES } from "./databases.ts";
import { DATABASE_SERVERS } from "./databases-servers.ts";
import { DESKTOP } from "./desktop.ts";
import { DISKS } from "./disks.ts";
import { DOCUMENTS } from "./documents.ts";
import { PDF_DOCUMENTS } from "./documents-pdf.ts";
import { PRINTED_DOCUMENTS } from "./documents-print.ts";
import { EDITORS } from "./editors.ts";
import { EVERYDAY } from "./everyday.ts";
import { FILE_SYSTEMS } from "./file-systems.ts";
import { FILE_TOOLS } from "./file-tools.ts";
import { FIREWALLS } from "./firewalls.ts";
import { FORGES } from "./forges.ts";
import { GIT_PROGRAMS } from "./git.ts";
import { GITHUB } from "./github.ts";
import { GNU_NAMES } from "./gnu-names.ts";
import { GPG } from "./gpg.ts";
import { INFRASTRUCTURE } from "./infrastructure.ts";
import { INTERPRETERS } from "./interpreters.ts";
import { JAVA_AND_JAVASCRIPT } from "./interpreters-java.ts";
import { MORE_INTERPRETERS } from "./interpreters-more.ts";
import { JUJUTSU } from "./jujutsu.ts";
import { KERNEL } from "./kernel.ts";
import { KUBERNETES } from "./kubernetes.ts";
import { COMPILED_LANGUAGES } from "./languages-compiled.ts";
import { JAVASCRIPT_PACKAGES } from "./languages-javascript.ts";
import { PYTHON_PACKAGES } from "./languages-python.ts";
import { SCRIPTED_LANGUAGES } from "./languages-scripted.ts";
import { MACHINES } from "./machines.ts";
import { MACOS } from "./macos.ts";
import { MEDIA } from "./media.ts";
import { MESSAGES } from "./messages.ts";
import { MOBILE } from "./mobile.ts";
import { NETWORK_ADMIN } from "./network-admin.ts";
import { NETWORK_DIAGNOSIS } from "./network-diagnosis.ts";
import { OPENSSL } from "./openssl.ts";
import { ARCH_AND_NIX_PACKAGES } from "./packages-arch-nix.ts";
import { DEBIAN_PACKAGES } from "./packages-debian.ts";
import { OTHER_PACKAGES } from "./packages-other.ts";
import { RPM_PACKAGES } from "./packages-rpm.ts";
import { PAGERS } from "./pagers.ts";
import { PASSWORD_MANAGERS } from "./password-managers.ts";
import { PROCESSES } from "./processes.ts";
import { REMOTE } from "./remote.ts";
import { OTHER_REPOSITORIES } from "./repositories-other.ts";
import { FILE_SEARCH } from "./search-files.ts";
import { TEXT_SEARCH } from "./search-text.ts";
import { SECRET_STORES } from "./secrets.ts";
import { SECURITY_TOOLS } from "./security-tools.ts";
import { SERVERS } from "./servers.ts";
import { SERVICES } from "./services.ts";
import { SHELLS } from "./shells.ts";
import { TERMINAL_HELPERS } from "./terminal-helpers.ts";
import { TERMINALS } from "./terminals.ts";
import { TEXT_COMPARISON } from "./text-compare.ts";
import { TEXT_EXTRAS } from "./text-extras.ts";
import { TEXT_TOOLS } from "./text-tools.ts";
import { TMUX } from "./tmux.ts";
import { TRANSFER } from "./transfer.ts";
import { TUNNELS } from "./tunnels.ts";
import { UTIL_LINUX } from "./util-linux.ts";
import { VERSION_CONTROL } from "./vcs.ts";
import { VIRTUAL_MACHINES } from "./virtual-machines.ts";
import { WRAPPERS } from "./wrappers.ts";
import { LIMITING_WRAPPERS } from "./wrappers-limits.ts";
import { RAISING_WRAPPERS } from "./wrappers-raise.ts";
import { TRACING_WRAPPERS } from "./wrappers-trace.ts";

const TABLES: readonly ProgramTable[] = [
  ACCESS,
  ACCOUNTS,
  AGENTS,
  CONFIGURATION_MANAGEMENT,
  APPLICATIONS,
  MORE_ARCHIVES,
  ARCHIVES,
  BACKUPS,
  BUILD_PROGRAMS,
  BUILTINS,
  AMAZON,
  AZURE,
  GOOGLE,
  OTHER_CLOUDS,
  CLOUD_PLATFORMS,
  CLOUD_STORAGE,
  CODE_TOOLS,
  COMPRESSION,
  CONTAINER_IMAGES,
  CONTAINERS,
  COREUTILS_FILES,
  COREUTILS_SYSTEM,
  COREUTILS_TEXT,
  CRYPTO,
  DATA_TABLES,
  DATA_TOOLS,
  DATABASE_SERVERS,
  DATABASES,
  DESKTOP,
  DISKS,
  PDF_DOCUMENTS,
  PRINTED_DOCUMENTS,
  DOCUMENTS,
  EDITORS,
  EVERYDAY,
  FILE_SYSTEMS,
  FILE_TOOLS,
  FIREWALLS,
  FORGES,
  GIT_PROGRAMS,
  GITHUB,
  GNU_NAMES,
  GPG,
  INFRASTRUCTURE,
  JAVA_AND_JAVASCRIPT,
  MORE_INTERPRETERS,
  INTERPRETERS,
  JUJUTSU,
  KERNEL,
  KUBERNETES,
  COMPILED_LANGUAGES,
  JAVASCRIPT_PACKAGES,
  PYTHON_PACKAGES,
  SCRIPTED_LANGUAGES,
  MACHINES,
  MACOS,
  MEDIA,
  MESSAGES,
  MOBILE,
  NETWORK_ADMIN,
  NETWORK_DIAGNOSIS,
  OPENSSL,
  ARCH_AND_NIX_PACKAGES,
  DEBIAN_PACKAGES,
  OTHER_PACKAGES,
  RPM_PACKAGES,
  PAGERS,
  PASSWORD_MANAGERS,
  PROCESSES,
  REMOTE,
  OTHER_REPOSITORIES,
  FILE_SEARCH,
  TEXT_SEARCH,
  SECRET_STORES,
  SECURITY_TOOLS,
  SERVERS,
  SERVICES,
  SHELLS,
  TERMINAL_HELPERS,
  TERMINALS,
  TEXT_COMPARISON,
  TEXT_EXTRAS,
  TEXT_TOOLS,
  TMUX,
  TRANSFER,
  TUNNELS,
  UTIL_LINUX,
  VERSION_CONTROL,
  VIRTUAL_MACHINES,
  LIMITING_WRAPPERS,
  RAISING_WRAPPERS,
  TRACING_WRAPPERS,
  WRAPPERS,
];
const programs = new Map<string, ProgramSpec | string>(TABLES.flatMap((table) => Object.entries(table)));

/** What is known of a program; undefined where nobody described it. */
export function findProgram(name: string): ProgramSpec | undefined {
  const found = programs.get(name);
  return typeof found === "string" ? findProgram(found) : found;
}
