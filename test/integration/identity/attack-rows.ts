import type { JsonObject } from "../../../src/domain/json.ts";
import type { AttackClient, Operation, Outcome } from "./attack-clients.ts";
import { AGENT_ATTACKS } from "./attack-rows-agents.ts";
import { CREDENTIAL_ATTACKS } from "./attack-rows-credentials.ts";
import { GRANT_ATTACKS } from "./attack-rows-grants.ts";
import { INTENT_ATTACKS } from "./attack-rows-intents.ts";
import type { AttackWorld, CallerName } from "./attack-world.ts";

/** One thing that somebody tries, and what it has to end in. */
export interface AttackRow extends Outcome {
  readonly name: string;
  /** A decision where nothing is said. */
  readonly operation?: Operation;
  /** Who asks; the gateway where nothing is said. */
  readonly as?: CallerName;
  /** Instead of that caller's secret. */
  readonly credential?: (world: AttackWorld) => Promise<string>;
  /** Made anew for each protocol: most evidence counts once. */
  readonly request: (world: AttackWorld) => Promise<JsonObject>;
  /** Whether that request was answered before, and counts once: it is sent twice, and the second answer is the row's. */
  readonly replayed?: boolean;
}

export const ATTACK_ROWS: readonly AttackRow[] = [
  ...AGENT_ATTACKS,
  ...CREDENTIAL_ATTACKS,
  ...INTENT_ATTACKS,
  ...GRANT_ATTACKS,
];

/** What gRPC has not is tried over HTTP alone. */
export function isFor({ operation }: AttackRow, { protocol }: Pick<AttackClient, "protocol">): boolean {
  return operation !== "exchange" || protocol === "HTTP";
}
