import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Unavailable } from "./unavailable.ts";

interface Packaged {
  readonly packages: readonly string[];
  readonly program: string;
  /** A folder of libraries beside the usual ones. */
  readonly folder?: string;
}

/** Gateways, a browser, a message server and a monitoring system, as Debian packages them: what is unpacked, and the program in there. */
const PACKAGED = {
  // 96 MB with the libraries that a machine without a screen lacks.
  chromium: {
    packages: ["chromium-headless-shell", "fonts-dejavu-core"],
    program: "usr/lib/chromium/chromium-headless-shell",
    folder: "pulseaudio",
  },
  nginx: { packages: ["nginx"], program: "usr/sbin/nginx" },
  caddy: { packages: ["caddy"], program: "usr/bin/caddy" },
  haproxy: { packages: ["haproxy"], program: "usr/sbin/haproxy" },
  apache: { packages: ["apache2-bin", "lua-socket"], program: "usr/sbin/apache2" },
  nats: { packages: ["nats-server"], program: "usr/sbin/nats-server" },
  pgbouncer: { packages: ["pgbouncer"], program: "usr/sbin/pgbouncer" },
  prometheus: { packages: ["prometheus"], program: "usr/bin/prometheus" },
  promtool: { packages: ["prometheus"], program: "usr/bin/promtool" },
  etcd: { packages: ["etcd-server"], program: "usr/bin/etcd" },
  // Its library is what is wanted, which goes between a process and its clock.
  faketime: { packages: ["faketime"], program: "usr/bin/faketime" },
} as const satisfies Readonly<Record<string, Packaged>>;
export type PackagedProgram = keyof typeof PACKAGED;

export const PACKAGED_PROGRAMS = Object.keys(PACKAGED) as PackagedProgram[];

/** Lists of 14 MB and packages of 100 MB, over a slow line. */
const APT_TIMEOUT_MS = 5 * 60_000;

const run = promisify(execFile);

/** Changes with what is unpacked. */
export function stateOfPackaged(name: PackagedProgram): string {
  const { packages, program, folder }: Packaged = PACKAGED[name];
  return createHash("sha256")
    .update(`${packages.join(" ")}\n${starter(program, folder)}`)
    .digest("hex")
    .slice(0, 16);
}

/**
 * Unpacks the packages and what they need that the machine lacks into a folder of their own, and writes a program that starts it from
 * there. Nothing is installed: that would take root, and would start a service on the machine's ports. apt verifies what it downloads.
 *
 * @param target where the program will be; the folder is beside it
 * @param draft where to write it now
 * @throws Unavailable without apt, or without a way to Debian's servers
 */
export async function unpackProgram(name: PackagedProgram, target: string, draft: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "writ-apt-"));
  try {
    const { packages, program, folder }: Packaged = PACKAGED[name];
    const root = join(work, "root");
    mkdirSync(root);
    for (const archive of await download(packages, work)) await run("dpkg-deb", ["--extract", archive, root]);
    if (!existsSync(join(root, program))) throw new Error(`the packages ${packages.join(", ")} hold no ${program}`);
    await place(root, `${target}.root`);
    writeFileSync(draft, starter(program, folder));
    chmodSync(draft, 0o755);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns paths of the packages' archives */
async function download(packages: readonly string[], work: string): Promise<readonly string[]> {
  const archives = join(work, "archives");
  for (const folder of [archives, join(work, "state/lists/partial"), join(work, "cache/archives/partial")]) {
    mkdirSync(folder, { recursive: true });
  }
  const options = [
    `Dir::State=${join(work, "state")}`,
    "Dir::State::status=/var/lib/dpkg/status",
    `Dir::Cache=${join(work, "cache")}`,
    // Its own user may not write to the folder of whoever runs this.
    "APT::Sandbox::User=",
    "Debug::NoLocking=1",
  ].flatMap((option) => ["-o", option]);
  await apt([...options, "update"], archives);
  const planned = await apt([...options, "--simulate", "--no-install-recommends", "install", ...packages], archives);
  // "Inst name (version …)" is new, "Inst name [version] (…)" a newer one of what the machine has.
  const needed = [...planned.matchAll(/^Inst (\S+) \(/gm)].map(([, needed]) => needed as string);
  await apt([...options, "download", ...new Set([...packages, ...needed])], archives);
  return readdirSync(archives).map((file) => join(archives, file));
}

async function apt(args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await run("apt-get", ["--quiet", ...args], { cwd, timeout: APT_TIMEOUT_MS });
    return stdout;
  } catch (error) {
    const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new Unavailable("apt-get is not installed: Debian's packages are tested");
    throw new Unavailable(stderr.trim() || String(error));
  }
}

/** Another process may have put the same there meanwhile. */
async function place(root: string, target: string): Promise<void> {
  const beside = `${target}.${process.pid}.tmp`;
  rmSync(beside, { recursive: true, force: true });
  await run("cp", ["-a", root, beside]);
  rmSync(target, { recursive: true, force: true });
  renameSync(beside, target);
}

function starter(program: string, folder?: string): string {
  const libraries = folder === undefined ? "" : ` "$0.root"/usr/lib/*-linux-gnu/${folder}`;
  return `#!/bin/sh
# Starts a gateway from where its packages were unpacked, with the libraries and the Lua modules that are there.
export WRIT_GATEWAY_ROOT="$0.root"
for folder in "$0.root"/usr/lib/*-linux-gnu "$0.root"/lib/*-linux-gnu${libraries}; do
  LD_LIBRARY_PATH="$folder\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
for version in 5.3 5.4; do
  name=$(echo "$version" | tr . _)
  export "LUA_PATH_$name=$0.root/usr/share/lua/$version/?.lua;;"
  for folder in "$0.root"/usr/lib/*-linux-gnu; do export "LUA_CPATH_$name=$folder/lua/$version/?.so;;"; done
done
exec "$0.root/${program}" "$@"
`;
}
