import pg from "pg";
import type { JsonObject } from "../../../src/domain/json.ts";
import { comment } from "../../support/requests.ts";
import { tenantTables } from "../../support/tenant-rows.ts";
import type { TenantsWorld } from "../../support/tenants-world.ts";

/** What one tenant has that another one must not reach: ids, tokens, and words that stand in its records alone. */
export interface Belongings {
  readonly decision: string;
  readonly session: string;
  readonly task: string;
  readonly grant: { readonly id: string; readonly token: string };
  readonly intent: { readonly id: string; readonly token: string };
  readonly approval: { readonly id: string; readonly shown_digest: string };
  readonly agent: string;
  readonly bundle: string;
  readonly pageToken: string;
  readonly kid: string;
  readonly words: readonly string[];
}

const OWNER = "owner-of-alpha";
const PURPOSE = "the purpose of alpha";
const AGENT = "agent:only-alpha";

/** What was heard by a session of each tenant: kept as keyed hashes. */
export const HEARD = [{ source: "user", text: "Please write to carol@partner.example about order 4711" }];

/** Lets `alpha` have one of everything. */
export async function belongingsOf({ ask }: TenantsWorld): Promise<Belongings> {
  const asAlpha = async (path: string, body?: JsonObject): Promise<JsonObject> => {
    const answer = await ask("alpha", path, body === undefined ? {} : { body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  await asAlpha("/v1/agents", { id: AGENT, owner: OWNER, reason: "its first day" });
  const issued = await asAlpha("/v1/intents", {
    agent: [AGENT],
    purpose: PURPOSE,
    on_behalf_of: "user:alice",
    allows: [{ verb: "ticket.*", resource: "https://github.com/acme/*" }],
  });
  const intent = { id: String(issued["id"]), token: String(issued["token"]) };
  const about = { agent: { id: AGENT }, intent: { token: intent.token }, session: "session-of-alpha" };
  const allowed = await asAlpha("/v1/decisions", comment({ ...about, observed: HEARD as unknown as JsonObject[] }));
  const decision = String(allowed["decision_id"]);
  await asAlpha(`/v1/decisions/${decision}/outcome`, { status: "succeeded" });
  // Of a call of which nobody has told yet what came of it.
  const granted = await asAlpha("/v1/decisions", comment({ ...about, session: "another-of-alpha" }));
  const asked = await asAlpha("/v1/decisions", comment({ ...about, context: { ask: true } }));
  const approval = String((asked["approval"] as JsonObject)["id"]);
  const { shown_digest } = await asAlpha(`/v1/approvals/${approval}`);
  const [key] = (await asAlpha("/v1/keys"))["keys"] as readonly JsonObject[];
  const grant = granted["grant"] as JsonObject;
  return {
    decision,
    session: about.session,
    task: String(issued["task"]),
    grant: { id: String(grant["id"]), token: String(grant["token"]) },
    intent,
    approval: { id: approval, shown_digest: String(shown_digest) },
    agent: AGENT,
    bundle: String((allowed["policy"] as JsonObject)["digest"]),
    pageToken: String((await asAlpha("/v1/decisions?page_size=1"))["next_page_token"]),
    kid: String(key?.["kid"]),
    words: [OWNER, PURPOSE],
  };
}

/** Every row of the tenant, in every table that has one. */
export async function rowsOf(database: string, tenant: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const rows: string[] = [];
    for (const { name } of await tenantTables(client)) {
      const text = `select t::text as row from writ.${name} t where tenant = $1`;
      const found = await client.query<{ readonly row: string }>(text, [tenant]);
      rows.push(...found.rows.map(({ row }) => `${name} ${row}`));
    }
    return rows.sort();
  } finally {
    await client.end();
  }
}

/** The hashes of what sessions have heard. */
export async function hashesOf(database: string, tenant: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const text = "select encode(hash, 'hex') as hash from writ.session_values where tenant = $1 order by 1";
    return (await client.query<{ readonly hash: string }>(text, [tenant])).rows.map(({ hash }) => hash);
  } finally {
    await client.end();
  }
}
