import type { OneTenantConfig } from "./reader.ts";

type TokenCaller = OneTenantConfig["callers"][number] & { readonly by: object };

/** One tenant's caller by token, with the issuer that it names. */
interface Person {
  readonly tenant: string;
  readonly caller: TokenCaller;
  readonly issuer: OneTenantConfig["trust"][number];
}

export interface AmbiguousPerson {
  readonly tenant: string;
  readonly caller: string;
  readonly other: string;
  readonly otherTenant: string;
}

/**
 * Callers whose every token is that of another tenant's caller too: such a token says of neither that it is meant. Where only some tokens
 * fit both, these are refused when they are shown.
 */
export function ambiguousPeople(configs: readonly OneTenantConfig[]): readonly AmbiguousPerson[] {
  const people = configs.flatMap(peopleOf);
  return people.flatMap((one) => {
    const other = people.find((known) => known.tenant !== one.tenant && fitsAlways(one, known));
    if (other === undefined) return [];
    const { tenant, caller } = one;
    return [{ tenant, caller: caller.id, other: other.caller.id, otherTenant: other.tenant }];
  });
}

function peopleOf({ tenant, callers, trust }: OneTenantConfig): readonly Person[] {
  return callers.flatMap((caller) => {
    const issuer = trust.find(({ name }) => name === caller.by?.issuer);
    return issuer === undefined ? [] : [{ tenant, caller: caller as TokenCaller, issuer }];
  });
}

/** Whether whatever token is one's is the other's as well. */
function fitsAlways(one: Person, other: Person): boolean {
  if (one.issuer.issuer !== other.issuer.issuer || one.issuer.profile !== other.issuer.profile) return false;
  // The other's tokens name its tenant.
  if (other.issuer.tenantClaim !== "") return false;
  if (!one.issuer.audiences.every((audience) => other.issuer.audiences.includes(audience))) return false;
  const [by, otherBy] = [one.caller.by, other.caller.by];
  if (by === undefined || otherBy === undefined) return false;
  if (otherBy.id_claim !== "" && otherBy.id_claim !== by.id_claim) return false;
  return Object.entries(otherBy.claims).every(([name, values]) =>
    by.claims[name]?.every((value) => values.includes(value)),
  );
}
