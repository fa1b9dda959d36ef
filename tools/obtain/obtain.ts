import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { downloadChecked } from "./download.ts";
import { onPath, versionOf } from "./probe.ts";
import { pinnedVersion, type Tool } from "./tool.ts";

/** A cold build of OPA takes two minutes on two cores. */
const BUILD_TIMEOUT_MS = 20 * 60_000;

const run = promisify(execFile);

export interface Surroundings {
  /** The repository's tools/ folder. */
  readonly toolsDir: string;
  /** Where binaries are kept: `<binDir>/<tool>-<version>`, and `<binDir>/<tool>` as a link to the one in use. */
  readonly binDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Receives one line at a time for the person who waits. */
  say(line: string): void;
}

interface Attempt {
  readonly tool: Tool;
  readonly version: string;
  readonly cached: string;
  readonly at: Surroundings;
}

/** Each way returns the binary's path, or throws why it is not one. */
const WAYS: readonly { readonly name: string; readonly take: (attempt: Attempt) => Promise<string> }[] = [
  { name: "the variable", take: fromVariable },
  { name: "PATH", take: fromPath },
  { name: "the cache", take: fromCache },
  { name: "the official release", take: fromRelease },
  { name: "go build", take: fromSource },
];

/**
 * The first binary of the tool that works, tried in this order: its variable, PATH, the cache, the official release,
 * `go build` of the pinned module. Rejects with one line for each way and why it did not work.
 * @returns an absolute path
 */
export async function obtain(tool: Tool, at: Surroundings): Promise<string> {
  const version = pinnedVersion(tool, at.toolsDir);
  const attempt = { tool, version, cached: resolve(at.binDir, `${tool.name}-${version}`), at };
  mkdirSync(at.binDir, { recursive: true });
  const failures: string[] = [];
  for (const way of WAYS) {
    try {
      const file = await way.take(attempt);
      linkTo(file, join(at.binDir, tool.name));
      return file;
    } catch (error) {
      failures.push(`  ${way.name}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `${tool.name} ${version} could not be obtained:\n${failures.join("\n")}\n` +
      `Put ${tool.name} ${version} on PATH, or set ${tool.variable} to its path.`,
  );
}

async function fromVariable({ tool, version, at }: Attempt): Promise<string> {
  const file = at.env[tool.variable];
  if (file === undefined || file === "") throw new Error(`${tool.variable} is not set`);
  try {
    const found = await versionOf(file);
    if (found !== version) at.say(`${tool.variable}=${file} is ${tool.name} ${found}; Writ is made with ${version}`);
  } catch (error) {
    at.say(`${tool.variable} is of no use: ${(error as Error).message}`);
    throw error;
  }
  return resolve(file);
}

async function fromPath({ tool, version, at }: Attempt): Promise<string> {
  const candidates = onPath(tool.name, at.env["PATH"] ?? "");
  if (candidates.length === 0) throw new Error(`no ${tool.name} there`);
  const unfit: string[] = [];
  for (const file of candidates) {
    try {
      return await checked(file, version);
    } catch (error) {
      unfit.push((error as Error).message);
    }
  }
  throw new Error(unfit.join("; "));
}

function fromCache({ version, cached }: Attempt): Promise<string> {
  return checked(cached, version);
}

async function fromRelease({ tool, version, cached, at }: Attempt): Promise<string> {
  if (tool.release === undefined) throw new Error("is not used for this tool");
  const asset = tool.release.asset(at.platform, at.arch);
  if (asset === undefined) throw new Error(`none for ${at.platform} ${at.arch}`);
  const baseUrl = at.env[tool.release.mirrorVariable] ?? tool.release.baseUrl;
  return intoCache(cached, version, async (target) => {
    const checksumsFile = join(at.toolsDir, tool.name, "checksums.txt");
    const url = `${baseUrl}/v${version}/${asset}`;
    const against = await downloadChecked({ url, asset, checksumsFile, target });
    at.say(`${tool.name} ${version}: downloaded ${url}, checked against ${against}`);
  });
}

async function fromSource({ tool, version, cached, at }: Attempt): Promise<string> {
  return intoCache(cached, version, async (target) => {
    at.say(`${tool.name} ${version}: compiling it from tools/${tool.name}; the first time takes a minute or two`);
    const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", target];
    args.push("-ldflags", `-s -w ${tool.versionFlags(version)}`, tool.module);
    const options = { cwd: join(at.toolsDir, tool.name), env: at.env, timeout: BUILD_TIMEOUT_MS };
    await run("go", args, options).catch((error: NodeJS.ErrnoException & { stderr?: string }) => {
      if (error.code === "ENOENT") throw new Error("go is not installed");
      throw new Error((error.stderr ?? "").trim().split("\n").slice(-3).join(" | ") || error.message);
    });
  });
}

/** Fills a file under another name first, so that an interrupted or a parallel attempt leaves no half binary behind. */
async function intoCache(cached: string, version: string, fill: (target: string) => Promise<void>): Promise<string> {
  const target = `${cached}.${process.pid}.tmp`;
  try {
    await fill(target);
    await checked(target, version);
    renameSync(target, cached);
    return cached;
  } finally {
    rmSync(target, { force: true });
  }
}

async function checked(file: string, version: string): Promise<string> {
  const found = await versionOf(file);
  if (found !== version) throw new Error(`${file} is version ${found}, not ${version}`);
  return resolve(file);
}

function linkTo(file: string, link: string): void {
  const temporary = `${link}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  symlinkSync(relative(join(link, ".."), file), temporary);
  renameSync(temporary, link);
}
