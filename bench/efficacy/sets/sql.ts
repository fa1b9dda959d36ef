import type { Action } from "../../../src/domain/action.ts";
import { disturbed, type Judged } from "../ask.ts";
import { line } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { rowsOf } from "./rows.ts";

const SET = "sql/statements";

interface Statement {
  readonly id: string;
  readonly sql: string;
  /** The classes of its statements, sorted, with `+` between them. */
  readonly class: string;
}

/** Meta commands of a client: the label does not say what they do. */
const UNLABELLED = "other";

/** What is no change: everything else that is taken for a read is a hole. */
const HARMLESS = ["read", "transaction"];

export const statements: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<Statement>(bench, "sql/statements.jsonl", { id: "string", sql: "string", class: "string" });
    const labelled = rows.filter((row) => row.class !== UNLABELLED);
    for (const { id } of rows.filter((row) => row.class === UNLABELLED)) {
      bench.note(`${id} is left out: its label "${UNLABELLED}" does not say what it does`);
    }
    const judged = await bench.ask(labelled.map(requestFor));
    const asked = labelled.map((row, index) => ({ row, judged: judged[index] as Judged }));
    const outcomes = asked.map(({ row, judged: answer }) => ({
      id: row.id,
      hit: classOf(answer) === row.class,
      shown: row.sql,
      why: `${row.class} taken for ${classOf(answer) || "nothing"}`,
    }));
    const writes = asked
      .filter(({ row }) => row.class.split("+").some((found) => !HARMLESS.includes(found)))
      .map(({ row, judged: answer }) => ({
        id: row.id,
        hit: seenAsRead(answer),
        shown: row.sql,
        why: `${row.class}, and every part only reads`,
      }));
    const reads = asked
      .filter(({ row }) => row.class === "read")
      .map(({ row, judged: answer }) => ({ id: row.id, hit: disturbed(answer), shown: row.sql, why: answer.why }));
    return [
      line(SET, "class right", outcomes, { aim: { atLeast: 99 } }),
      line(SET, "writes seen as reads", writes, { aim: { atMost: 0 } }),
      line(SET, "reads disturbed", reads, { few: true }),
    ];
  },
};

function requestFor({ sql }: Statement) {
  return {
    agent: { id: "agent:efficacy" },
    intent: { claims: { task: "tsk_efficacy", purpose: "Look into the database", allows: [{ verb: "db.read" }] } },
    call: { format: "mcp", server: "postgres", payload: { name: "query", arguments: { sql } } },
  };
}

/** The labels do not tell a deletion from another write. */
function classOf({ facts }: Judged): string {
  const found = (facts.statements ?? []).map((fact) => (fact.class === "delete" ? "write" : fact.class));
  return [...new Set(found)].sort().join("+");
}

/** Whether policy is told of nothing but reading, be it by the statements or by what is to be judged. */
function seenAsRead({ facts, action }: Judged): boolean {
  const found = facts.statements ?? [];
  if (found.length > 0 && found.every((fact) => HARMLESS.includes(fact.class))) return true;
  return action !== undefined && actsOf(action).every(({ traits }) => traits.every((trait) => trait === "reads"));
}

function actsOf(action: Action): readonly Pick<Action, "traits">[] {
  return action.parts === undefined || action.parts.length === 0 ? [action] : action.parts;
}
