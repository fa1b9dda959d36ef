import { accessSync, constants, existsSync, readFileSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { type Config, tenantsOf } from "../../config/load.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, note, problem } = findingsOf("host");

/** A socket a caller and some for the database, logs and files; below this a few hundred callers are too many. */
const FEW_FILES = 4_096;
/** What most shells give, and what connections of one busy gateway use up. */
const TOO_FEW_FILES = 1_024;
/** Node, the program and its caches in one worker, without any policy. */
const WORKER_BASE_MB = 200;
const MB = 1024 * 1024;
/** The embedded PostgreSQL and the spool stop when nothing is left. */
const LITTLE_DISK_MB = 1_024;

/** What of the machine the service needs, as far as a process can see it. */
export interface Host {
  /** Undefined where the system does not say. */
  readonly openFiles: number | undefined;
  readonly memoryMb: number;
  readonly cores: number;
}

export function examineHost(config: Config): readonly Finding[] {
  return [...judgeHost(lookAtHost(), config), ...examineDataDir(config.dataDir)];
}

function lookAtHost(): Host {
  // The limit of the control group, where there is one; a number beyond the machine's memory is none.
  const limit = process.constrainedMemory();
  const bytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  return { openFiles: openFiles(), memoryMb: Math.floor(bytes / MB), cores: availableParallelism() };
}

/** The soft limit, which Node raises to the hard one at its start where it may. */
function openFiles(): number | undefined {
  if (!existsSync("/proc/self/limits")) return undefined;
  const found = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return found === undefined || found === "unlimited" ? undefined : Number(found);
}

export function judgeHost({ openFiles: files, memoryMb, cores }: Host, config: Config): readonly Finding[] {
  const workers = workersOf(config);
  const needMb = workers * (WORKER_BASE_MB + tenantsOf(config).length * config.limits.policyMemoryMb);
  const needed = `${workers} workers may take ${needMb} MB with full policies; there are ${memoryMb} MB`;
  return [
    ...judgeFiles(files),
    needMb > memoryMb
      ? note("memory_short", needed, "lower workers or limits.policy_memory_mb, or give it more memory")
      : ok("memory_enough", needed),
    ...(workers > cores
      ? [
          note(
            "more_workers_than_cores",
            `${workers} workers share ${cores} cores`,
            "set workers to 0, which is one a core",
          ),
        ]
      : []),
  ];
}

function judgeFiles(files: number | undefined): readonly Finding[] {
  if (files === undefined) return [];
  const said = `each process may open ${files} files and connections`;
  const advice = "raise it: ulimit -n 65536, or LimitNOFILE=65536 in the unit";
  if (files < TOO_FEW_FILES) return [problem("few_open_files", said, advice)];
  return [files < FEW_FILES ? note("few_open_files", said, advice) : ok("open_files", said)];
}

/** The folder itself, or the nearest one above it that is there. */
function examineDataDir(dataDir: string): readonly Finding[] {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    const advice = "make the service's account its owner, or name another folder in data_dir";
    return [problem("data_dir_not_writable", `data_dir (${dataDir}) cannot be written`, advice)];
  }
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / MB);
  const said = `data_dir (${dataDir}) can be written; ${freeMb} MB are free`;
  return [
    freeMb < LITTLE_DISK_MB ? problem("disk_full", said, "make room, or use another volume") : ok("data_dir", said),
  ];
}

export function workersOf({ workers }: Pick<Config, "workers">): number {
  return workers === 0 ? availableParallelism() : workers;
}
