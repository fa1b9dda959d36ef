import type pg from "pg";
import type { AgentReader, AgentStore } from "../../ports/agent-store.ts";
import type { ApprovalNews, ApprovalStore } from "../../ports/approval-store.ts";
import type { BundleStore, ComparisonReader, ComparisonSink } from "../../ports/bundle-store.ts";
import type { CommitTelemetry } from "../../ports/commit-telemetry.ts";
import type { EventReader } from "../../ports/event-outbox.ts";
import type { FollowUpReader } from "../../ports/follow-up-reader.ts";
import type { GrantStore } from "../../ports/grant-store.ts";
import type { IntentStates, IntentStore } from "../../ports/intent-store.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import type { ProofGuard } from "../../ports/proof-guard.ts";
import type {
  DecisionReader,
  OutcomeWriter,
  RecordSink,
  SessionReader,
  TaskReader,
  TaskWriter,
  UsageReader,
} from "../../ports/record-store.ts";
import type { RevocationReader } from "../../ports/revocation-reader.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { SignInStore } from "../../ports/sign-in-store.ts";
import type { Turns } from "../../ports/turns.ts";
import type { TenantKeyStore, ValueStore } from "../../ports/value-store.ts";
import { AgentRegistry } from "./agent-registry.ts";
import { agentStore } from "./agents.ts";
import { ApprovalChanges } from "./approval-news.ts";
import { approvalStore } from "./approvals.ts";
import { comparisonReader } from "./bundle-comparison-reader.ts";
import { ComparisonWriter } from "./bundle-comparisons.ts";
import { bundleStore } from "./bundles.ts";
import { type CheckpointKeyStore, checkpointKeyStore } from "./checkpoints.ts";
import { Committer } from "./committer/committer.ts";
import type { ChainEnd, NextLink } from "./committer/flush.ts";
import { openPool } from "./connection.ts";
import { decisionReader } from "./decisions.ts";
import { storeUnavailable } from "./errors.ts";
import { eventReader } from "./event-reader.ts";
import { followUpReader } from "./follow-up-reader.ts";
import { grantStore } from "./grants.ts";
import { intentStore } from "./intents.ts";
import { KeyNews, keyStore } from "./keys.ts";
import { Listener } from "./listener.ts";
import { outcomeWriter } from "./outcomes.ts";
import { proofGuard } from "./proofs.ts";
import { RefusedIntents } from "./refused-intents.ts";
import { LivingRevocations } from "./revocations.ts";
import { sessionStore } from "./session-store.ts";
import { sessionReader } from "./sessions.ts";
import { signInStore } from "./sign-ins.ts";
import { CompletedTasks, taskWriter } from "./tasks.ts";
import { tenantPool } from "./tenancy/tenant-pool.ts";
import { tenantKeyStore } from "./tenant-keys.ts";
import { turns } from "./turns.ts";
import { usageReader } from "./usage.ts";
import { valueStore } from "./values.ts";

/** Connections beside the pool: the committer's, the listener's, and that of who has its turn. */
const OWN_CONNECTIONS = 3;

export interface StoreOptions {
  /** Straight to PostgreSQL: for the committer, which is never idle, and the listener, which never gives its connection back. */
  readonly url: string;
  /** Where reads and commands go, when that is a pooler. */
  readonly poolUrl?: string;
  /** All connections that this store may open. */
  readonly poolSize: number;
  readonly nextLink: NextLink;
  readonly chainStart: ChainEnd;
  readonly newWriter: () => string;
  /** What commits are counted by. */
  readonly telemetry?: CommitTelemetry;
  /** Told of comparisons of two bundles that could not be written. */
  readonly comparisonsLost: (count: number) => void;
}

export interface StoreState {
  /** Whether the last thing known of the database is that it takes records. */
  up(): boolean;
  listening(): boolean;
  /** Of the connections for reading. */
  pool(): { readonly max: number; readonly idle: number; readonly busy: number; readonly waiting: number };
  /** Decisions that wait for the next commit. */
  queued(): number;
}

