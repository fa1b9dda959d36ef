import { execFile, execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Found } from "./counterpart.ts";

const FOLDER = resolve("var", "container");
/** podman copies the image's files for each container, without the kernel's help: a minute on a busy machine. */
const START_TIMEOUT_MS = 300_000;

const run = promisify(execFile);

/** The image, where `make test-container` has just built it: an older one would say nothing of what is here now. */
export function image(): Found {
  const program = resolve(FOLDER, "writ.tar");
  const built = process.env["WRIT_TEST_IMAGE"] !== undefined && existsSync(program);
  return built ? { program } : { missing: "the image: make test-container builds it" };
}

/** Podman with a storage of its own, which needs no systemd and no driver of the kernel. */
export async function podman(...args: readonly string[]): Promise<string> {
  // Its storage knows itself by its real path.
  const folder = realpathSync(FOLDER);
  const storage = ["--root", `${folder}/storage`, "--runroot", `${folder}/run`, "--storage-driver", "vfs"];
  const runtime = ["--runtime", "runc", "--cgroup-manager", "cgroupfs"];
  const { stdout, stderr } = await run("podman", [...storage, ...runtime, ...args], { timeout: START_TIMEOUT_MS });
  // `podman logs` has both streams of the container.
  return `${stdout}${args[0] === "logs" ? stderr : ""}`.trim();
}

/** What `SystemCallFilter=` of a unit lets through, as a profile for a container: systemd's own lists, in full. */
export function seccompProfile(allowed: string, denied: string): object {
  const refused = new Set(callsOf(denied));
  const names = callsOf(allowed).filter((name) => !refused.has(name));
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
    syscalls: [{ names, action: "SCMP_ACT_ALLOW" }],
  };
}

/** A list names calls and other lists. */
function callsOf(list: string): readonly string[] {
  const lines = execFileSync("systemd-analyze", ["syscall-filter", list], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== list && !line.startsWith("#"));
  return lines.flatMap((line) => (line.startsWith("@") ? callsOf(line) : [line]));
}
