import { readdirSync, readFileSync } from "node:fs";

/** Processes by id, with their parents (Linux, /proc). */
function parents(): ReadonlyMap<number, number> {
  const table = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      table.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  return table;
}

export function childrenOf(pid: number): readonly number[] {
  return [...parents()].filter(([, parent]) => parent === pid).map(([child]) => child);
}

export function descendantsOf(pid: number): readonly number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

/** The command line, or undefined when there is no such process (any more). */
export function commandOf(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return line === "" ? undefined : line;
  } catch {
    return undefined;
  }
}
