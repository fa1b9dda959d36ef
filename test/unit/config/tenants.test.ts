import { describe, expect, test } from "vitest";
import { loadConfig, tenantsOf } from "../../../src/config/load.ts";
import { WritError } from "../../../src/domain/errors.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);

const TEXT = `
environment: production
data_dir: /srv/writ
limits:
  policy_memory_mb: 64
callers:
  gateway: { roles: [decide], token_sha256: ${A} }
bundle:
  max_age_s: 600
tenants:
  payments:
    environment: staging
    callers:
      gateway: { roles: [decide, report], token_sha256: ${B} }
    bundle:
      source: /etc/writ/payments
    grants:
      audiences:
        bank: { kind: broker, aud: bank }
  support: {}
`;

const load = (text: string) => loadConfig({ env: {}, file: { path: "writ.yaml", text } });

function problemsOf(text: string): readonly string[] {
  try {
    load(text);
    return [];
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    return error.message.split("\n");
  }
}

describe("tenants", () => {
  const [first, payments, support] = tenantsOf(load(TEXT));

  test("each has its own settings, and those of the process", () => {
    expect(first).toMatchObject({ tenant: "default", dataDir: "/srv/writ", bundle: { maxAgeS: 600 } });
    expect(payments).toMatchObject({
      tenant: "payments",
      environment: "staging",
      dataDir: "/srv/writ",
      limits: { policyMemoryMb: 64 },
      bundle: { active: { kind: "folder", path: "/etc/writ/payments" } },
      callers: [{ id: "gateway", roles: ["decide", "report"], token_digests: [B] }],
      tenants: [],
    });
    expect(payments?.grants.templates.map(({ name }) => name)).toEqual(["bank"]);
  });

  test("and inherits nothing of the first one's own", () => {
    expect(support).toMatchObject({
      tenant: "support",
      callers: [],
      bundle: { active: { kind: "built_in" }, maxAgeS: 0 },
      grants: { templates: [] },
    });
    expect(first?.grants.templates).toEqual([]);
  });

  test.each([
    [
      "a setting of the process",
      "tenants:\n  a:\n    workers: 2\n",
      "writ.yaml:3:14: tenants/a/workers is no setting of a tenant",
    ],
    [
      "a setting that is none",
      "tenants:\n  a:\n    nonsense: 2\n",
      "writ.yaml:3:15: tenants/a/nonsense is no setting of a tenant",
    ],
    [
      "a value of the wrong type",
      "tenants:\n  a:\n    bundle:\n      max_age_s: x\n",
      "writ.yaml:4:18: tenants/a/bundle.max_age_s must be a whole number from 0 to 31536000",
    ],
    [
      "a caller without a role",
      `tenants:\n  a:\n    callers:\n      g: { token_sha256: ${A} }\n`,
      "tenants/a/callers/g/roles",
    ],
    ["a name that is none", "tenants:\n  a/b: {}\n", "tenants/a~1b is no name: letters, digits, . _ -, at most 63"],
    ["the first tenant's name", "tenants:\n  default: {}\n", "must not have default, whose settings are those outside"],
    [
      "a secret that another tenant's caller has",
      `callers:\n  g: { roles: [decide], token_sha256: ${A} }\ntenants:\n  a:\n    callers:\n      h: { roles: [decide], token_sha256: ${A} }\n`,
      "has a secret of tenant default",
    ],
    [
      "another algorithm for the same audience",
      "grants:\n  algorithms: { x: RS256 }\ntenants:\n  a:\n    grants:\n      audiences:\n        x: { kind: broker, aud: x, algorithm: ES256 }\n",
      "has another algorithm for an audience than another tenant",
    ],
    ["something that is no map", "tenants: [a]\n", "tenants must be"],
  ])("%s is refused", (_, text, problem) => {
    expect(problemsOf(text).join("\n")).toContain(problem);
  });

  test("what is wrong with the process's own settings is said once", () => {
    expect(problemsOf("http:\n  listen: nowhere\ntenants:\n  a: {}\n")).toHaveLength(1);
  });
});
