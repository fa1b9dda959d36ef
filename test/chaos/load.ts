import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../src/domain/json.ts";
import { comment } from "../support/requests.ts";
import type { Answer, Place } from "./client.ts";
import { type Known, type Ledger, partOf, type Said } from "./ledger.ts";
import { SESSION_LIMIT, TENANTS, type Tenant } from "./policies.ts";
import { type Random, randomOf } from "./random.ts";
import type { World } from "./world.ts";

const CLIENTS = 6;
/** The load is constant, and leaves the machine to the faults and to others. */
const PAUSE_MS = 50;
const CALLS_OF_SESSION = SESSION_LIMIT + 2;

const ALLOWED: Known = { effect: "allow", outcome: "allowed" };
const WARNED: Known = { effect: "warn", outcome: "warned" };
const BLOCKED: Known = { effect: "block", outcome: "blocked" };
const WITHIN: Known = { effect: "allow", outcome: "within" };
const BEYOND: Known = { effect: "block", outcome: "beyond" };
const ASKED: Known = { effect: "block", outcome: "ask" };
const APPROVED: Known = { effect: "allow", outcome: "approved" };
const GRANTED: Known = { effect: "allow", outcome: "granted" };

interface Asking {
  readonly world: World;
  readonly ledger: Ledger;
  readonly random: Random;
}

export interface Told {
  readonly said: Said;
  readonly body: JsonObject;
}

/** One decision, at any replica that is up unless said where, by HTTP or gRPC; judged by what is known of it. */
async function decide(
  { world, ledger, random }: Asking,
  tenant: Tenant,
  known: readonly Known[],
  kind: string,
  more: JsonObject = {},
  { at = anyPlace(world, random), fresh = false }: { readonly at?: Place | undefined; readonly fresh?: boolean } = {},
): Promise<Told> {
  const begun = ledger.epoch();
  const request = { ...comment(more), context: { kind }, request_id: idOf(random) };
  const secret = world.callers.secret(tenant, "gateway");
  const byGrpc = random.next() < 0.5;
  let answer: Answer | undefined;
  try {
    if (at === undefined) throw new Error("no replica is up");
    answer = byGrpc
      ? await world.client.decideByGrpc(at, secret, request, fresh)
      : await world.client.http(at, "/v1/decisions", secret, request, fresh);
  } catch {
    answer = undefined;
  }
  return { said: ledger.judge(tenant, known, begun, answer), body: answer?.body ?? {} };
}

export const probe = (asking: Asking, tenant: Tenant, at: Place) =>
  decide(asking, tenant, [ALLOWED], "allow", {}, { at, fresh: true });

function anyPlace(world: World, random: Random): Place | undefined {
  const up = world.replicas.flatMap(({ running }) => running ?? []);
  return up.length === 0 ? undefined : random.pick(up);
}

function idOf(random: Random): string {
  return `c${random.between(0, 2 ** 31)}-${random.between(0, 2 ** 31)}`;
}

/** What each kind of client does, again and again. */
const KINDS = [plain, plain, session, approval, grant] as const;

export interface Load {
  stop(): Promise<void>;
}

/** Calls whose answers are known, of both tenants, until it is stopped. */
export function startLoad(world: World, ledger: Ledger, seed: number): Load {
  let over = false;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    const asking = { world, ledger, random: randomOf(seed + client + 1) };
    const tenant = TENANTS[client % TENANTS.length] ?? TENANTS[0];
    while (!over) {
      await asking.random.pick(KINDS)(asking, tenant);
      await sleep(PAUSE_MS);
    }
  });
  return {
    stop: async () => {
      over = true;
      await Promise.all(clients);
    },
  };
}

async function plain(asking: Asking, tenant: Tenant): Promise<void> {
  await decide(asking, tenant, [ALLOWED], "allow");
  await decide(asking, tenant, [WARNED], "warn");
  await decide(asking, tenant, [BLOCKED], "block");
}

/** Calls of one session, two at once: never more than the limit go on, and exactly as many where all were answered. */
async function session(asking: Asking, tenant: Tenant): Promise<void> {
  const id = idOf(asking.random);
  const told: Told[] = [];
  while (told.length < CALLS_OF_SESSION) {
    const call = () => decide(asking, tenant, [WITHIN, BEYOND], "session", { session: id });
    told.push(...(await Promise.all([call(), call()])));
  }
  const allowed = told.filter(({ said }) => said === "known").length;
  const sure = told.every(({ said }) => said === "known" || said === "other");
  if (allowed > SESSION_LIMIT || (sure && allowed !== SESSION_LIMIT)) {
    asking.ledger.violation(`session ${id}: ${allowed} of ${told.length} calls were allowed, ${SESSION_LIMIT} may be`);
  }
}

/** A question, a person's yes, and the call again, twice at once: it goes on once. */
async function approval(asking: Asking, tenant: Tenant): Promise<void> {
  const { world, ledger, random } = asking;
  const more = { session: idOf(random), agent: { id: `agent:${idOf(random)}` } };
  const asked = partOf((await decide(asking, tenant, [ASKED], "ask", more)).body, "approval");
  const id = asked?.["id"];
  if (typeof id !== "string") return;
  const begun = ledger.epoch();
  const secret = world.callers.secret(tenant, "approver");
  const ask = async (path: string, body?: JsonObject) => {
    const at = anyPlace(world, random);
    if (at === undefined) return undefined;
    return world.client.http(at, path, secret, body).catch(() => undefined);
  };
  const shown = await ask(`/v1/approvals/${id}`);
  const digest = shown?.body["shown_digest"];
  const approved =
    typeof digest === "string" ? await ask(`/v1/approvals/${id}:approve`, { shown_digest: digest }) : undefined;
  if (approved?.status !== 200) {
    ledger.refusal(`approving: ${(approved ?? shown)?.status ?? "no answer"}`, begun);
    return;
  }
  const again = () => decide(asking, tenant, [APPROVED, ASKED], "ask", more);
  const told = await Promise.all([again(), again()]);
  const went = told.filter(({ said }) => said === "known").length;
  const sure = told.every(({ said }) => said === "known" || said === "other");
  if (went > 1) ledger.violation(`approval ${id}: used ${went} times`);
  if (went === 0 && sure && ledger.epoch() === begun && begun % 2 === 0) ledger.violation(`approval ${id}: of no use`);
}

/** A grant that is shown twice at once, at any replica: it is taken once. */
async function grant(asking: Asking, tenant: Tenant): Promise<void> {
  const { world, ledger, random } = asking;
  const granted = partOf((await decide(asking, tenant, [GRANTED], "grant")).body, "grant");
  const [id, token] = [granted?.["id"], granted?.["token"]];
  if (typeof id !== "string" || typeof token !== "string") return;
  const begun = ledger.epoch();
  const secret = world.callers.secret(tenant, "broker");
  const redeem = async () => {
    const at = anyPlace(world, random);
    if (at === undefined) return undefined;
    return world.client.http(at, `/v1/grants/${id}:redeem`, secret, { token }).catch(() => undefined);
  };
  const answers = await Promise.all([redeem(), redeem()]);
  const taken = answers.filter((answer) => answer?.status === 200).length;
  if (taken > 1) ledger.violation(`grant ${id}: taken ${taken} times`);
  if (taken === 1) ledger.redemption(tenant, id);
  for (const answer of answers) {
    const reason =
      answer === undefined ? "no answer" : `${answer.status} ${answer.body["reason"] ?? answer.body["code"]}`;
    const late = taken === 1 && reason === "409 grant_used";
    if (answer?.status !== 200 && !late) ledger.refusal(`redeeming: ${reason}`, begun);
  }
}
