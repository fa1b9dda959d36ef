import type { Place } from "../../../domain/facts.ts";
import type { Surroundings } from "../analysis.ts";
import { contains, foldersOf } from "./folders.ts";
import { hasUnknown, type NormalPath } from "./style.ts";

/** Folders by the place that they are; the first that holds the path says it. */
const PLACES: readonly (readonly [place: Place, folders: readonly string[]])[] = [
  ["temporary", ["/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/var/folders", "/private/var/folders",
    "/dev/shm", "~/appdata/local/temp", "c:/windows/temp", "c:/temp", "c:/tmp"]],
  ["device", ["/dev", "//./"]],
  ["home", ["~", "/home", "/Users", "/root", "/var/root", "/var/home", "/export/home", "c:/users",
    "c:/documents and settings"]],
  ["system", ["/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/boot", "/sys", "/proc", "/var",
    "/opt", "/run", "/srv", "/System", "/Library", "/Applications", "/private/etc", "/private/var", "/nix", "/snap",
    "c:/windows", "c:/program files", "c:/program files (x86)", "c:/programdata", "c:/recovery", "c:/boot"]],
]; // biome-ignore format: one list, read at a glance

/** Devices that hold nothing and pass everything on: no place of their own matters. */
const HARMLESS_DEVICES = new Set([
  "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
  "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/fd", "nul",
]); // biome-ignore format: one list, read at a glance
/** `/*` and the like: whatever lies at the top is the system's. */
const TOP_PATTERN = /^\/[^/]*[*?[{][^/]*(?:\/|$)/;
const TEMPORARY_VARIABLE = /^\$(?:TMPDIR|\{TMPDIR(?::-\/tmp)?\})(?:\/[^$`\uE000]*)?$/;
const DESCRIPTOR = /^\/dev\/fd\/[0-9]{1,10}$/;

/** Where a path lies. One that an unknown value could lead anywhere is `unknown`, except below the place it starts in. */
export function placeOf(normal: NormalPath, surroundings: Surroundings): Place {
  const { path } = normal;
  if (HARMLESS_DEVICES.has(path) || DESCRIPTOR.test(path)) return "temporary";
  if (TEMPORARY_VARIABLE.test(path) && !path.includes("/..")) return "temporary";
  if (hasUnknown(path)) return "unknown";
  const { home, workspace } = foldersOf(surroundings);
  if (workspace.some((folder) => contains(folder, path))) return "workspace";
  if (path === "/" || TOP_PATTERN.test(path)) return "system";
  for (const [place, folders] of PLACES) {
    if (place === "home" && home !== undefined && contains(home, path)) return "home";
    if (folders.some((folder) => contains(folder, path))) return place;
  }
  if (path.startsWith("~")) return "home";
  return normal.absolute ? "outside" : "unknown";
}
