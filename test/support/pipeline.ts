import { NO_TRUST } from "../../src/identify/identify.ts";
import { NO_INTENTS } from "../../src/identify/intent.ts";
import type { DecideDeps } from "../../src/pipeline/deps.ts";
import { Contention } from "../../src/pipeline/in-turn.ts";
import { SessionLock } from "../../src/pipeline/session-lock.ts";

/** A pipeline around a bundle: a store that takes all and holds nothing, and a signer whose tokens say nothing. */
export function decideDepsOf(changes: Partial<DecideDeps> & Pick<DecideDeps, "bundle">): DecideDeps {
  let ids = 0;
  return {
    environment: "test",
    issuer: "https://writ.example",
    publicUrl: "https://writ.example",
    templates: new Map(),
    ...NO_TRUST,
    intents: NO_INTENTS,
    decided: () => {},
    agents: { get: () => undefined },
    sessions: { load: async () => undefined, labels: async () => ({ labels: [], sources: {} }) },
    tasks: { isCompleted: () => false },
    counts: { load: async () => undefined },
    values: { recall: async () => new Map(), remember: async () => {} },
    agentUsage: { load: async () => undefined },
    inFlightTtlS: 900,
    approvals: { matching: async () => ({ records: [], pending: 0 }) },
    sink: { append: async () => ({ status: "recorded", recorded: "committed" }), close: async () => {} },
    signer: { sign: async () => "a.b.c", jwks: () => ({ keys: [] }), algorithms: () => [] },
    telemetry: {
      decided: () => {},
      refused: () => {},
      stepTook: () => {},
      decisionTook: () => {},
      inFlight: () => {},
      granted: () => {},
      redemption: () => {},
    },
    lock: new SessionLock(),
    contention: new Contention({ take: (_keys, work) => work() }),
    newId: (prefix) => `${prefix}_${++ids}`,
    ...changes,
  };
}
