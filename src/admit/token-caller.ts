import type { KnownCaller } from "../domain/caller.ts";
import type { JsonObject } from "../domain/json.ts";
import { isName } from "../domain/name.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";

interface Deps {
  readonly callers: readonly KnownCaller[];
  readonly tokens: TokenVerifier;
}

/** The first caller whose issuer and claims the token fits, under the name that its claims give. */
export async function callerOfToken(
  { callers, tokens }: Deps,
  token: string,
  nowMs: number,
): Promise<KnownCaller | undefined> {
  if (!callers.some(({ by }) => by !== undefined)) return undefined;
  const verified = await tokens.verify("caller", token, nowMs);
  if ("fault" in verified) return undefined;
  for (const caller of callers) {
    const { by } = caller;
    if (by === undefined || by.issuer !== verified.issuer || !fits(verified.claims, by.claims)) continue;
    if (by.id_claim === "") return caller;
    const named = Object.hasOwn(verified.claims, by.id_claim) ? verified.claims[by.id_claim] : undefined;
    if (typeof named !== "string" || named === "") continue;
    const id = `${by.id_prefix}${named}`;
    if (isName(id)) return { ...caller, id };
  }
  return undefined;
}

/** Whether each claim is, or has among its items, one of the values that are wanted. */
function fits(claims: JsonObject, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(([name, values]) => {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const has = Array.isArray(claim) ? claim : [claim];
    return has.some((value) => typeof value === "string" && values.includes(value));
  });
}
