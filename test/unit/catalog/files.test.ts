import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { checkCatalogue } from "../../../src/catalog/check.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Tier } from "../../../src/domain/vocabulary.ts";

const FILES = globSync("rego/catalog/*/data.yaml").map((path) => ({ path, text: readFileSync(path, "utf8") }));
const catalogue = compileCatalogue(
  Object.fromEntries(FILES.map(({ path, text }) => [path, parse(text) as JsonObject])),
);

/** The tools that agents and servers are most used for: what they are, and which of their arguments are programs. */
const TOOLS: readonly (readonly [server: string, tool: string, verb: string, tier: Tier, ...programs: string[]])[] = [
  ["claude-code", "Bash", "process.exec", "privileged", "shell /command"],
  ["claude-code", "BashOutput", "record.read", "read_only"],
  ["claude-code", "KillShell", "process.kill", "privileged"],
  ["claude-code", "Read", "file.read", "read_only"],
  ["claude-code", "Write", "file.write", "bounded_write"],
  ["claude-code", "Edit", "file.write", "bounded_write"],
  ["claude-code", "MultiEdit", "file.write", "bounded_write"],
  ["claude-code", "NotebookEdit", "file.write", "bounded_write"],
  ["claude-code", "Glob", "file.search", "read_only"],
  ["claude-code", "Grep", "file.search", "read_only"],
  ["claude-code", "LS", "file.list", "read_only"],
  ["claude-code", "WebFetch", "net.fetch", "read_only"],
  ["claude-code", "WebSearch", "web.search", "read_only"],
  ["claude-code", "Task", "agent.delegate", "privileged"],
  ["claude-code", "Skill", "tool.call", "bounded_write"],
  ["codex", "shell", "process.exec", "privileged", "shell /command"],
  ["codex", "exec_command", "process.exec", "privileged", "shell /cmd"],
  ["codex", "write_stdin", "process.exec", "privileged"],
  ["codex", "apply_patch", "file.write", "bounded_write", "patch /input", "patch /command", "patch /patch"],
  ["gemini-cli", "run_shell_command", "process.exec", "privileged", "shell /command"],
  ["gemini-cli", "replace", "file.write", "bounded_write"],
  ["gemini-cli", "save_memory", "memory.write", "bounded_write"],
  ["cursor", "run_terminal_cmd", "process.exec", "privileged", "shell /command"],
  ["cursor", "delete_file", "file.delete", "bounded_write"],
  ["copilot-cli", "bash", "process.exec", "privileged", "shell /command"],
  ["copilot-cli", "view", "file.read", "read_only"],
  ["openai", "local_shell", "process.exec", "privileged", "shell /command"],
  ["openai", "shell", "process.exec", "privileged", "shell /commands/*"],
  ["openai", "code_interpreter", "code.run", "privileged", "code /code"],
  ["openai", "computer_use", "process.exec", "privileged"],
  ["postgres", "execute_sql", "db.write", "bounded_write", "sql /sql"],
  ["sqlite", "read_query", "db.read", "read_only", "sql /query"],
  ["gmail", "send_email", "message.send", "bounded_write"],
  ["stripe", "create_refund", "payment.refund", "bounded_write"],
  ["kubernetes", "pods_exec", "process.exec", "privileged"],
  ["everything", "get-env", "secret.read", "privileged"],
  ["playwright", "browser_evaluate", "code.run", "privileged"],
];

describe("the catalogue that comes with Writ", () => {
  test("has nothing wrong, and nothing that nobody accepted", () => {
    expect(checkCatalogue(FILES)).toMatchObject({ problems: [], suggested: 0 });
  });

  test.each(TOOLS)("%s %s is %s", (server, name, verb, tier, ...programs) => {
    const base = catalogue.find(server, name)?.base;
    expect(base).toMatchObject({ verb, tier });
    expect(base?.analyze.map(({ kind, from }) => `${kind} /${from.join("/")}`)).toEqual(programs);
  });

  test("a secret of a cluster is no other resource", () => {
    const kinds = catalogue
      .find("kubernetes", "resources_get")
      ?.cases.map(({ meaning }) => [meaning.verb, meaning.tier]);
    expect(kinds).toEqual([["secret.read", "privileged"]]);
  });
});
