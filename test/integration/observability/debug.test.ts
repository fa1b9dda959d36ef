import { expect, test } from "vitest";
import { createDatabase } from "../../support/database.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";

async function started(onTestFinished: (end: () => Promise<void>) => void) {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const env = { DATABASE_URL: database.url, WRIT_WORKERS: "1", WRIT_DEBUG_PROFILES: "true" };
  const writ = await serviceFor({ dataDir: dataDir(), env });
  return async (path: string) => {
    const answer = await fetch(writ.http + path);
    return { status: answer.status, pid: answer.headers.get("x-writ-pid"), body: await answer.json() };
  };
}

test("a worker tells where its time and memory go, one question at a time", { timeout: 120_000 }, async ({
  onTestFinished,
}) => {
  const get = await started(onTestFinished);
  const runtime = await get("/debug/runtime");
  expect(runtime).toMatchObject({ status: 200, body: { memory: { heap_used_bytes: expect.any(Number) } } });
  expect(String((runtime.body as { pid: number }).pid)).toBe(runtime.pid);
  const both = await Promise.all([get("/debug/cpu?seconds=2"), get("/debug/heap?seconds=2")]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  // The place is free again.
  const cpu = await get("/debug/cpu?seconds=1");
  const { nodes, samples } = cpu.body as { nodes: { callFrame: object }[]; samples: number[] };
  expect([nodes.length > 0, samples.length > 0]).toEqual([true, true]);
  expect((await get("/debug/heap?seconds=1")).body).toMatchObject({ head: { children: expect.any(Array) } });
  for (const seconds of ["0", "61", "1.5", "x", "1&seconds=2"]) {
    const wrong = await get(`/debug/cpu?seconds=${seconds}`);
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: "/seconds" }] } });
  }
  expect(await get("/debug/cpu?pid=1")).toMatchObject({ status: 400, body: { errors: [{ pointer: "/pid" }] } });
});
