import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { HOW_INTENTS_WERE_MADE } from "../../examples/demo/intents.ts";
import { startWrit } from "../../tools/start-writ.ts";
import { askOver } from "./ask.ts";
import { HOW_CODING_INTENTS_WERE_MADE } from "./intent.ts";
import type { Line } from "./lines.ts";
import { markdownTable, missesOf, terminalTable } from "./report.ts";
import { HOW_ENVELOPES_WERE_MADE } from "./sets/enveloped.ts";
import { SETS } from "./sets/index.ts";
import { HOW_TOOLS_WERE_SENT } from "./shell-calls.ts";

// Usage: node bench/efficacy/main.ts [--only SET] [--list SET] [--json FILE] [--markdown FILE]
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    list: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
  },
});
const cases = process.env["WRIT_CASES"] ?? "../shared/cases";
const wanted = values.list ?? values.only;
const sets = SETS.filter(({ name }) => name.startsWith(wanted));
if (!existsSync(cases)) fail(`there is no folder ${cases} with labelled cases; WRIT_CASES names it`);
if (sets.length === 0) fail(`there is no set ${wanted}: ${SETS.map(({ name }) => name).join(", ")}`);

const dataDir = mkdtempSync(join(tmpdir(), "writ-efficacy-"));
const errors: string[] = [];
const notes: string[] = [];
try {
  const lines = await measured();
  if (values.list !== undefined) process.stdout.write(`${missesOf(lines)}\n\n`);
  process.stdout.write(`${terminalTable(lines)}\n`);
  for (const note of notes) process.stdout.write(`note: ${note}\n`);
  for (const error of errors) process.stdout.write(`error: ${error}\n`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ lines, notes, errors }, undefined, 2)}\n`);
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdown(lines));
  process.exitCode = errors.length === 0 ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function measured(): Promise<readonly Line[]> {
  const writ = await startWrit({ dataDir, env: { WRIT_LOG_LEVEL: "warn" } });
  try {
    const lines: Line[] = [];
    for (const set of sets) {
      process.stderr.write(`measuring ${set.name}\n`);
      const error = (complaint: string) => errors.push(complaint);
      const note = (text: string) => notes.push(text);
      lines.push(...(await set.measure({ cases, http: writ.http, ask: askOver(writ.http, error), error, note })));
    }
    return lines;
  } finally {
    await writ.stop();
  }
}

function markdown(lines: readonly Line[]): string {
  return `# What is stopped, and what is disturbed

\`\`\`sh
WRIT_CASES=<folder> make efficacy                      # prints this table and writes this file
node bench/efficacy/main.ts --list shell/commands      # the rows that keep a set from its aims, with the reasons
node bench/efficacy/main.ts --only sql --json out.json # one set; all that was measured, as JSON
\`\`\`

Every row is a call that nobody who works on Writ wrote, sent to a running Writ as its sender would send it. Stopped and disturbed both mean
\`block\`, also one that a person could lift. URLs, resources, texts and manifests go to the functions that read them. Lines without an aim
inform.

${markdownTable(lines)}

How the intents were made decides what can be stopped: ${HOW_CODING_INTENTS_WERE_MADE}. In sessions ${HOW_INTENTS_WERE_MADE}.
Without intents ${HOW_ENVELOPES_WERE_MADE}.
Of calls: ${HOW_TOOLS_WERE_SENT}.
${[...notes, ...errors.map((error) => `Error: ${error}`)].map((note) => `\n- ${note}`).join("")}
`;
}

function fail(complaint: string): never {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
