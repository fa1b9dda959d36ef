import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { comment, request } from "../../support/requests.ts";
import { dataDir, post, serviceFor } from "../../support/writ.ts";

const run = promisify(execFile);

async function read(base: string, path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(base + path)).json()) as Record<string, unknown>;
}

test("a session that deviates is stopped, its grants die, and a person lets it go on", async () => {
  const writ = await serviceFor({ dataDir: dataDir(), env: { WRIT_WORKERS: "1" } });
  const id = "team/a:1";
  const call = async (body: unknown) => (await post(writ.http, "/v1/decisions", body)).body;
  const good = () => call(comment({ session: id }));
  const bad = () => call(request("filesystem", "read_text_file", { path: "/etc/hosts" }, { session: id }));

  const first = (await good()) as { effect: string; decision_id: string; grant: { id: string } };
  expect(first.effect).toBe("allow");
  for (let n = 0; n < 10; n++) expect(await bad()).toMatchObject({ effect: "block" });
  const path = `/v1/sessions/${encodeURIComponent(id)}`;
  expect(await read(writ.http, path)).toMatchObject({
    id,
    state: "open",
    denials: 10,
    calls: 1,
    in_flight: 1,
    epoch: 0,
  });

  const found = await good();
  expect(found).toMatchObject({
    effect: "block",
    reasons: expect.arrayContaining([expect.objectContaining({ code: "denials_in_a_row" })]),
  });
  expect(await good()).toMatchObject({ effect: "block", reasons: [{ code: "session_revoked" }] });
  const stopped = await read(writ.http, path);
  expect(stopped).toMatchObject({
    state: "suspended",
    epoch: 1,
    calls: 1,
    suspended: { by: "policy", reason: "denials_in_a_row", decision_id: found["decision_id"] },
  });
  expect(await read(writ.http, `/v1/grants/${first.grant.id}`)).toMatchObject({
    revoked: { reason: "session_revoked" },
  });
  expect((await read(writ.http, "/v1/sessions?state=suspended"))["sessions"]).toHaveLength(1);
  expect((await read(writ.http, "/v1/sessions?state=open"))["sessions"]).toEqual([]);

  // What cannot be read names the field, and an order wants its reason.
  expect(await post(writ.http, `${path}:resume`, {})).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/reason" }] },
  });
  expect((await post(writ.http, "/v1/sessions/none:resume", { reason: "x" })).status).toBe(404);
  expect((await fetch(`${writ.http}/v1/sessions?state=odd`)).status).toBe(400);

  const cli = (...args: string[]) => run(process.execPath, ["dist/main.js", "sessions", ...args, "--url", writ.http]);
  expect((await cli("list", "--state", "suspended")).stdout).toContain("denials_in_a_row");
  expect((await cli("resume", id, "--reason", "asked the customer")).stdout).toBe(`${id} is open\n`);
  expect(await read(writ.http, path)).toMatchObject({
    state: "open",
    epoch: 2,
    denials: 0,
    calls: 1,
    resumed: { reason: "asked the customer" },
  });
  expect(await good()).toMatchObject({ effect: "allow" });
  expect((await cli("suspend", id, "--reason", "odd")).stdout).toBe(`${id} is suspended, 1 grants revoked\n`);
  expect((await cli("show", id)).stdout).toMatch(/suspended +by \S+ at \S+: odd/);
  expect(await good()).toMatchObject({ effect: "block", reasons: [{ code: "session_revoked" }] });
});
