import type { Command } from "commander";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { type Listed, type Shown, showGrant, showGrants, showLegacy, type Used } from "./grants/show.ts";
import { reason } from "./text.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

interface ListOptions extends Options {
  readonly agent?: string;
  readonly task?: string;
  readonly audience?: string;
  readonly kind?: string;
  readonly state?: string;
  readonly limit: string;
}

/** `writ grants`: what a running service has granted, and what became of it. */
export function addGrants(program: Command): void {
  const grants = program.command("grants").description("the grants of a running service");
  common(grants.command("list").description("grants, newest first"))
    .option("--agent <id>", "of this agent")
    .option("--task <id>", "of this task")
    .option("--audience <aud>", "for this audience")
    .option("--kind <kind>", "openbao, vault, aws, gcp, azure, kubernetes, broker or legacy")
    .option("--state <state>", "alive, used, expired or revoked")
    .option("--limit <number>", "at most so many", "50")
    .action((options: ListOptions) =>
      print(options, queryOf(options), (answer) => showGrants((answer as { grants: Listed[] }).grants)),
    );
  common(grants.command("show <id>").description("one grant, who took it and who was refused")).action(
    (id: string, options: Options) =>
      print(options, `/v1/grants/${encodeURIComponent(id)}`, (answer) => showGrant(answer as unknown as Shown)),
  );
  common(grants.command("revoke <id>").description("end a grant")).action((id: string, options: Options) =>
    print(
      options,
      `/v1/grants/${encodeURIComponent(id)}:revoke`,
      ({ revoked }) => (revoked === true ? `revoked: ${id}` : `was not alive: ${id}`),
      true,
    ),
  );
  common(grants.command("legacy").description("grants of long-lived keys, to be counted down by reference"))
    .option("--days <number>", "so far back", "30")
    .action((options: Options & { readonly days: string }) =>
      print(options, `/v1/grants:legacy?days=${encodeURIComponent(options.days)}`, (answer) =>
        showLegacy(answer as { since: string; references: Used[] }),
      ),
    );
}

function common(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

function queryOf({ agent, task, audience, kind, state, limit }: ListOptions): string {
  const query = new URLSearchParams({ page_size: limit });
  for (const [name, value] of Object.entries({ agent, task, audience, kind, state })) {
    if (value !== undefined) query.set(name, value);
  }
  return `/v1/grants?${query}`;
}

async function print(
  { url, json }: Options,
  path: string,
  show: (answer: Record<string, unknown>) => string,
  order = false,
): Promise<void> {
  try {
    const answer = await askService(url, path, order ? {} : undefined);
    console.log(printable(json ? JSON.stringify(answer, null, 2) : show(answer)));
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    process.exitCode = 1;
  }
}
