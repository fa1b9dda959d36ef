import pg from "pg";
import type { BundleStore, ComparisonReader, ComparisonSink } from "../../ports/bundle-store.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import type {
  DecisionReader,
  OutcomeWriter,
  RecordSink,
  SessionReader,
  TaskReader,
  TaskWriter,
} from "../../ports/record-store.ts";
import { comparisonReader } from "./bundle-comparison-reader.ts";
import { ComparisonWriter } from "./bundle-comparisons.ts";
import { bundleStore } from "./bundles.ts";
import { Committer } from "./committer/committer.ts";
import type { ChainEnd, NextLink } from "./committer/flush.ts";
import { clientConfig } from "./connection.ts";
import { decisionReader } from "./decisions.ts";
import { storeUnavailable } from "./errors.ts";
import { keyStore } from "./keys.ts";
import { Listener } from "./listener.ts";
import { outcomeWriter } from "./outcomes.ts";
import { relaxed } from "./relaxed.ts";
import { sessionReader } from "./sessions.ts";
import { CompletedTasks, taskWriter } from "./tasks.ts";

/** Connections beside the pool: the committer's and the listener's. */
const OWN_CONNECTIONS = 2;

export interface StoreOptions {
  readonly url: string;
  /** All connections that this store may open. */
  readonly poolSize: number;
  readonly durability: "committed" | "relaxed";
  readonly nextLink: NextLink;
  readonly chainStart: ChainEnd;
  readonly newWriter: () => string;
  /** Told of records that were answered and then could not be written (`relaxed` only). */
  readonly lost: (count: number) => void;
  /** Told of comparisons of two bundles that could not be written. */
  readonly comparisonsLost: (count: number) => void;
}

export interface PostgresStore {
  readonly sink: RecordSink;
  readonly decisions: DecisionReader;
  readonly sessions: SessionReader;
  readonly outcomes: OutcomeWriter;
  readonly tasks: TaskReader & TaskWriter;
  readonly keys: KeyStore;
  readonly bundles: BundleStore;
  readonly comparisons: ComparisonReader & ComparisonSink;
  /** Whether records can be written and completed tasks are known. */
  ready(): boolean;
  /** Writes what is queued, then closes every connection. */
  close(): Promise<void>;
}

/** All that is kept in PostgreSQL, over a database that was prepared. @throws WritError unavailable */
export async function createPostgresStore(options: StoreOptions): Promise<PostgresStore> {
  const { url, poolSize } = options;
  const pool = new pg.Pool({ ...clientConfig(url, "reader"), max: Math.max(1, poolSize - OWN_CONNECTIONS) });
  pool.on("error", () => {});
  const committer = new Committer(options);
  const completed = new CompletedTasks();
  const listener = new Listener(url, [completed]);
  const tasks = taskWriter(pool);
  const comparisons = new ComparisonWriter(pool, options.comparisonsLost);
  const close = async () => {
    await Promise.all([committer.close(), comparisons.close()]);
    await Promise.all([listener.close(), pool.end()]);
  };
  try {
    await Promise.all([committer.open(), listener.open()]);
  } catch (error) {
    await close();
    throw storeUnavailable(error);
  }
  return {
    sink: options.durability === "relaxed" ? relaxed(committer, options.lost) : committer,
    decisions: decisionReader(pool),
    sessions: sessionReader(pool),
    outcomes: outcomeWriter(pool),
    tasks: {
      complete: async (tenant, task, nowMs) => {
        const result = await tasks.complete(tenant, task, nowMs);
        completed.remember(tenant, task);
        return result;
      },
      isCompleted: (tenant, task) => completed.isCompleted(tenant, task),
    },
    keys: keyStore(pool),
    bundles: bundleStore(pool),
    comparisons: {
      ...comparisonReader(pool),
      add: (comparison) => comparisons.add(comparison),
      dropped: () => comparisons.dropped(),
    },
    ready: () => committer.ready() && listener.listening(),
    close,
  };
}
