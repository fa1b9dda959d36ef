import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import type { Outcome } from "../../domain/record.ts";
import type { OutcomeWriter } from "../../ports/record-store.ts";
import { revokeGrants } from "./revoke.ts";
import { land } from "./session-landing.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";
import { timeOf } from "./ulid-time.ts";

const INSERT = `insert into writ.outcomes (tenant, decision_id, at, status, duration_ms, result_digest, detail)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;

const SAME = `select 1 from writ.outcomes where tenant = $1 and decision_id = $2 and status = $3
  and duration_ms is not distinct from $4 and result_digest is not distinct from $5 and detail::text = $6`;

interface Decided {
  readonly at: Date;
  readonly session: string;
  readonly verb: string;
  readonly tool: string;
  readonly effect: string;
  readonly dry_run: boolean;
}

export function outcomeWriter(pool: TenantPool): OutcomeWriter {
  return { report: (outcome) => pool.transaction(outcome.tenant, (client) => report(client, outcome)) };
}

async function report(client: pg.PoolClient, outcome: Outcome): Promise<"recorded" | "repeated"> {
  const { tenant, decision_id: id, at_ms, status, detail } = outcome;
  const decided = timeOf(id);
  const { rows } = await client.query<Decided>(
    "select at, session, verb, tool, effect, dry_run from writ.decisions where tenant = $1 and at = $2 and id = $3",
    [tenant, decided ?? new Date(0), id],
  );
  const decision = rows[0];
  if (decision === undefined) throw new WritError("not_found", "there is no decision with this id");
  const duration = outcome.duration_ms ?? null;
  const digest = digestBytes(outcome.result_digest);
  const inserted = await client.query(INSERT, [tenant, id, new Date(at_ms), status, duration, digest, detail]);
  if (inserted.rowCount === 0) {
    const same = await client.query(SAME, [tenant, id, status, duration, digest, detail]);
    if (same.rowCount === 0) throw new WritError("conflict", "another outcome of this decision is recorded already");
    return "repeated";
  }
  const { at, session, verb, tool, effect, dry_run: dryRun } = decision;
  // Only a call that went on was ever in flight.
  if (session !== "" && effect !== "block" && !dryRun) {
    await land(client, { tenant, session, verb, tool, at_ms: at.getTime() });
  }
  await revokeGrants(client, tenant, { by: "decision", value: id }, "outcome_reported", at_ms);
  return "recorded";
}

function digestBytes(digest: string | undefined): Buffer | null {
  return digest === undefined ? null : Buffer.from(digest.slice(digest.indexOf(":") + 1), "hex");
}
