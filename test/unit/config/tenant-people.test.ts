import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const A = { groups: ["a"] };
const AB = { groups: ["a", "b"] };

/** A caller by token, and the issuer that it names, as far as a row says otherwise. */
interface Tenant {
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  readonly id_claim?: string;
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly tenant_claim?: string;
}

function settingsOf({ claims = A, id_claim = "sub", ...issuer }: Tenant): object {
  const corp = { issuer: "https://idp.example", audiences: ["writ"], profile: "oidc", use: ["caller"], ...issuer };
  return {
    callers: { people: { roles: ["decide"], issuer: "corp", claims, id_claim, id_prefix: "user:" } },
    trust: { issuers: { corp: { ...corp, keys: { jwks_file: "keys.json" } } } },
  };
}

/** Callers of which each token is another tenant's too, as the configuration's problems name them. */
function ambiguous(first: Tenant, second: Tenant): readonly string[] {
  const text = JSON.stringify({ ...settingsOf(first), tenants: { b: settingsOf(second) } });
  try {
    loadConfig({ env: {}, file: { path: "writ.yaml", text } });
    return [];
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return lines.map((line) => /(\S+) takes tokens that are all those of people of tenant/.exec(line)?.[1] ?? line);
  }
}

const FIRST = "callers/people";
const SECOND = "tenants/b/callers/people";

describe("callers by token of two tenants", () => {
  test.each<[string, Tenant, Tenant, readonly string[]]>([
    ["the same claims", { claims: A }, { claims: A }, [FIRST, SECOND]],
    ["fewer values of one claim", { claims: A }, { claims: AB }, [FIRST]],
    ["one claim more", { claims: A }, { claims: { ...A, team: ["x"] } }, [SECOND]],
    ["other values: a token may have both", { claims: A }, { claims: { groups: ["b"] } }, []],
    ["another issuer", {}, { issuer: "https://other.example" }, []],
    ["another audience", {}, { audiences: ["writ-b"] }, []],
    ["fewer audiences", { audiences: ["writ", "writ-b"] }, { audiences: ["writ-b"] }, [SECOND]],
    ["a claim that names the tenant, in both", { tenant_claim: "t" }, { tenant_claim: "t" }, []],
    ["a claim that names the tenant, in one", {}, { tenant_claim: "t" }, [SECOND]],
    ["names from two claims: a token may lack one", {}, { id_claim: "email" }, []],
  ])("%s", (_, first, second, expected) => {
    expect(ambiguous(first, second)).toEqual(expected);
  });
});
