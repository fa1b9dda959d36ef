import { ATTACKS } from "../../unit/trust/attacks.ts";
import type { AttackRow } from "./attack-rows.ts";

/** What a field of HTTP or gRPC cannot carry at all, or means something else in it. */
const NO_FIELD = ["a line break at the end", "a space before", "nothing", "a huge one", "many dots"];

const unknown = (name: string, credential: NonNullable<AttackRow["credential"]>): AttackRow => ({
  name: `caller: ${name}`,
  credential,
  request: (world) => world.request(),
  effect: "error",
  code: "unauthenticated",
});

/** Tokens of callers; nobody is told what is wrong with a credential. */
export const CREDENTIAL_ATTACKS: readonly AttackRow[] = [
  ...ATTACKS.filter(({ name, trust }) => trust === undefined && !NO_FIELD.includes(name)).map(({ name, token }) =>
    unknown(name, async ({ issuer }) => token(issuer())),
  ),
  unknown("bound to a key", ({ issuer }) => issuer().mint({ cnf: { jkt: "A".repeat(43) } })),
  unknown("with an actor", ({ issuer }) => issuer().mint({ act: { sub: "agent-2" } })),
  unknown("without the claim that callers have", ({ issuer }) => issuer().mint({ sub: "agent-2" })),
  unknown("a grant", async (world) => (await world.granted()).token),
  unknown("an intent", async (world) => (await world.issued()).token),
];
