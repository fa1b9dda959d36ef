import type { FactsOf } from "../../../examples/demo/intents.ts";
import { isToolStep, type Session } from "../../../examples/demo/sessions.ts";
import type { Bench } from "../set.ts";

/** Said beside the results. */
export const HOW_ENVELOPES_WERE_MADE =
  "an agent is registered whose envelope has the verbs of all tools that any session of the collection calls, the attacker's too, to any destination, up to privileged; so that nothing but the default policy's other rules decides";

/**
 * Registers an agent that may do all that the sessions do, without an intent.
 * @returns its id
 */
export async function registerEnveloped(
  bench: Bench,
  name: string,
  sessions: readonly Session[],
  factsOf: FactsOf,
): Promise<string> {
  const id = `agent:${name}`;
  const tools = new Set(
    sessions.flatMap(({ server, steps }) => steps.filter(isToolStep).map(({ tool }) => `${server} ${tool}`)),
  );
  const verbs = [...tools].flatMap((tool) => {
    const space = tool.indexOf(" ");
    return factsOf(tool.slice(0, space), tool.slice(space + 1)).verbs;
  });
  const response = await fetch(`${bench.http}/v1/agents`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      id,
      owner: "team-efficacy",
      purpose: "what sessions do without intents",
      envelope: { verbs: [...new Set(verbs)].sort(), max_tier: "privileged", destinations: ["*"] },
    }),
  });
  if (!response.ok) throw new Error(`the agent was not registered: HTTP ${response.status}: ${await response.text()}`);
  await known(bench, id);
  return id;
}

/** Every worker hears of a registration by itself; as many answers in a row as this come from all of them. */
const ANSWERS = 64;

async function known(bench: Bench, id: string): Promise<void> {
  const request = {
    agent: { id },
    call: { format: "mcp", payload: { name: "none", arguments: {} } },
    options: { dry_run: true },
  };
  for (;;) {
    const answers = await bench.ask(Array.from({ length: ANSWERS }, () => request));
    if (answers.every(({ why }) => !why.includes("intent_missing"))) return;
  }
}
