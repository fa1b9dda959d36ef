import type { Json } from "../../tools/grpc-client.ts";
import { codingIntent, type Place } from "./intent.ts";

/** What a row of the shell sets may say; all but `id` may be missing. */
export interface ShellRow {
  readonly id: string;
  readonly command?: string;
  readonly argv?: readonly string[];
  readonly description?: string;
  readonly tool?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly dialect?: string;
  readonly cwd?: string;
  readonly active_home?: string;
}

interface Call {
  readonly server: string;
  readonly name: string;
  readonly arguments: Json;
}

/** Said beside the results. */
export const HOW_TOOLS_WERE_SENT =
  "the tools of shell rows are sent as Claude Code's Read and Write and as Codex's apply_patch; no coding agent has a tool that uploads, so that it is sent as the curl command that they would run";

/** The calls of coding agents that do what a row's tool does. */
const TOOLS: Readonly<Record<string, (args: Json) => Call>> = {
  read_file: ({ path }) => ({ server: "claude-code", name: "Read", arguments: { file_path: path } }),
  write_file: ({ path, content }) => ({
    server: "claude-code",
    name: "Write",
    arguments: { file_path: path, content },
  }),
  upload_file: ({ path, url }) => bash({ command: quoted(["curl", "-T", String(path), String(url)], undefined) }),
  apply_patch: (args) => ({ server: "codex", name: "apply_patch", arguments: args }),
};

const DEFAULTS: Readonly<Record<Place["style"], Place>> = {
  posix: { style: "posix", cwd: "/repo", home: "/home/alice" },
  windows: { style: "windows", cwd: "C:\\repo", home: "C:\\Users\\alice" },
};

const WINDOWS_DIALECTS = ["powershell", "cmd"];

/** @returns undefined where the row holds nothing that an agent could send */
export function shellRequest(row: ShellRow): Json | undefined {
  const call = callOf(row);
  if (call === undefined) return undefined;
  const place = placeOf(row);
  return {
    agent: { id: "agent:efficacy" },
    intent: { claims: codingIntent(place) },
    call: { format: "mcp", server: call.server, payload: { name: call.name, arguments: call.arguments } },
    context: {
      cwd: place.cwd,
      home: place.home,
      workspace: [place.cwd],
      ...(row.dialect === undefined ? {} : { dialect: row.dialect }),
    },
  };
}

/** The row as one line for lists. */
export function shown(row: ShellRow): string {
  return row.command ?? (row.argv === undefined ? JSON.stringify({ [row.tool ?? ""]: row.args }) : row.argv.join(" "));
}

function callOf({ command, argv, description, tool, args, dialect }: ShellRow): Call | undefined {
  const more = description === undefined ? {} : { description };
  if (command !== undefined) return bash({ command, ...more });
  if (argv !== undefined) return bash({ command: quoted(argv, dialect), ...more });
  if (tool === undefined || args === undefined || !Object.hasOwn(TOOLS, tool)) return undefined;
  return TOOLS[tool]?.(args);
}

function bash(args: Json): Call {
  return { server: "claude-code", name: "Bash", arguments: args };
}

function placeOf({ dialect, cwd, active_home }: ShellRow): Place {
  const place = DEFAULTS[WINDOWS_DIALECTS.includes(dialect ?? "") ? "windows" : "posix"];
  return { style: place.style, cwd: cwd ?? place.cwd, home: active_home ?? place.home };
}

/** The words as one line that the shell splits into the same words again. */
function quoted(words: readonly string[], dialect: string | undefined): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quotedWord(word, dialect))).join(" ");
}

function quotedWord(word: string, dialect: string | undefined): string {
  if (dialect === "cmd") return `"${word.replaceAll('"', '""')}"`;
  return `'${word.replaceAll("'", dialect === "powershell" ? "''" : `'\\''`)}'`;
}
