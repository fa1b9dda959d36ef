import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, allRecords, brokenLinks, connectTo, entryOf, openStore, sessionEntry } from "../../support/records.ts";
import { type Pair, type TcpProxy, tcpProxy } from "../../support/tcp-proxy.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

/** A store whose network a test breaks. */
async function storeThrough(): Promise<{ readonly store: PostgresStore; readonly network: TcpProxy }> {
  const through = new URL(database.url);
  const network = await tcpProxy({ path: `${through.searchParams.get("host")}/.s.PGSQL.${through.port}` });
  through.searchParams.delete("host");
  through.host = `127.0.0.1:${network.port}`;
  return { store: await openStore(through.href), network };
}

/** Rows of decisions as the committer sends them, with the commit behind them. */
const isFlush = (bytes: Buffer) => bytes.includes("copy writ.decisions");

/** Where in a flush the connection goes, the first time; every later one is left alone. */
const CUTS: Readonly<Record<string, (network: TcpProxy, happened: () => void) => void>> = {
  "before the flush reaches the server": (network, happened) => {
    network.fromClient((bytes, pair) => {
      if (!isFlush(bytes)) return bytes;
      network.fromClient(undefined);
      happened();
      pair.cut();
      return undefined;
    });
  },
  "when half of the flush has reached the server": (network, happened) => {
    network.fromClient((bytes, pair) => {
      if (!isFlush(bytes)) return bytes;
      network.fromClient(undefined);
      happened();
      pair.far.write(bytes.subarray(0, bytes.length - 8), () => pair.cut());
      return undefined;
    });
  },
  "when the flush was committed, and nobody was told": (network, happened) => {
    let flushing: Pair | undefined;
    network.fromClient((bytes, pair) => {
      if (isFlush(bytes)) flushing = pair;
      return bytes;
    });
    network.fromServer((bytes, pair) => {
      if (pair !== flushing || !bytes.includes("COPY")) return bytes;
      network.fromClient(undefined);
      network.fromServer(undefined);
      happened();
      pair.cut();
      return undefined;
    });
  },
  "when the flush was sent, and the server has not begun": (network, happened) => {
    network.fromClient((bytes, pair) => {
      if (!isFlush(bytes)) return bytes;
      network.fromClient(undefined);
      happened();
      pair.far.write(bytes, () => pair.cut());
      return undefined;
    });
  },
};

const KINDS: Readonly<Record<string, (id: string) => RecordEntry>> = {
  plain: () => entryOf({ tenant: "cut" }),
  conditional: (id) => {
    const { decision, session } = sessionEntry(id, 0);
    if (session === undefined) throw new TypeError("a session's entry has a session");
    return { decision: { ...decision, tenant: "cut" }, session: { ...session, tenant: "cut" } };
  },
};

const ROWS = Object.keys(CUTS).flatMap((cut) => Object.keys(KINDS).map((kind) => [kind, cut] as const));

test.each(ROWS)("a %s flush that is cut %s is there once, and answered so", async (kind, cut) => {
  const { store, network } = await storeThrough();
  let cuts = 0;
  CUTS[cut]?.(network, () => {
    cuts++;
  });
  const entries = Array.from({ length: 5 }, (_, at) => KINDS[kind]?.(`s ${cut} ${at}`) as RecordEntry);
  const results = await Promise.all(entries.map((entry) => store.sink.append(entry)));
  expect(cuts).toBe(1);
  expect(results).toEqual(entries.map(() => ({ status: "recorded", recorded: "committed" })));
  const records = await allRecords(store, "cut");
  const ids = new Set(entries.map(({ decision }) => decision.id));
  expect(records.filter(({ id }) => ids.has(id))).toHaveLength(entries.length);
  expect(brokenLinks(records)).toEqual([]);
  if (kind === "conditional") {
    const versions = await Promise.all(
      entries.map(({ session }) => store.sessions.load("cut", session?.next.id ?? "")),
    );
    expect(versions.map((session) => session?.version)).toEqual(entries.map(() => 1));
  }
  // The old one is gone before anything is answered, and there may be no new one yet.
  expect(await committers(await connectTo(database.url))).toBeLessThanOrEqual(1);
});

async function committers(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and starts_with(application_name, 'writ committer')`,
  );
  return rows[0]?.count ?? -1;
}

test("closing ends in bounded time though the server has fallen silent", async () => {
  const { store, network } = await storeThrough();
  await store.sessions.load("cut", "s");
  network.stall(true);
  // Nobody answers its farewells: without a bound it would wait for as long as the network is silent.
  await store.close();
  expect(store.ready()).toBe(false);
});

test("a connection that is lost while it is made is one failed call, not the end of the process", async () => {
  const { store, network } = await storeThrough();
  let cuts = 0;
  network.fromClient((bytes, pair) => {
    if (!bytes.includes("pg_is_in_recovery")) return bytes;
    cuts++;
    pair.cut();
    return undefined;
  });
  await expect(store.sessions.load("cut", "s")).rejects.toMatchObject({ code: "unavailable" });
  expect(cuts).toBe(1);
  network.fromClient(undefined);
  expect(await store.sessions.load("cut", "s")).toBeUndefined();
});
