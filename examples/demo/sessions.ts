import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface ToolStep {
  readonly tool: string;
  readonly arguments: Record<string, unknown>;
  readonly result?: string;
  readonly label: "benign" | "attack";
  /** The call as the model wrote it, where that was kept. */
  readonly raw?: { readonly format: string; readonly payload: unknown };
}

export type Step = { readonly user: string } | ToolStep;

export interface Session {
  readonly id: string;
  readonly server: string;
  readonly task: string;
  readonly steps: readonly Step[];
}

/** Catalogue servers of which there are collections; a collection's name begins with that of its server, `_` for `-`. */
const SERVERS = [
  "agentdojo-banking",
  "agentdojo-slack",
  "agentdojo-travel",
  "agentdojo-workspace",
  "bfcl",
  "injecagent",
  "tau-airline",
  "tau-retail",
] as const;

const SAMPLE = fileURLToPath(new URL("../sessions", import.meta.url));

/** The folder that the sessions are read from: the collections when they are there, else the sample. */
export function sessionsFolder(cases: string): string {
  const folder = join(cases, "sessions");
  return existsSync(folder) ? folder : SAMPLE;
}

/** One session a line: `{id, task, steps[]}`; a sample names its server itself. */
export function readSessions(folder: string): readonly Session[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  return files.sort().flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => withServer(file, JSON.parse(line) as Session)),
  );
}

/** @param file the collection's name, which says whose tools a session without a server calls */
export function withServer(file: string, session: Omit<Session, "server"> & { readonly server?: string }): Session {
  const name = file.replace(/\.jsonl$/, "").replaceAll("_", "-");
  return { ...session, server: session.server ?? SERVERS.find((server) => name.startsWith(server)) ?? name };
}

export function isToolStep(step: Step): step is ToolStep {
  return "tool" in step;
}
