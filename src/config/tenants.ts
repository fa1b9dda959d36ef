import { WritError } from "../domain/errors.ts";
import { objectField } from "../domain/fields.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { sharedCredentials } from "./caller-issuers.ts";
import { withDefaults } from "./defaults.ts";
import type { Config, GrantAlgorithm } from "./load.ts";
import { checkName } from "./name.ts";
import type { Placed, Problems } from "./problems.ts";
import { ConfigReader, type OneTenantConfig } from "./reader.ts";
import { SETTINGS, type Settings } from "./schema.ts";
import { ambiguousPeople } from "./tenant-people.ts";

/** Each has a policy in the memory of every worker. */
const MAX_TENANTS = 256;

/** The tenants' own settings, whole groups or single ones; every other setting is the process's. Nothing of these is inherited. */
const OWN = [
  "environment", "bundle", "grants.audiences", "intents", "callers", "callers_file", "upstreams", "trust", "events", "webhooks", "sinks", "sessions",
  "limits.rate_per_s", "limits.burst", "limits.concurrency", "limits.requests_per_s", "limits.slow_policy_ms_per_s",
] as const; // biome-ignore format: one list

const TENANT_SETTINGS = SETTINGS.filter(({ key }) => OWN.some((own) => key === own || key.startsWith(`${own}.`)));

/** @returns the configuration with each tenant's own; what is wrong with any is a problem, under `tenants/<name>` */
export function readTenants(
  own: OneTenantConfig,
  settings: Settings,
  placed: ReadonlyMap<string, Placed>,
  problems: Problems,
): Config {
  const tenants: Config[] = [];
  const given = placed.get("tenants");
  for (const [name, value] of entriesOf(settings.tenants as JsonValue, own.tenant, given, problems)) {
    const under = problems.under(`tenants/${name}/`);
    const placedHere = settingsOf(value, pointerTo("", name), given, under);
    const withOwn = { ...settings, ...withDefaultsOf(placedHere, settings, under), tenant: name };
    // What is the process's was read, and complained of, before.
    const outside = [...placed].filter(([key]) => !isTenants(key));
    const read = new ConfigReader(new Map([...outside, ...placedHere]), ofTenants(under)).read(withOwn);
    tenants.push({ ...read, tenants: [] });
  }
  checkSecrets([own, ...tenants], given, problems);
  for (const { tenant, caller, other, otherTenant } of ambiguousPeople([own, ...tenants])) {
    const at = pointerTo(pointerTo(pointerTo("", tenant), "callers"), caller);
    const key = tenant === own.tenant ? `callers/${caller}` : `tenants${at}`;
    const place = tenant === own.tenant ? placeIn(placed.get("callers"), pointerTo("", caller)) : placeIn(given, at);
    problems.add(place, key, `takes tokens that are all those of ${other} of tenant ${otherTenant} too`);
  }
  const algorithms = algorithmsOf([own, ...tenants], given, problems);
  const withAlgorithms = <T extends OneTenantConfig>(config: T): T => ({
    ...config,
    grants: { ...config.grants, algorithms },
  });
  return { ...withAlgorithms(own), tenants: tenants.map(withAlgorithms) };
}

/** What is wrong with the process's own settings is said once. */
function ofTenants({ add }: Pick<Problems, "add">): Pick<Problems, "add"> {
  return {
    add: (place, key, description) => {
      if (isTenants(key.split("/")[0] as string)) add(place, key, description);
    },
  };
}

const isTenants = (key: string): boolean => TENANT_SETTINGS.some((setting) => setting.key === key);

function entriesOf(
  value: JsonValue,
  own: string,
  placed: Placed | undefined,
  problems: Problems,
): readonly (readonly [string, JsonValue])[] {
  try {
    const entries = Object.entries(objectField(value, ""));
    if (entries.length > MAX_TENANTS) throw new WritError("invalid_argument", `must be at most ${MAX_TENANTS}`);
    for (const [name] of entries) {
      checkName(name, pointerTo("", name));
      if (name === own)
        throw new WritError("invalid_argument", `must not have ${name}, whose settings are those outside`);
    }
    return entries;
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const at = error.violations[0]?.pointer ?? "";
    problems.add(placeIn(placed, at), `tenants${at}`, error.violations[0]?.description ?? error.message);
    return [];
  }
}

/** The tenant's settings by key, as a file of its own would have them. */
function settingsOf(
  value: JsonValue,
  at: string,
  placed: Placed | undefined,
  problems: Pick<Problems, "add">,
): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>();
  const read = (part: JsonValue, key: string, pointer: string): void => {
    const place = placeIn(placed, pointer);
    if (isTenants(key)) {
      found.set(key, { value: part, place, placeIn: (inner) => placeIn(placed, `${pointer}${inner}`) });
    } else if (isGroup(key) && isJsonObject(part)) {
      for (const [name, inner] of Object.entries(part)) {
        read(inner as JsonValue, key === "" ? name : `${key}.${name}`, pointerTo(pointer, name));
      }
    } else if (!(isGroup(key) && (part === null || part === undefined))) {
      problems.add(place, key, isGroup(key) ? "must be a group of settings" : "is no setting of a tenant");
    }
  };
  read(value, "", at);
  return found;
}

function isGroup(key: string): boolean {
  return key === "" || TENANT_SETTINGS.some((setting) => setting.key.startsWith(`${key}.`));
}

/** Every group that a tenant has of its own, with the process's values where only some of a group are the tenant's. */
function withDefaultsOf(
  placed: ReadonlyMap<string, Placed>,
  outside: Settings,
  problems: Pick<Problems, "add">,
): Partial<Settings> {
  const defaults = withDefaults(placed, problems) as unknown as JsonObject;
  const mixed: Record<string, unknown> = {};
  for (const { key } of TENANT_SETTINGS) {
    const [group, name] = key.split(".") as [string, string?];
    const value = defaults[group];
    const kept = (mixed[group] ?? (outside as unknown as JsonObject)[group]) as JsonObject;
    mixed[group] = name === undefined ? value : { ...kept, [name]: (value as JsonObject)[name] };
  }
  return mixed as Partial<Settings>;
}

/** What callers of two tenants know would be of neither. */
function checkSecrets(configs: readonly OneTenantConfig[], placed: Placed | undefined, problems: Problems): void {
  for (const { tenant, caller, other, what } of sharedCredentials(configs)) {
    const at = pointerTo(pointerTo("", tenant), "callers");
    problems.add(placeIn(placed, at), `tenants${at}/${caller}`, `has a ${what} of tenant ${other}`);
  }
}

/** The signing keys are the process's, and so is what an audience's grants are signed with. */
function algorithmsOf(
  configs: readonly OneTenantConfig[],
  placed: Placed | undefined,
  problems: Problems,
): ReadonlyMap<string, GrantAlgorithm> {
  const all = new Map<string, GrantAlgorithm>();
  for (const { tenant, grants } of configs) {
    for (const [audience, algorithm] of grants.algorithms) {
      const at = pointerTo(pointerTo("", tenant), "grants");
      if ((all.get(audience) ?? algorithm) !== algorithm) {
        problems.add(placeIn(placed, at), `tenants${at}`, "has another algorithm for an audience than another tenant");
      }
      all.set(audience, algorithm);
    }
  }
  return all;
}

function placeIn(placed: Placed | undefined, pointer: string): string {
  return placed?.placeIn?.(pointer) ?? placed?.place ?? "tenants";
}
