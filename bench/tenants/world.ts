import { hash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, rego } from "../../test/unit/opa/fixture.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";

/** Whose calls are measured, and those who do what they can beside it. */
export const VICTIM = "victim";
export const OFFENDERS = ["flood", "burns", "fails", "garbage"] as const;
export type Offender = (typeof OFFENDERS)[number];

const ALLOW = rego('decision := {"effect": "allow", "reasons": [{"code": "fine"}]}');

/** Of the benchmark's calls alone: what fails at once for every call is never taken into use. */
const BENCH = 'startswith(input.agent.id, "agent:bench-")';

/** Spends all the fuel that an evaluation has. */
const BURNS = rego(
  `decision := {"effect": "allow", "reasons": [{"code": "burnt"}]} if { ${BENCH}; some x in big; some y in big; some z in big; x + y == z + 5000 }
else := {"effect": "allow", "reasons": []}`,
  "big := numbers.range(1, 1000)",
);

/** Two results at once, which is none (OPA's eval_conflict_error). */
const FAILS = rego(
  `decision := {"effect": "allow", "reasons": []}\n\ndecision := {"effect": "warn", "reasons": []} if ${BENCH}`,
);

const POLICIES: Readonly<Record<string, string>> = {
  [VICTIM]: ALLOW,
  flood: ALLOW,
  burns: BURNS,
  fails: FAILS,
  garbage: ALLOW,
};

export interface World {
  readonly writ: RunningWrit;
  readonly dir: string;
  authorization(tenant: string): string;
  /** The folder that the tenant's bundle is read from. */
  folder(tenant: string): string;
}

/** @param rate of the flood's tenant, a second and worker, as who runs Writ for others would set it; 0 for no limit */
export async function startWorld(rate: number): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), "writ-bench-tenants-"));
  const folder = (tenant: string) => join(dir, "policies", tenant);
  const secrets = new Map([VICTIM, ...OFFENDERS].map((tenant) => [tenant, randomBytes(24).toString("base64url")]));
  const authorization = (tenant: string) => `Bearer ${secrets.get(tenant)}`;
  const settings = [VICTIM, ...OFFENDERS].map((tenant) => {
    mkdirSync(folder(tenant), { recursive: true });
    for (const [name, bytes] of compile(POLICIES[tenant] ?? ALLOW)) writeFileSync(join(folder(tenant), name), bytes);
    const token_sha256 = hash("sha256", secrets.get(tenant) ?? "");
    return [
      tenant,
      {
        callers: { gateway: { roles: ["decide"], vouches: true, token_sha256 } },
        bundle: { path: folder(tenant), signatures: "ignored", poll_interval_s: 1 },
        ...(tenant === "flood" && rate > 0 ? { limits: { rate_per_s: rate } } : {}),
      },
    ] as const;
  });
  const { [VICTIM]: victim, ...tenants } = Object.fromEntries(settings);
  const file = join(dir, "writ.yaml");
  writeFileSync(file, JSON.stringify({ ...victim, tenant: VICTIM, tenants }));
  const writ = await startWrit({
    dataDir: join(dir, "data"),
    production: true,
    args: ["--config", file],
    env: { WRIT_LOG_LEVEL: "warn", WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64") },
  });
  return { writ, dir, authorization, folder };
}
