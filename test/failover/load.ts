import { randomUUID } from "node:crypto";
import pg from "pg";
import { comment, readFile } from "../support/requests.ts";

const CLIENTS = 6;
/** A gateway does not wait longer either. */
const PATIENCE_MS = 30_000;
/** A caller that was refused does not ask again at once. */
const PAUSE_MS = 20;

interface Answered {
  readonly id: string;
  readonly requestId: string;
  readonly effect: string;
  readonly code: string;
  readonly atMs: number;
}

/** Calls that are known to be allowed, again and again, and all that was said to them. */
export interface Load {
  readonly answered: readonly Answered[];
  /** Answers that are neither an allow that is recorded nor a block for want of a record. */
  readonly wrong: readonly string[];
  /** Requests that got no answer. */
  failed(): number;
  /** Waits for so many more allows. */
  allows(more: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param bases where to ask; each client asks one of them after the other */
export function load(bases: () => readonly string[]): Load {
  const answered: Answered[] = [];
  const wrong: string[] = [];
  let over = false;
  let failures = 0;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let call = 0; !over; call++) {
      const at = bases();
      const base = at[(client + call) % at.length] ?? "";
      const said = await ask(base, client, randomUUID()).catch(() => undefined);
      if (said === undefined) failures++;
      if (said !== undefined) answered.push(said);
      if (said !== undefined && !isRight(said)) wrong.push(`${said.effect} ${said.code}`);
      if (said?.effect !== "allow") await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  });
  return {
    answered,
    wrong,
    failed: () => failures,
    allows: async (more) => {
      const before = allowed(answered).length;
      while (allowed(answered).length < before + more) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    },
    stop: async () => {
      over = true;
      await Promise.all(clients);
    },
  };
}

/** What the table has of what was answered. */
export async function found(url: string, answered: readonly Answered[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; request_id: string; effect: string }>(
      "select id, request_id, effect from writ.decisions",
    );
    const byId = Map.groupBy(rows, ({ id }) => id);
    const asked = new Set(rows.map(({ request_id }) => request_id));
    return {
      lost: allowed(answered).filter(({ id }) => byId.get(id)?.[0]?.effect !== "allow").length,
      doubled: [...byId.values()].filter(({ length }) => length > 1).length,
      /** Requests that are there twice: what was written once, and judged and written again. */
      repeated: rows.length - asked.size,
      blockedButThere: answered.filter(({ effect, id }) => effect === "block" && byId.has(id)).length,
      rows: rows.length,
    };
  } finally {
    await client.end();
  }
}

export function allowed(answered: readonly Answered[]): readonly Answered[] {
  return answered.filter(({ effect }) => effect === "allow");
}

/** Plain rows, sessions and grants: each way of the committer. */
async function ask(base: string, client: number, requestId: string): Promise<Answered> {
  const more = { request_id: requestId, ...(client % 2 === 0 ? {} : { session: `s-${requestId}` }) };
  const response = await fetch(`${base}/v1/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(client % 3 === 2 ? comment(more) : readFile(more)),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = (await response.json()) as {
    readonly decision_id?: string;
    readonly effect?: string;
    readonly recorded?: string;
    readonly code?: string;
    readonly reasons?: readonly { readonly code: string }[];
  };
  const code = body.reasons?.[0]?.code ?? body.code ?? "";
  const effect =
    body.effect === "allow" && body.recorded !== "committed" ? "allow unrecorded" : (body.effect ?? "error");
  return { id: body.decision_id ?? "", requestId, effect, code, atMs: performance.now() };
}

/** Errors are no answers: no gateway goes on. */
function isRight({ effect, code }: Answered): boolean {
  if (effect === "allow") return code === "intent_allows_unverified";
  return effect === "error" || (effect === "block" && RIGHT_BLOCKS.has(code));
}

const RIGHT_BLOCKS = new Set(["record_unavailable", "session_unavailable", "state_unavailable"]);
