import { describe, expect, test } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { WritError } from "../../../src/domain/errors.ts";
import { MAX_SESSION_ATTEMPTS } from "../../../src/domain/limits.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import type { DecisionRequest } from "../../../src/domain/request.ts";
import { newSession, type StoredSession } from "../../../src/domain/session-state.ts";
import { decide } from "../../../src/pipeline/decide.ts";
import { SessionLock } from "../../../src/pipeline/session-lock.ts";
import type { AppendResult } from "../../../src/ports/record-store.ts";
import { decideDepsOf } from "../../support/pipeline.ts";
import { admissionOf, requestOf } from "../../support/values.ts";

const catalogue = compileCatalogue({ t: { server: "t", tools: { read: { verb: "file.read" } } } });
const ALLOW = { effect: "allow", reasons: [] };
const GRANT = { ...ALLOW, grant: { audience: "vault", scopes: [], ttl_s: 60, single_use: true } };
const recorded: AppendResult = { status: "recorded", recorded: "committed" };

/** A pipeline whose policy and store say what a test wants, and what was appended to the store. */
function pipeline(options: {
  readonly document?: object;
  readonly append?: (attempt: number) => Promise<AppendResult>;
  readonly load?: () => Promise<StoredSession | undefined>;
  readonly sign?: () => string;
}) {
  const entries: RecordEntry[] = [];
  let version = 0;
  const deps = decideDepsOf({
    bundle: () => ({
      catalogue,
      freshness: { stale: false, age_s: 0 },
      policy: {
        ref: {
          bundle: "b",
          revision: "1",
          digest: `sha256:${"0".repeat(64)}`,
          activated_at: "2026-11-20T00:00:00.000Z",
        },
        data: {},
        evaluate: () => ({ ok: true, document: JSON.parse(JSON.stringify(options.document ?? ALLOW)) }),
      },
    }),
    sessions: {
      load: async () => {
        const session = await options.load?.();
        return session === undefined ? undefined : { session, version: ++version };
      },
      labels: async () => ({ labels: [], sources: {} }),
    },
    sink: {
      append: (entry) => {
        entries.push(entry);
        return options.append?.(entries.length) ?? Promise.resolve(recorded);
      },
      close: async () => {},
    },
    signer: { sign: async () => options.sign?.() ?? "a.b.c", jwks: () => ({ keys: [] }), algorithms: () => [] },
  });
  const ask = (changes: Partial<DecisionRequest> = {}) => {
    const call = { format: "generic", server: "t", payload: { name: "read", arguments: {} } };
    return decide(deps, requestOf({ call, ...changes }), admissionOf());
  };
  return { entries, ask };
}

describe("a session that another replica changes first", () => {
  test("is situated and judged again, on its newest version", async () => {
    const conflict: AppendResult = { status: "conflict" };
    const { entries, ask } = pipeline({
      load: async () => newSession("s", ""),
      append: async (attempt) => (attempt < 3 ? conflict : recorded),
    });
    expect(await ask({ session: "s" })).toMatchObject({ effect: "allow", recorded: "committed" });
    expect(entries.map(({ session }) => session?.expected_version)).toEqual([1, 2, 3]);
  });

  test("is a block after a bounded number of tries, and the block changes no session", async () => {
    const { entries, ask } = pipeline({
      load: async () => newSession("s", ""),
      append: async (attempt) => (attempt <= MAX_SESSION_ATTEMPTS ? { status: "conflict" } : recorded),
    });
    expect(await ask({ session: "s" })).toMatchObject({ effect: "block", reasons: [{ code: "session_conflict" }] });
    expect(entries).toHaveLength(MAX_SESSION_ATTEMPTS + 1);
    expect(entries.at(-1)?.session).toBeUndefined();
  });
});

describe("a store that takes nothing", () => {
  const down = async () => {
    throw new WritError("unavailable", "down");
  };

  test("makes every answer a block without grant", async () => {
    const answer = await pipeline({ document: GRANT, append: down }).ask();
    expect(answer).toMatchObject({ effect: "block", recorded: "none", reasons: [{ code: "record_unavailable" }] });
    expect(answer.grant).toBeUndefined();
  });

  test("that cannot read the session either", async () => {
    expect(await pipeline({ load: down, append: down }).ask({ session: "s" })).toMatchObject({
      effect: "block",
      recorded: "none",
      reasons: [{ code: "record_unavailable" }],
    });
  });

  test("for want of room is an error, so that the caller comes back", async () => {
    const full = async () => {
      throw new WritError("resource_exhausted", "full");
    };
    await expect(pipeline({ append: full }).ask()).rejects.toMatchObject({ code: "resource_exhausted" });
  });
});

describe("a grant", () => {
  test("is in the answer and, without its token, in the record", async () => {
    const { entries, ask } = pipeline({ document: GRANT, sign: () => "secret.token.value" });
    expect((await ask()).grant).toMatchObject({ token: "secret.token.value", audience: "vault" });
    expect(entries[0]?.grant).toMatchObject({ audience: "vault", single_use: true });
    expect(JSON.stringify(entries)).not.toContain("secret.token.value");
  });

  test("that cannot be said alike to every broker is a block", async () => {
    const { entries, ask } = pipeline({ document: { ...GRANT, grant: { ...GRANT.grant, scopes: ["two words"] } } });
    expect(await ask()).toMatchObject({ effect: "block", reasons: [{ code: "grant_unavailable" }] });
    expect(entries[0]?.grant).toBeUndefined();
  });

  test("is not made in a dry run, which changes no session either", async () => {
    const { entries, ask } = pipeline({ document: GRANT, load: async () => newSession("s", "") });
    const answer = await ask({ session: "s", options: { dry_run: true, explain: false } });
    expect(answer).toMatchObject({ effect: "allow", dry_run: true });
    expect(answer.grant).toBeUndefined();
    expect(entries).toMatchObject([{ decision: { dry_run: true } }]);
    expect(entries[0]?.session ?? entries[0]?.grant).toBeUndefined();
  });
});

test("calls of one session go one after the other, calls of others do not wait", async () => {
  const order: string[] = [];
  const lock = new SessionLock();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = lock.run("a", async () => {
    await held;
    order.push("first");
  });
  const second = lock.run("a", async () => order.push("second"));
  await lock.run("b", async () => order.push("other"));
  release();
  await Promise.all([first, second]);
  expect(order).toEqual(["other", "first", "second"]);
});

describe("a policy that revokes the session", () => {
  test.each([
    [true, 1],
    [undefined, 0],
  ])("is what ends its grants with the change: %s", async (revokes, epoch) => {
    const revoking = { ...ALLOW, session: { add_labels: [], revoke: revokes === true } };
    const { entries, ask } = pipeline({ load: async () => newSession("s", ""), document: revoking });
    await ask({ session: "s" });
    expect(entries[0]?.session?.revokes).toBe(revokes);
    expect(entries[0]?.session?.next.epoch).toBe(epoch);
  });
});

test("a key management system that does not answer blocks the call, on record", async () => {
  const { entries, ask } = pipeline({
    document: GRANT,
    sign: () => {
      throw new WritError("unavailable", "the key management system failed (timeout)");
    },
  });
  const { effect, reasons, grant } = await ask();
  expect([effect, reasons[0]?.code, grant]).toEqual(["block", "grant_unavailable", undefined]);
  expect(entries[0]?.decision).toMatchObject({ effect: "block", reason: "grant_unavailable" });
});
