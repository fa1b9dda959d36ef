import type { LabelSources } from "../../domain/session.ts";
import type { SessionReader } from "../../ports/record-store.ts";
import { SESSION_COLUMNS, type SessionColumns, toSession } from "./session-rows.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

const SESSION = {
  name: "session",
  text: `select ${SESSION_COLUMNS} from writ.sessions where tenant = $1 and id = $2`,
};

/** The first source of each label; `sources` names every label since there are sources. */
const LABELS = `select distinct on (l.key) l.key as label, l.value as source
  from writ.sessions s, json_each(s.state->'sources') l
  where s.tenant = $1 and s.task = $2 and s.id <> $3 and not s.closed
  order by l.key, l.value->>'at'`;

export function sessionReader(pool: TenantPool): SessionReader {
  return {
    load: async (tenant, id) => {
      const { rows } = await pool.query<SessionColumns>(tenant, SESSION, [tenant, id]);
      const [row] = rows;
      return row === undefined ? undefined : { session: toSession(row), version: Number(row.version) };
    },
    labels: async (tenant, task, except) => {
      const statement = { name: "task_labels", text: LABELS };
      const { rows } = await pool.query<{ label: string; source: LabelSources[string] }>(tenant, statement, [
        tenant,
        task,
        except,
      ]);
      return {
        labels: rows.map(({ label }) => label).sort(),
        sources: Object.fromEntries(rows.map(({ label, source }) => [label, source])),
      };
    },
  };
}
