import pg from "pg";
import type { AgentReader, AgentStore } from "../../ports/agent-store.ts";
import type { ApprovalNews, ApprovalStore } from "../../ports/approval-store.ts";
import type { BundleStore, ComparisonReader, ComparisonSink } from "../../ports/bundle-store.ts";
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
import { clientConfig } from "./connection.ts";
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
import { tenantKeyStore } from "./tenant-keys.ts";
import { usageReader } from "./usage.ts";
import { valueStore } from "./values.ts";

/** Connections beside the pool: the committer's and the listener's. */
const OWN_CONNECTIONS = 2;

export interface StoreOptions {
  readonly url: string;
  /** All connections that this store may open. */
  readonly poolSize: number;
  readonly nextLink: NextLink;
  readonly chainStart: ChainEnd;
  readonly newWriter: () => string;
  /** Told of comparisons of two bundles that could not be written. */
  readonly comparisonsLost: (count: number) => void;
}

export interface PostgresStore {
  readonly sink: RecordSink;
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
  const approvalChanges = new ApprovalChanges();
  const listener = new Listener(url, [completed, agents, refusedIntents, news, revocations, approvalChanges]);
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
    sink: committer,
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
    keys: keyStore(pool, news),
    values: valueStore(pool),
    tenantKeys: tenantKeyStore(pool),
    checkpointKeys: checkpointKeyStore(pool),
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
    ready: () => committer.ready() && listener.listening(),
    close,
  };
}
