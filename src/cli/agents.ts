import type { Command } from "commander";
import type { JsonObject } from "../domain/json.ts";
import { allAgents, applyRegistrations, readRegistrations, readYaml } from "./agents/apply.ts";
import { type ShownAgent, showAgent, showAgents, showOrdered } from "./agents/show.ts";
import { askingService, askService } from "./bundle/client.ts";
import { print } from "./print.ts";

interface ReadOptions {
  readonly url: string;
  readonly json: boolean;
}

interface ChangeOptions {
  readonly url: string;
  readonly reason?: string;
  readonly by?: string;
}

/** `writ agents`: who is registered with a running service, and who was stopped. */
export function addAgents(program: Command): void {
  const agents = program
    .command("agents")
    .description("the registry of agents of a running service; $WRIT_TOKEN is what it is asked with");
  addReading(agents);
  addRegistering(agents);
  for (const [order, what] of [
    ["suspend", "stop an agent everywhere within a second, and revoke its grants"],
    ["resume", "let a suspended agent act again"],
    ["retire", "stop an agent for ever, and revoke its grants"],
  ] as const) {
    changing(agents.command(`${order} <id>`).description(what)).action((id: string, options: ChangeOptions) =>
      print(async () => showOrdered(shown(await askService(options.url, `${pathOf(id)}:${order}`, noteOf(options))))),
    );
  }
}

function addReading(agents: Command): void {
  reading(agents.command("list").description("all agents, in the order of their ids"))
    .option("--status <status>", "active, suspended or retired")
    .option("--owner <name>", 'exactly this owner; "" for those that have none')
    .action(({ url, json, status, owner }: ReadOptions & { readonly status?: string; readonly owner?: string }) =>
      print(async () => {
        const query = new URLSearchParams({
          ...(status === undefined ? {} : { status }),
          ...(owner === undefined ? {} : { owner }),
        });
        return listed(await allAgents(url, query.size === 0 ? "/v1/agents" : `/v1/agents?${query}`), json);
      }),
    );
  reading(agents.command("due").description("agents without an owner, or whose review is due"))
    .option("--within <days>", "from now, e.g. 30d", "30d")
    .action(({ url, json, within }: ReadOptions & { readonly within: string }) =>
      print(async () => listed(await allAgents(url, `/v1/agents:due?${new URLSearchParams({ within })}`), json)),
    );
  reading(agents.command("show <id>").description("one agent, and all that was changed about it")).action(
    (id: string, { url, json }: ReadOptions) =>
      print(async () => {
        const agent = await askService(url, pathOf(id));
        return json ? JSON.stringify(agent, null, 2) : showAgent(shown(agent));
      }),
  );
}

function addRegistering(agents: Command): void {
  for (const [command, what] of [
    ["register", "register an agent: a YAML file of its fields, - for standard input"],
    ["update", "replace the registration of an agent by that of a file"],
  ] as const) {
    changing(agents.command(`${command} <id> <file>`).description(what)).action(
      (id: string, file: string, options: ChangeOptions) =>
        print(async () => {
          const change = { ...readYaml(file), ...noteOf(options) };
          const agent =
            command === "register"
              ? await askService(options.url, "/v1/agents", { id, ...change })
              : await askService(options.url, pathOf(id), change, "PUT");
          return showAgent(shown(agent));
        }),
    );
  }
  changing(
    agents
      .command("apply <file>")
      .description("register what a YAML file says, by id, and change what is otherwise; deletes nothing"),
  )
    .option("--dry-run", "only say what would change", false)
    .action((file: string, options: ChangeOptions & { readonly dryRun: boolean }) =>
      print(async () => {
        const { url, dryRun } = options;
        const lines = await applyRegistrations(readRegistrations(file), { url, dryRun, note: noteOf(options) });
        return lines.join("\n");
      }),
    );
}

function reading(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

function changing(command: Command): Command {
  return askingService(command)
    .option("--reason <text>", "why, for the record")
    .option("--by <name>", "who, where the caller may say so");
}

function noteOf({ reason: why, by }: ChangeOptions): JsonObject {
  return { ...(why === undefined ? {} : { reason: why }), ...(by === undefined ? {} : { by }) };
}

/** Ids are URIs: their colons and slashes are no part of the path. */
function pathOf(id: string): string {
  return `/v1/agents/${encodeURIComponent(id)}`;
}

function shown(answer: JsonObject): ShownAgent {
  return answer as unknown as ShownAgent;
}

function listed(agents: readonly ShownAgent[], json: boolean): string {
  return json ? JSON.stringify({ agents }, null, 2) : showAgents(agents);
}