export interface PostgresStore {
  readonly sink: RecordSink;
  readonly turns: Turns;
  readonly decisions: DecisionReader;
  readonly followUps: FollowUpReader;
  readonly sessions: SessionReader;
  readonly counts: UsageReader;
  readonly agentUsage: UsageReader;
  readonly sessionStore: SessionStore;
  readonly outcomes: OutcomeWriter;
  readonly tasks: TaskReader & TaskWriter;
  readonly keys: KeyStore;
  readonly values: ValueStore;
  readonly tenantKeys: TenantKeyStore;
  readonly checkpointKeys: CheckpointKeyStore;
  readonly proofGuard: ProofGuard;
  readonly revocations: RevocationReader;
  readonly events: EventReader;
  readonly bundles: BundleStore;
  readonly grants: GrantStore;
  readonly intents: IntentStore & IntentStates;
  readonly agents: AgentReader & AgentStore;
  readonly approvals: ApprovalStore & ApprovalNews;
  readonly comparisons: ComparisonReader & ComparisonSink;
  readonly signIns: SignInStore;
  /** For metrics. */
  readonly state: StoreState;
  /** Whether records can be written and completed tasks are known. */
  ready(): boolean;
  /** Writes what is queued, then closes every connection. */
  close(): Promise<void>;
}

/** All that is kept in PostgreSQL, over a database that was prepared. @throws WritError unavailable */
export async function createPostgresStore(options: StoreOptions): Promise<PostgresStore> {
  const { url, poolSize } = options;
  // What is done for all tenants at once takes the pool itself: the closed list is in test/unit/postgres/tenancy.test.ts.
  const everyone = openPool(options.poolUrl ?? url, "reader", Math.max(1, poolSize - OWN_CONNECTIONS));
  const pool = tenantPool(everyone);
  const turning = openPool(options.poolUrl ?? url, "turns", 1);
  const committer = new Committer(options);
  const completed = new CompletedTasks();
  const refusedIntents = new RefusedIntents();
  const agents = new AgentRegistry(everyone);
  const news = new KeyNews();
  const revocations = new LivingRevocations();
  const approvalChanges = new ApprovalChanges();
  const kept = [completed, agents, refusedIntents, news, revocations, approvalChanges];
  const listener = new Listener(url, kept, "listener", options.poolUrl ?? url);
  const tasks = taskWriter(pool);
  const comparisons = new ComparisonWriter(everyone, options.comparisonsLost);
  const close = async () => {
    agents.close();
    await Promise.all([committer.close(), comparisons.close()]);
    await Promise.all([listener.close(), everyone.end(), turning.end()]);
  };
  try {
    await Promise.all([committer.open(), listener.open()]);
  } catch (error) {
    await close();
    throw storeUnavailable(error);
  }
  return {
    sink: committer,
    turns: turns(turning),
    decisions: decisionReader(pool),
    followUps: followUpReader(pool),
    sessions: sessionReader(pool),
    counts: usageReader(pool, "task_counts"),
    agentUsage: usageReader(pool, "agent_usage"),
    sessionStore: sessionStore(pool),
    outcomes: outcomeWriter(pool),
    tasks: {
      complete: async (tenant, task, nowMs) => {
        const result = await tasks.complete(tenant, task, nowMs);
        completed.remember(tenant, task);
        return result;
      },
      isCompleted: (tenant, task) => completed.isCompleted(tenant, task),
    },
    keys: keyStore(everyone, news),
    values: valueStore(pool),
    tenantKeys: tenantKeyStore(pool, everyone),
    checkpointKeys: checkpointKeyStore(everyone),
    proofGuard: proofGuard(pool, everyone),
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
    approvals: {
      ...approvalStore(pool),
      changed: (...args) => approvalChanges.changed(...args),
    },
    comparisons: {
      ...comparisonReader(pool),
      add: (comparison) => comparisons.add(comparison),
      dropped: () => comparisons.dropped(),
    },
    signIns: signInStore(pool),
    state: stateOf(committer, listener, everyone),
    ready: () => committer.ready() && listener.listening(),
    close,
  };
}

function stateOf(committer: Committer, listener: Listener, pool: pg.Pool): StoreState {
  return {
    up: () => committer.ready(),
    listening: () => listener.listening(),
    pool: () => {
      const { totalCount, idleCount, waitingCount, options } = pool;
      return { max: options.max, idle: idleCount, busy: totalCount - idleCount, waiting: waitingCount };
    },
    queued: () => committer.queued(),
  };
}
