import type { Surroundings } from "../analysis.ts";
import { hasUnknown, isPattern, type NormalPath } from "./style.ts";

/** Variables that name a folder, by what they stand for: `~` is the home, `.` the working folder. */
const FOLDER_VARIABLES: Readonly<Record<string, string>> = {
  HOME: "~",
  PWD: ".",
  XDG_CONFIG_HOME: "~/.config",
  XDG_DATA_HOME: "~/.local/share",
  XDG_CACHE_HOME: "~/.cache",
  XDG_STATE_HOME: "~/.local/state",
  CARGO_HOME: "~/.cargo",
  GNUPGHOME: "~/.gnupg",
};
const LEADING_VARIABLE = /^\$(?:([A-Z_]{1,20})|\{([A-Z_]{1,20})(?::?-[^{}$]{0,200})?\})(?=\/|$)/;
/** Inside a path: only where it restarts at the root, as in `/proc/self/root$HOME/x`. */
const INNER_HOME = /\$(?:HOME(?![A-Z_a-z0-9])|\{HOME\})/g;
/** `~user`, `~+`, `~-` (bash(1), Tilde Expansion). */
const TILDE = /^~([A-Za-z0-9._+-]{0,64})(?=\/|$)/;

/** The descriptors that every process has, by number (fd(4)). */
const STANDARD_DESCRIPTORS = ["stdin", "stdout", "stderr"];
const NUMBER = /^[0-9]{1,10}$/;

export function normalPosix(text: string, surroundings: Surroundings): NormalPath {
  const tricks = new Set<string>();
  if (text === "") return { path: "", absolute: false, pattern: false, tricks: [] };
  const start = withStart(text, surroundings);
  const stack = new Stack(surroundings.cwd, tricks);
  if (start.absolute) stack.root();
  else if (start.relative && surroundings.cwd !== undefined) stack.enter(surroundings.cwd);
  stack.pushAll(start.rest);
  if (text.includes("\\")) tricks.add("backslash");
  const path = stack.toString();
  return { path, absolute: path.startsWith("/"), pattern: isPattern(path), tricks: [...tricks] };
}

interface Start {
  readonly absolute: boolean;
  /** Whether the working folder comes before it. */
  readonly relative: boolean;
  readonly rest: string;
}

function withStart(text: string, surroundings: Surroundings): Start {
  const { home, cwd } = surroundings;
  let rest = text;
  const variable = LEADING_VARIABLE.exec(rest);
  const folder = variable === null ? undefined : FOLDER_VARIABLES[variable[1] ?? variable[2] ?? ""];
  if (variable !== null && folder !== undefined) rest = folder + rest.slice(variable[0].length);
  const tilde = TILDE.exec(rest);
  if (tilde !== null) {
    const after = rest.slice(tilde[0].length);
    const user = tilde[1] ?? "";
    if (user === "+" && cwd !== undefined) return { absolute: true, relative: false, rest: `${cwd}${after}` };
    if (user === "root") return { absolute: true, relative: false, rest: `/root${after}` };
    const own = user === "" || home?.endsWith(`/${user}`) === true;
    if (own && home !== undefined) return { absolute: true, relative: false, rest: `${home}${after}` };
    return { absolute: false, relative: false, rest };
  }
  if (home !== undefined) rest = rest.replace(INNER_HOME, () => home);
  if (rest.startsWith("/")) return { absolute: true, relative: false, rest };
  const first = rest.split("/", 1)[0] ?? "";
  return { absolute: false, relative: !hasUnknown(first), rest };
}

/** The segments so far; what stands for another place is replaced as soon as it is complete. */
class Stack {
  private segments: string[] = [];
  private absolute = false;
  private readonly cwd: string | undefined;
  private readonly tricks: Set<string>;

  constructor(cwd: string | undefined, tricks: Set<string>) {
    this.cwd = cwd;
    this.tricks = tricks;
  }

  root(): void {
    this.segments = [];
    this.absolute = true;
  }

  enter(folder: string): void {
    this.root();
    this.segments = folder.split("/").filter((segment) => segment !== "" && segment !== ".");
  }

  pushAll(text: string): void {
    for (const segment of text.split("/")) {
      if (segment === "" || segment === ".") continue;
      if (segment === "..") this.up();
      else {
        this.segments.push(segment);
        if (this.absolute) this.follow();
      }
    }
  }

  private up(): void {
    const last = this.segments.at(-1);
    this.tricks.add("parent");
    if (last === undefined) {
      if (!this.absolute) this.segments.push("..");
    } else if (last === ".." || (this.segments.length === 1 && last.startsWith("~")) || hasUnknown(last)) {
      this.segments.push("..");
    } else this.segments.pop();
  }

  /** Links of procfs and devfs that every system has (proc(5), fd(4)). */
  private follow(): void {
    const { segments } = this;
    const [top, owner, what, more] = segments;
    if (top === "dev") this.followDevice();
    if (top !== "proc" || owner === undefined) return;
    if (owner === "thread-self" || (what === "task" && segments.length === 4 && more !== undefined)) {
      segments.splice(1, segments.length - 1, owner === "thread-self" ? "self" : owner);
      return;
    }
    if (owner !== "self" && !NUMBER.test(owner) && !isPattern(owner)) return;
    if (what === "root" && segments.length === 3) {
      this.tricks.add("proc_root");
      segments.length = 0;
    } else if (what === "cwd" && segments.length === 3 && owner === "self") {
      this.tricks.add("proc_cwd");
      this.segments = [];
      if (this.cwd === undefined) this.absolute = false;
      else this.enter(this.cwd);
    } else if (what === "fd" && segments.length === 4) {
      this.segments = ["dev", "fd", more ?? ""];
      this.followDevice();
    }
  }

  private followDevice(): void {
    const [, folder, name] = this.segments;
    if (folder !== "fd" || name === undefined || this.segments.length > 3) return;
    this.tricks.add("descriptor");
    const standard = STANDARD_DESCRIPTORS[Number(name)];
    if (standard !== undefined) this.segments = ["dev", standard];
  }

  toString(): string {
    if (this.absolute) return `/${this.segments.join("/")}`;
    return this.segments.length === 0 ? "." : this.segments.join("/");
  }
}
