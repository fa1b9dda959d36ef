import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleService } from "../../support/bundle-service.ts";
import { decideAt, markedBundle, offer } from "../../support/bundles.ts";
import { readFile } from "../../support/requests.ts";

const CALLS = 60;
const SESSIONS = 40;
const CALLS_A_SESSION = 4;

interface Compared {
  readonly comparisons: readonly {
    readonly judged: number;
    readonly different: number;
    readonly kinds: Readonly<Record<string, number>>;
  }[];
  readonly agents: readonly { readonly name: string; readonly differences: number }[];
  readonly tools: readonly { readonly name: string; readonly differences: number }[];
  readonly differences: readonly { readonly active_effect: string; readonly candidate_effect: string }[];
}

async function compared(base: string): Promise<Compared | undefined> {
  const response = await fetch(`${base}/v1/bundles:compare`);
  return response.ok ? ((await response.json()) as Compared) : undefined;
}

test("a shadow judges every call without effect, and its differences are counted", { timeout: 60_000 }, async () => {
  const service = await bundleService();
  const candidate = join(service.dir, "candidate.tar.gz");
  const [a, b] = [markedBundle("by_a", "block"), markedBundle("by_b", "allow")];
  await offer(service.source, a.files);
  await offer(candidate, b.files);
  const writ = await service.start({ WRIT_BUNDLE_CANDIDATE: candidate, WRIT_BUNDLE_SHADOW_SHARE: "1" });
  for (let call = 0; call < CALLS; call++) {
    expect(await decideAt(writ.http, readFile())).toEqual({ status: 200, digest: a.digest, reason: "by_a" });
  }
  await expect.poll(async () => (await compared(writ.http))?.comparisons[0]?.judged, { timeout: 10_000 }).toBe(CALLS);
  const { comparisons, agents, tools, differences } = (await compared(writ.http))!;
  const kinds = { loosened: CALLS, tightened: 0, reasons: CALLS, obligations: 0, grant: 0, error: 0 };
  expect(comparisons).toMatchObject([{ judged: CALLS, different: CALLS, kinds }]);
  expect(agents).toEqual([{ name: "agent:test", differences: CALLS }]);
  expect(tools).toEqual([{ name: "filesystem/read_text_file", differences: CALLS }]);
  expect(differences[0]).toMatchObject({ active_effect: "block", candidate_effect: "allow" });
  const metrics = await (await fetch(`${writ.http}/metrics`)).text();
  expect(metrics).toContain(`writ_bundle_differences_total{mode="shadow",kind="loosened"} ${CALLS}`);
});

test("a canary decides for its share of the sessions, and none of them flips", { timeout: 60_000 }, async () => {
  const service = await bundleService();
  const candidate = join(service.dir, "candidate.tar.gz");
  const [a, b] = [markedBundle("by_a"), markedBundle("by_b")];
  await offer(service.source, a.files);
  await offer(candidate, b.files);
  const writ = await service.start({
    WRIT_WORKERS: "2",
    WRIT_BUNDLE_CANDIDATE: candidate,
    WRIT_BUNDLE_CANARY_SHARE: "0.5",
  });
  const sessions = new Map<string, Set<string>>();
  for (let call = 0; call < CALLS_A_SESSION; call++) {
    const answers = Array.from({ length: SESSIONS }, async (_, index) => {
      const session = `s-${index}`;
      const { reason } = await decideAt(writ.http, readFile({ session }));
      sessions.set(session, (sessions.get(session) ?? new Set()).add(reason));
    });
    await Promise.all(answers);
  }
  expect([...sessions.values()].filter(({ size }) => size !== 1)).toEqual([]);
  const byCandidate = [...sessions.values()].filter((marks) => marks.has("by_b")).length;
  // Fixed by the hash of the sessions' names: neither none nor all.
  expect(byCandidate).toBeGreaterThan(SESSIONS / 4);
  expect(byCandidate).toBeLessThan((SESSIONS * 3) / 4);
  const decided = byCandidate * CALLS_A_SESSION;
  await expect.poll(async () => (await compared(writ.http))?.comparisons[0]?.judged, { timeout: 10_000 }).toBe(decided);
});
