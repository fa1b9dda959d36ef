import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import type { Command } from "commander";
import { loadAnalyzers } from "../canonicalize/analyzers/load.ts";
import { canonicalize } from "../canonicalize/canonicalize.ts";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import { WritError } from "../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { CALL_FORMATS, type DecisionRequest } from "../domain/request.ts";
import { parseStrictJson } from "../domain/strict-json.ts";
import { type Paint, renderCanonical } from "./canonical-report.ts";

/** The catalogue that comes with this package. */
const BUILT_IN_DATA = fileURLToPath(new URL("../bundle/data.json", import.meta.url));

interface Options {
  readonly json: boolean;
  readonly format: string;
  readonly server?: string;
  readonly cwd?: string;
  readonly home?: string;
  readonly data: string;
}

/** `writ canonicalize`: what a call comes to, before any policy sees it. */
export function addCanonicalize(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command("canonicalize")
    .description("print the action and the facts of a tool call given on standard input")
    .option("--json", "print JSON", false)
    .option("--format <format>", `how the call is written: ${CALL_FORMATS.join(", ")}`, "generic")
    .option("--server <name>", "the server or agent that offers the tool")
    .option("--cwd <folder>", "where the call runs; also the workspace")
    .option("--home <folder>", "the home folder of who runs it")
    .option("--data <file>", "the bundle's data.json, with the catalogue", BUILT_IN_DATA)
    .addHelpText(
      "after",
      `
Examples:
  echo '{"name":"Bash","arguments":{"command":"cat README.md | head"}}' | writ canonicalize --server claude-code --cwd /repo
  writ canonicalize --json < request.json     # a whole decision request ("call" or "action") works too`,
    )
    .action(async (options: Options) => {
      try {
        process.stdout.write(await canonicalizeInput(await text(process.stdin), options, env));
      } catch (error) {
        console.error(`writ: ${error instanceof WritError ? error.message : "the call cannot be read"}`);
        process.exitCode = 1;
      }
    });
}

async function canonicalizeInput(input: string, options: Options, env: NodeJS.ProcessEnv): Promise<string> {
  const request = requestOf(parseStrictJson(Buffer.from(input), ""), options);
  const data = JSON.parse(readFileSync(options.data, "utf8")) as { readonly catalog?: JsonValue };
  await loadAnalyzers();
  const canonical = canonicalize(request, compileCatalogue(data.catalog));
  if (options.json) return `${JSON.stringify(canonical, undefined, 2)}\n`;
  const colours = process.stdout.isTTY && env["NO_COLOR"] === undefined;
  const paint: Paint = (style, value) => (colours ? styleText(style, value) : value);
  return renderCanonical(canonical, paint);
}

/** A decision request as it is, or a call alone in the format that the options name. */
function requestOf(value: JsonValue, { format, server, cwd, home }: Options): DecisionRequest {
  const whole = isJsonObject(value) && (isJsonObject(value["call"] ?? null) || isJsonObject(value["action"] ?? null));
  const given: JsonObject = whole ? (value as JsonObject) : { call: { format, payload: value } };
  const call = given["call"] as { format?: string; server?: string; payload?: JsonValue } | undefined;
  const context = (given["context"] ?? {}) as JsonObject;
  const action = given["action"] as JsonObject | undefined;
  return {
    request_id: "",
    agent: {},
    session: "",
    ...(action === undefined ? {} : { action }),
    ...(call === undefined
      ? {}
      : {
          call: { format: call.format ?? format, server: server ?? call.server ?? "", payload: call.payload ?? null },
        }),
    observed: [],
    context: {
      ...context,
      ...(cwd === undefined ? {} : { cwd, workspace: [cwd] }),
      ...(home === undefined ? {} : { home }),
    },
    options: { dry_run: true, explain: true },
    timeout_ms: 1,
  };
}
