import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../tools/grpc-client.ts";
import { benchRequests, sessionRequests } from "../requests.ts";

/** Requests that are answered at the same time. */
const IN_FLIGHT = 8;
/** More sessions, tasks and agents than one page of their tables holds, so that finding one by an index is the cheaper way. */
const SESSIONS = 2_000;
const AGENTS = 100;
/** Never reached. */
const MAX_CALLS = 1_000_000;

const READS = benchRequests();
const WRITES = sessionRequests();

/**
 * Asks as gateways, brokers and people do, until the time is over: reads, writes in sessions with grants, what became of them, a grant
 * redeemed, and records read. Every answer is checked.
 * @returns the calls answered
 */
export async function ask(http: string, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let calls = 0;
  let next = 0;
  const walk = async () => {
    while (performance.now() < end) {
      const answered = await round(http, next++);
      calls += answered;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, walk));
  return calls;
}

async function round(http: string, number: number): Promise<number> {
  const read = await decide(http, { ...READS[number % READS.length], agent: agentOf(number) });
  const written = await decide(http, writeOf(number));
  if (written["effect"] !== "allow" || written["grant"] === undefined) throw new Error(JSON.stringify(written));
  const { id, token } = written["grant"] as { readonly id: string; readonly token: string };
  await call(http, `/v1/grants/${id}:redeem`, { token });
  await call(http, `/v1/decisions/${written["decision_id"]}/outcome`, { status: "succeeded", duration_ms: 7 });
  await call(http, `/v1/decisions/${read["decision_id"]}`);
  if (number % 10 === 0) await call(http, "/v1/decisions?page_size=20");
  return 5;
}

/** Each in one of many sessions, each session in a task of its own. */
function writeOf(number: number): Json {
  const name = number % SESSIONS;
  const request = WRITES[number % WRITES.length] as Json;
  const { claims } = request["intent"] as { readonly claims: Json };
  // A limit over the whole task, so that its calls are counted.
  const allows = (claims["allows"] as readonly Json[]).map((allow) => ({ ...allow, max_calls: MAX_CALLS }));
  const intent = { claims: { ...claims, task: `tsk_queries_${name}`, allows } };
  return { ...request, agent: agentOf(name), session: `queries-${name}`, intent };
}

function agentOf(number: number): Json {
  return { id: `agent:queries-${number % AGENTS}` };
}

const decide = (http: string, body: Json) => call(http, "/v1/decisions", body);

/** @throws when the answer is none */
async function call(http: string, path: string, body?: Json): Promise<Json> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${http}${path}`, body === undefined ? {} : post);
  const text = await response.text();
  // A machine that others use as well is at its end for a moment.
  if (response.status === 429) {
    await sleep((JSON.parse(text) as { readonly retry_after_ms: number }).retry_after_ms);
    return call(http, path, body);
  }
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return text === "" ? {} : (JSON.parse(text) as Json);
}
