import type { Command } from "commander";
import type { Trail } from "../record/trail/trail.ts";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { reason } from "./text.ts";
import { textTable } from "./text-table.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

/** `writ trail`: all that is known of one decision. Asks a running service. */
export function addTrail(program: Command): void {
  askingService(program.command("trail <id>"))
    .description("what is known of one decision: who asked, for whom, what about, who approved, what became of it")
    .option("--json", "as the API says it", false)
    .action(async (id: string, { url, json }: Options) => {
      try {
        const answer = await askService(url, `/v1/decisions/${encodeURIComponent(id)}/trail`);
        console.log(printable(json ? JSON.stringify(answer, null, 2) : showTrail(answer as unknown as Trail)));
      } catch (error) {
        console.error(printable(`writ: ${reason(error)}`));
        process.exitCode = 1;
      }
    });
}

/** One line an entry: what agents wrote does not begin a line of its own. */
function showTrail({ entries }: Trail): string {
  return textTable(entries.map(({ at, what, who, text }) => [at, what, oneLine(who), oneLine(text)]));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
