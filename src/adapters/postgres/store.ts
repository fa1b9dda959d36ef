import pg from "pg";
import type { AgentReader, AgentStore } from "../../ports/agent-store.ts";
import type { BundleStore, ComparisonReader, ComparisonSink } from "../../ports/bundle-store.ts";
import type { EventReader } from "../../ports/event-outbox.ts";
import type { GrantStore } from "../../ports/grant-store.ts";
import type { IntentStates, IntentStore } from "../../ports/intent-store.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import type { ProofGuard } from "../../ports/proof-guard.ts";
import type {
  DecisionReader,
  OutcomeWriter,
  RecordSink,
  SessionReader,
  TaskCountsReader,
  TaskReader,
  TaskWriter,
} from "../../ports/record-store.ts";
import type { RevocationReader } from "../../ports/revocation-reader.ts";
import { AgentRegistry } from "./agent-registry.ts";
import { agentStore } from "./agents.ts";
import { comparisonReader } from "./bundle-comparison-reader.ts";
import { ComparisonWriter } from "./bundle-comparisons.ts";
import { bundleStore } from "./bundles.ts";
import { Committer } from "./committer/committer.ts";
import type { ChainEnd, NextLink } from "./committer/flush.ts";
import { clientConfig } from "./connection.ts";
import { decisionReader } from "./decisions.ts";
import { storeUnavailable } from "./errors.ts";
import { eventReader } from "./event-reader.ts";
import { grantStore } from "./grants.ts";
import { intentStore } from "./intents.ts";
import { KeyNews, keyStore } from "./keys.ts";
import { Listener } from "./listener.ts";
import { outcomeWriter } from "./outcomes.ts";
import { proofGuard } from "./proofs.ts";
import { RefusedIntents } from "./refused-intents.ts";
import { relaxed } from "./relaxed.ts";
import { LivingRevocations } from "./revocations.ts";
import { sessionReader } from "./sessions.ts";
import { taskCountsReader } from "./task-counts.ts";
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
  readonly counts: TaskCountsReader;
  readonly outcomes: OutcomeWriter;
  readonly tasks: TaskReader & TaskWriter;
  readonly keys: KeyStore;
  readonly proofGuard: ProofGuard;
  readonly revocations: RevocationReader;
  readonly events: EventReader;
  readonly bundles: BundleStore;
  readonly grants: GrantStore;
  readonly intents: IntentStore & IntentStates;
  readonly agents: AgentReader & AgentStore;
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
  const refusedIntents = new RefusedIntents();
  const agents = new AgentRegistry(pool);
  const news = new KeyNews();
  const revocations = new LivingRevocations();
  const listener = new Listener(url, [completed, agents, refusedIntents, news, revocations]);
  const tasks = taskWriter(pool);
  const comparisons = new ComparisonWriter(pool, options.comparisonsLost);
  const close = async () => {
    agents.close();
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
    counts: taskCountsReader(pool),
    outcomes: outcomeWriter(pool),
    tasks: {
      complete: async (tenant, task, nowMs) => {
        const result = await tasks.complete(tenant, task, nowMs);
        completed.remember(tenant, task);
        return result;
      },
      isCompleted: (tenant, task) => completed.isCompleted(tenant, task),
    },
    keys: keyStore(pool, news),
    proofGuard: proofGuard(pool),
    revocations: {
      isRevoked: (tenant, grantId) => revocations.isRevoked(tenant, grantId),
      living: (tenant, nowMs) => revocations.living(tenant, nowMs),
      version: () => revocations.version(),
      current: () => listener.listening(),
    },
    events: eventReader(pool),
    bundles: bundleStore(pool),
    grants: grantStore(pool),
    intents: {
      ...intentStore(pool, refusedIntents),
      stateOf: (tenant, id) => refusedIntents.stateOf(tenant, id),
    },
    agents: {
      ...agentStore(pool, (tenant, id) => agents.refresh(tenant, id)),
      get: (tenant, id) => agents.get(tenant, id),
    },
    comparisons: {
      ...comparisonReader(pool),
      add: (comparison) => comparisons.add(comparison),
      dropped: () => comparisons.dropped(),
    },
    ready: () => committer.ready() && listener.listening(),
    close,
  };
}
