import type { Command } from "commander";
import { splitCommand } from "../catalog/command-line.ts";
import { type Manifest, parseManifest, readManifest } from "../catalog/manifest.ts";
import { WritError } from "../domain/errors.ts";
import { readText } from "./text.ts";

/** Where a manifest comes from, as the command line says it. */
export interface SourceOptions {
  readonly stdio?: string;
  readonly url?: string;
  readonly env?: readonly string[];
  readonly bearerEnv?: string;
}

export interface SourcedManifest {
  /** The name that a live server gives itself. */
  readonly name?: string;
  readonly manifest: Manifest;
}

export function addSourceOptions(command: Command): Command {
  return command
    .option("--stdio <command>", "start this MCP server and ask it")
    .option("--env <name...>", "variables of this environment that the started server gets")
    .option("--url <url>", "ask the MCP server at this http or https URL")
    .option("--bearer-env <name>", "the variable that holds the bearer token for --url");
}

/**
 * Reads a manifest from a file, from standard input (`-`) or from a live server.
 * @throws WritError that says what is wrong
 */
export async function readSource(
  file: string | undefined,
  options: SourceOptions,
  env: NodeJS.ProcessEnv,
  version: string,
): Promise<SourcedManifest> {
  const given = [file, options.stdio, options.url].filter((source) => source !== undefined);
  if (given.length !== 1) throw new WritError("invalid_argument", "give one of a manifest file, --stdio and --url");
  const sourced =
    file === undefined ? await readLive(options, env, version) : { manifest: parseManifest(readText(file)) };
  if (sourced.manifest.partial) console.error("writ: the manifest is one page of several; the other tools are missing");
  return sourced;
}

async function readLive(options: SourceOptions, env: NodeJS.ProcessEnv, version: string): Promise<SourcedManifest> {
  // The SDK is large, and every other command does without it.
  const { composeLiveTools } = await import("../compose/manifest.ts");
  const server =
    options.stdio === undefined ? httpServer(options, env) : stdioServer(options.stdio, options.env ?? [], env);
  const { name, tools } = await composeLiveTools()(server, version);
  return { name, manifest: readManifest({ tools }) };
}

function stdioServer(line: string, names: readonly string[], env: NodeJS.ProcessEnv) {
  const [command, ...args] = splitCommand(line);
  if (command === undefined) throw new WritError("invalid_argument", "--stdio names no command");
  return {
    kind: "stdio",
    command,
    args,
    env: Object.fromEntries(names.map((name) => [name, variable(name, env)])),
  } as const;
}

function httpServer({ url: text = "", bearerEnv }: SourceOptions, env: NodeJS.ProcessEnv) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new WritError("invalid_argument", "--url is no http or https URL");
  }
  return { kind: "http", url, ...(bearerEnv === undefined ? {} : { token: variable(bearerEnv, env) }) } as const;
}

function variable(name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (value === undefined) throw new WritError("invalid_argument", `the variable ${name} is not set`);
  return value;
}
