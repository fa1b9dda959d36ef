import type { KnownCaller } from "../domain/caller.ts";
import type { JsonObject } from "../domain/json.ts";
import { isName } from "../domain/name.ts";
import type { SignedIn } from "../domain/sign-in.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";

/** A caller of the configuration, and what its token says of the person. */
export interface PersonByToken extends KnownCaller {
  readonly groups?: readonly string[];
}

interface Deps {
  readonly callers: readonly KnownCaller[];
  readonly tokens: TokenVerifier;
}

/** The first caller whose issuer and claims the token fits, under the name that its claims give. */
export async function callerOfToken(
  { callers, tokens }: Deps,
  token: string,
  nowMs: number,
): Promise<PersonByToken | undefined> {
  if (!callers.some(({ by }) => by !== undefined)) return undefined;
  const verified = await tokens.verify("caller", token, nowMs);
  return "fault" in verified ? undefined : callerOfClaims(callers, verified);
}

/** The same, of claims that were verified before. */
export function callerOfClaims(callers: readonly KnownCaller[], verified: SignedIn): PersonByToken | undefined {
  for (const caller of callers) {
    const { by } = caller;
    if (by === undefined || by.issuer !== verified.issuer || !fits(verified.claims, by.claims)) continue;
    const groups = groupsOf(verified.claims, by.groups_claim);
    if (by.id_claim === "") return { ...caller, ...groups };
    const named = Object.hasOwn(verified.claims, by.id_claim) ? verified.claims[by.id_claim] : undefined;
    if (typeof named !== "string" || named === "") continue;
    const id = `${by.id_prefix}${named}`;
    if (isName(id)) return { ...caller, ...groups, id };
  }
  return undefined;
}

/** The groups that the token names: one, or a list of which anything else is no group. */
function groupsOf(claims: JsonObject, name: string | undefined): Pick<PersonByToken, "groups"> {
  if (name === undefined) return {};
  const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
  const groups = (Array.isArray(claim) ? claim : [claim]).filter((group) => typeof group === "string");
  return { groups: groups.filter(isName) };
}

/** Whether each claim is, or has among its items, one of the values that are wanted. */
function fits(claims: JsonObject, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(([name, values]) => {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const has = Array.isArray(claim) ? claim : [claim];
    return has.some((value) => typeof value === "string" && values.includes(value));
  });
}
