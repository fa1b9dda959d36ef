import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process and its command line, its arguments parted by spaces; "" for one that has ended and was not waited for. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** All processes that this one may see. */
export function listProcesses(): readonly Process[] {
  return existsSync("/proc/self/cmdline") ? fromProc() : fromPs();
}

/** The folder that a process works in, or undefined where the system does not say. */
export function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function fromProc(): readonly Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() }];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

function fromPs(): readonly Process[] {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || command === undefined ? [] : [{ pid: Number(pid), command: command.trim() }];
  });
}
