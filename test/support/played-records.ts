import type pg from "pg";
import { readFile, request } from "./requests.ts";
import { post, type serviceFor } from "./writ.ts";

type Service = Awaited<ReturnType<typeof serviceFor>>;

/** A key that looks like one of AWS', as the analyzers know it: taken out of what is recorded. */
const SECRET = ["AKIA", "Z7XQ4M2N8P6R5T3V"].join("");

/** Asks about calls of several kinds, of which one names a secret. @returns the ids of their decisions */
export async function play(writ: Service): Promise<readonly string[]> {
  const calls = [
    readFile({ session: "s-1", agent: { id: "agent:reader" } }),
    readFile({ session: "s-1", agent: { id: "agent:reader" }, options: { dry_run: true } }),
    request("github", "add_issue_comment", { owner: "acme", repo: "shop", issue_number: 1, body: "Done." }),
    request("github", "add_issue_comment", { owner: "acme", repo: "shop", issue_number: 1, body: `use ${SECRET}` }),
    request("gmail", "send_email", { to: "bob@example.com", subject: "a", body: "b" }, { session: "s-1" }),
    request("nobody", "knows", { a: 1 }),
    readFile({ agent: { id: "agent:other" }, context: { any: ["json", 1.5, null] } }),
  ];
  const ids: string[] = [];
  for (const call of calls) ids.push(String((await post(writ.http, "/v1/decisions", call)).body["decision_id"]));
  return ids;
}

/** Every record of the tenant again, so many times, under the name of another tenant. */
export async function multiply(client: pg.Client, tenant: string, times: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'writ' and table_name = 'decisions'
     and column_name not in ('tenant', 'id', 'seq')`,
  );
  const columns = rows.map(({ name }) => name).join(", ");
  await client.query(
    `insert into writ.decisions (tenant, id, seq, ${columns})
     select $1, id || '-' || lpad(n::text, 6, '0'), seq * 1000000 + n, ${columns}
     from writ.decisions, generate_series(1, $2) n where tenant = 'default'`,
    [tenant, times],
  );
}
