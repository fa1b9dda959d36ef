import type pg from "pg";
import type { LabelSources } from "../../domain/session.ts";
import type { SessionReader } from "../../ports/record-store.ts";
import { storeUnavailable } from "./errors.ts";
import { SESSION_COLUMNS, type SessionColumns, toSession } from "./session-rows.ts";

/** The first source of each label; `sources` names every label since there are sources. */
const LABELS = `select distinct on (l.key) l.key as label, l.value as source
  from writ.sessions s, json_each(s.state->'sources') l
  where s.tenant = $1 and s.task = $2 and s.id <> $3 and not s.closed
  order by l.key, l.value->>'at'`;

export function sessionReader(pool: pg.Pool): SessionReader {
  return {
    load: async (tenant, id) => {
      try {
        const { rows } = await pool.query<SessionColumns>({
          name: "session",
          text: `select ${SESSION_COLUMNS} from writ.sessions where tenant = $1 and id = $2`,
          values: [tenant, id],
        });
        const [row] = rows;
        return row === undefined ? undefined : { session: toSession(row), version: Number(row.version) };
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    labels: async (tenant, task, except) => {
      try {
        const { rows } = await pool.query<{ label: string; source: LabelSources[string] }>({
          name: "task_labels",
          text: LABELS,
          values: [tenant, task, except],
        });
        return {
          labels: rows.map(({ label }) => label).sort(),
          sources: Object.fromEntries(rows.map(({ label, source }) => [label, source])),
        };
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
  };
}
