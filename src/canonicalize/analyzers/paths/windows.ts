import type { Surroundings } from "../analysis.ts";
import { isPattern, type NormalPath } from "./style.ts";

/** What variables and PowerShell's `$env:` stand for; `~` is the user's profile. */
const FOLDER_VARIABLES: Readonly<Record<string, string>> = {
  userprofile: "~",
  home: "~",
  homepath: "~",
  appdata: "~/AppData/Roaming",
  localappdata: "~/AppData/Local",
  temp: "~/AppData/Local/Temp",
  tmp: "~/AppData/Local/Temp",
  programdata: "C:/ProgramData",
  allusersprofile: "C:/ProgramData",
  systemroot: "C:/Windows",
  windir: "C:/Windows",
  systemdrive: "C:",
  homedrive: "C:",
  programfiles: "C:/Program Files",
  "programfiles(x86)": "C:/Program Files (x86)",
  public: "C:/Users/Public",
};
const VARIABLE = /%([a-z_()0-9]{1,40})%|\$env:([a-z_]{1,40})|\$\{env:([a-z_()0-9]{1,40})\}/gi;
const LEADING_HOME = /^\$home(?=\/|$)/i;
/** `\\?\`, `\\.\` and `\??\`: names of the object manager, past the rules for names (Naming Files, Microsoft Learn). */
const DEVICE_PREFIX = /^(?:\/\/[?.]\/|\/\?\?\/)/;
const UNC_DEVICE = /^unc\//i;
/** A share of the machine itself that is a whole drive. */
const ADMIN_SHARE = /^\/\/(?:localhost|127\.0\.0\.1|\[?::1\]?|\.)\/([a-z])\$(?=\/|$)/i;
const DRIVE = /^([a-z]):/i;
/** A drive without any path is the disk itself there. */
const VOLUME = /^[a-z]:$/i;
const SHORT_NAME = /~[0-9]/;
/** Names that are devices in every folder, whatever the extension. */
const DOS_DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)/i;
const TRAILING = new Set([".", " "]);

/** In lower case: the system tells no upper case from lower. */
export function normalWindows(text: string, surroundings: Surroundings): NormalPath {
  const tricks = new Set<string>();
  let rest = text.replaceAll("\\", "/").replace(VARIABLE, variableOf).replace(LEADING_HOME, "~");
  if (DEVICE_PREFIX.test(rest)) {
    tricks.add("device_namespace");
    rest = rest.replace(DEVICE_PREFIX, "");
    rest = UNC_DEVICE.test(rest) ? `//${rest.slice(4)}` : rest;
    if (VOLUME.test(rest) || (!DRIVE.test(rest) && !rest.startsWith("//"))) return finished(`//./${rest}`, tricks);
  }
  const share = ADMIN_SHARE.exec(rest);
  if (share !== null) {
    tricks.add("admin_share");
    rest = `${share[1]}:${rest.slice(share[0].length) || "/"}`;
  }
  const { home, cwd } = surroundings;
  if ((rest === "~" || rest.startsWith("~/")) && home !== undefined) rest = home.replaceAll("\\", "/") + rest.slice(1);
  if (rest.startsWith("//")) {
    tricks.add("unc");
    const [host = "", ...below] = rest.slice(2).split("/");
    return finished(`//${[host, ...walked(below, true, tricks)].join("/")}`, tricks);
  }
  const drive = DRIVE.exec(rest);
  const folder = cwd?.replaceAll("\\", "/");
  const cwdDrive = folder === undefined ? null : DRIVE.exec(folder);
  if (drive !== null) {
    const below = rest.slice(2);
    if (below.startsWith("/") || below === "") {
      return finished(`${drive[1]}:/${walked(below.split("/"), true, tricks).join("/")}`, tricks);
    }
    tricks.add("drive_relative");
    if (folder === undefined || cwdDrive?.[1]?.toLowerCase() !== drive[1]?.toLowerCase()) {
      return finished(`${drive[1]}:${walked(below.split("/"), false, tricks).join("/")}`, tricks);
    }
    rest = below;
  }
  if (rest.startsWith("/")) {
    return finished(`${cwdDrive?.[0] ?? ""}/${walked(rest.split("/"), true, tricks).join("/")}`, tricks);
  }
  if (cwdDrive === null || rest.startsWith("~")) {
    return finished(walked(rest.split("/"), false, tricks).join("/") || ".", tricks);
  }
  const below = walked([...(folder ?? "").slice(2).split("/"), ...rest.split("/")], true, tricks);
  return finished(`${cwdDrive[0]}/${below.join("/")}`, tricks);
}

function variableOf(whole: string, percent?: string, dollar?: string, braced?: string): string {
  return FOLDER_VARIABLES[(percent ?? dollar ?? braced ?? "").toLowerCase()] ?? whole;
}

function walked(segments: readonly string[], absolute: boolean, tricks: Set<string>): readonly string[] {
  const stack: string[] = [];
  for (const raw of segments) {
    const segment = raw.trimEnd() === ".." ? ".." : nameOf(raw, tricks);
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") {
      stack.push(segment);
      continue;
    }
    tricks.add("parent");
    const last = stack.at(-1);
    if (last !== undefined && last !== ".." && !(last === "~" && stack.length === 1)) stack.pop();
    else if (!absolute) stack.push("..");
  }
  return stack;
}

function nameOf(raw: string, tricks: Set<string>): string {
  if (raw === ".") return raw;
  let name = trimmed(raw, tricks);
  if (name.includes(":")) {
    tricks.add("alternate_stream");
    const [file = "", stream = "", type = ""] = name.split(":");
    const kind = type === "" || /^\$data$/i.test(type) ? "" : `:${type}`;
    name = stream === "" ? trimmed(file, tricks) : `${file}:${stream}${kind}`;
  }
  if (SHORT_NAME.test(name)) tricks.add("short_name");
  if (DOS_DEVICE.test(name)) tricks.add("dos_device");
  return name;
}

function trimmed(name: string, tricks: Set<string>): string {
  // Behind `\\?\` names are taken as they are.
  if (tricks.has("device_namespace")) return name;
  let end = name.length;
  while (end > 0 && TRAILING.has(name[end - 1] ?? "")) end -= 1;
  if (end < name.length) tricks.add("trailing_dot_or_space");
  return name.slice(0, end);
}

function finished(path: string, tricks: Set<string>): NormalPath {
  const lower = path.toLowerCase();
  const absolute = lower.startsWith("/") || /^[a-z]:\//.test(lower);
  return { path: lower, absolute, pattern: isPattern(lower) || tricks.has("short_name"), tricks: [...tricks] };
}
