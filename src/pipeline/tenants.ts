import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";
import type { Service } from "./service.ts";

/**
 * All tenants' services as one: whoever asks is found by its credential, and what it asks goes to the service of its tenant.
 * @param own the service of the first tenant, which also answers what is nobody's: key sets, health, metrics
 */
export function tenantsService(own: Service, tenants: ReadonlyMap<string, Service>): Service {
  const of = ({ tenant }: Admission): Service => {
    const service = tenants.get(tenant);
    if (service === undefined) throw new WritError("internal", "an admission names a tenant that is not there");
    return service;
  };
  return {
    ...own,
    expect: async (admission) => of(admission).expect(admission),
    decide: async (request, admission) => of(admission).decide(request, admission),
    report: async (outcome, admission) => of(admission).report(outcome, admission),
    completeTask: async (task, admission) => of(admission).completeTask(task, admission),
    get: async (id, admission) => of(admission).get(id, admission),
    trail: async (id, admission) => of(admission).trail(id, admission),
    asked: async (id, admission) => of(admission).asked(id, admission),
    list: async (filter, page, admission) => of(admission).list(filter, page, admission),
    document: (path, admission) => of(admission).document(path, admission),
    bundles: routed(own.bundles, (admission) => of(admission).bundles),
    agents: routed(own.agents, (admission) => of(admission).agents),
    intents: routed(own.intents, (admission) => of(admission).intents),
    approvals: routed(own.approvals, (admission) => of(admission).approvals),
    grants: routed(own.grants, (admission) => of(admission).grants),
    sessions: routed(own.sessions, (admission) => of(admission).sessions),
    keys: routed(own.keys, (admission) => of(admission).keys),
    events: {
      overview: async (admission) => of(admission).events.overview(admission),
      // Verifiers ask for it without a credential, like the key set.
      revocationList: (tenant) => (tenants.get(tenant) ?? own).events.revocationList(tenant),
    },
  };
}

type Command = (...args: never[]) => unknown;
/** Commands whose last argument is who asks. */
type Commands<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => unknown ? EndsInAdmission<A, T[K]> : never;
};
type EndsInAdmission<A extends readonly unknown[], F> = A extends readonly [...unknown[], Admission] ? F : never;

/** The same commands, each given to those of the tenant that asks. */
function routed<T extends Commands<T>>(own: T, of: (admission: Admission) => T): T {
  const commands = Object.keys(own).map((name) => {
    const command = (...args: never[]): unknown => {
      const target = of(args.at(-1) as unknown as Admission);
      return (target[name as keyof T] as Command)(...args);
    };
    return [name, command] as const;
  });
  return Object.fromEntries(commands) as unknown as T;
}
