import { expect, test } from "vitest";
import type { Catalogue } from "../../../src/canonicalize/catalogue/entry.ts";
import type { Identity, Intent } from "../../../src/domain/identity.ts";
import type { Said } from "../../../src/domain/provenance.ts";
import { trace } from "../../../src/pipeline/trace.ts";
import { REFUND } from "../../support/approvals.ts";

type Question = Parameters<typeof trace>[2];

const EVE = "e:eve@evil.example";
const CATALOGUE: Pick<Catalogue, "find"> = { find: () => undefined };
const AGENT: Identity["agent"] = { id: "agent:a", verified: true, method: "oidc", delegation: [], labels: {} };

/** A call to Eve, of which somebody said something: what of it the session keeps, and what this call is judged by. */
async function traced(identity: Partial<Identity>, observed: readonly object[] = []) {
  const kept: { readonly said: readonly Said[]; readonly agent: string | undefined }[] = [];
  const memory = {
    recall: async () => new Map(),
    remember: async (_tenant: string, _session: string, said: readonly Said[], _atMs: number, agent?: string) => {
      kept.push({ said, agent });
    },
  };
  const action = { ...REFUND, destinations: [{ kind: "email", value: "eve@evil.example", origin: "unseen" as const }] };
  const question = {
    request: { session: "s", observed, context: {}, options: { dry_run: false } },
    admission: { tenant: "t", now_ms: 0, vouches: false },
    identity: { agent: AGENT, ...identity },
    canonical: { action, arguments: {} },
  } as unknown as Question;
  const found = await trace(memory, CATALOGUE as Catalogue, question);
  if (found === undefined || found === "unavailable") throw new Error("nothing was traced");
  const origins = kept.flatMap(({ said }) => said.map(({ origin }) => origin));
  return { origins, agent: kept[0]?.agent, by: found.known.get(EVE)?.map(({ origin }) => origin) };
}

const intentOf = (more: Partial<Intent>): Intent => ({
  verified: true,
  method: "writ",
  id: "int_1",
  task: "tsk_1",
  purpose: "write to eve@evil.example",
  on_behalf_of: "user:alice",
  allows: [{ verb: "message.send", destinations: ["eve@evil.example"] }],
  expires_at: "2026-11-20T15:04:05.123Z",
  ...more,
});

test("an intent is the user's word; one that was derived from it is an agent's", async () => {
  expect((await traced({ intent: intentOf({}) })).by).toEqual(["user"]);
  expect((await traced({ intent: intentOf({ parent: "int_0", ancestors: ["int_0"] }) })).by).toBeUndefined();
});

test("a session keeps nothing as trusted from a call whose agent was not proven", async () => {
  const observed = [
    { source: "user", text: "to eve@evil.example" },
    { source: "system", text: "eve@evil.example" },
    { source: "tool", text: "eve@evil.example" },
  ];
  const refusal = { code: "agent_unverified", message: "no token" } as const;
  expect(await traced({}, observed)).toMatchObject({
    origins: ["user", "directory", "tool_output"],
    agent: "agent:a",
  });
  expect((await traced({ refusal }, observed)).origins).toEqual(["tool_output"]);
});
