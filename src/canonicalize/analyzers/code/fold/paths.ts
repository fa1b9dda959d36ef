import { HOLE, TREE_HOLE } from "../value.ts";

/** `os.path.join` and `path.join`: an absolute path starts anew. */
export function joinPath(parts: readonly string[], restarts = true): string {
  let path = "";
  for (const part of parts) {
    if (part === "") continue;
    const absolute = /^(?:\/|~(?:\/|$)|[A-Za-z]:[\\/])/.test(part);
    if (path === "" || (absolute && restarts)) path = part;
    else path = `${path.replace(/\/+$/, "")}/${part.replace(/^\/+/, "")}`;
  }
  return path;
}

export function parentPath(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  if (trimmed.endsWith(HOLE)) return HOLE;
  if (trimmed.endsWith(TREE_HOLE)) return trimmed;
  const at = trimmed.lastIndexOf("/");
  return at < 0 ? "." : at === 0 ? "/" : trimmed.slice(0, at);
}

export function baseName(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? "";
}
