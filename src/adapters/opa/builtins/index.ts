import { FALLBACK_BUILTINS } from "../fallback/names.ts";
import type { Builtin, Builtins } from "./builtin.ts";
import { CRYPTO } from "./crypto.ts";
import { ENCODING } from "./encoding.ts";
import { GLOB } from "./glob.ts";
import { GRAPH } from "./graph.ts";
import { JSON_PATCH } from "./json-patch.ts";
import { JWT } from "./jwt.ts";
import { NET } from "./net.ts";
import { NUMBERS } from "./numbers.ts";
import { OBJECTS } from "./objects.ts";
import { REGEX } from "./regex.ts";
import { SEMVER } from "./semver.ts";
import { SPRINTF } from "./sprintf.ts";
import { STRINGS } from "./strings.ts";
import { TIME } from "./time.ts";
import { UNITS } from "./units.ts";
import { URI } from "./uri.ts";
import { UUID } from "./uuid.ts";
import { YAML } from "./yaml.ts";

const FAMILIES: readonly Builtins[] = [
  YAML,
  JWT,
  REGEX,
  JSON_PATCH,
  GLOB,
  NET,
  TIME,
  CRYPTO,
  ENCODING,
  GRAPH,
  NUMBERS,
  OBJECTS,
  SEMVER,
  SPRINTF,
  STRINGS,
  UNITS,
  URI,
  UUID,
];

/** The builtins that the host provides beside those which OPA compiles into the module. All are pure. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(FAMILIES.flatMap((family) => Object.entries(family)));

/** Builtins whose result is no function of their arguments, so that a decision could not be replayed; and what to do instead. */
const IMPURE: Readonly<Record<string, string>> = {
  "time.now_ns": "use input.now, the time of the call: time.parse_rfc3339_ns(input.now)",
  "http.send": "put what it would fetch into the bundle's data",
  "net.lookup_ip_addr": "judge by host name, or put the addresses into the bundle's data",
  "rand.intn": "derive a number from the input, e.g. from crypto.sha256(input.action.digest)",
  "uuid.rfc4122": "derive an id from the input, e.g. crypto.sha256(input.action.digest)",
  "opa.runtime": "put what the policy needs to know of its surroundings into the bundle's data",
  "crypto.x509.parse_and_verify_certificates":
    "it reads the clock; use crypto.x509.parse_and_verify_certificates_with_options with CurrentTime: time.parse_rfc3339_ns(input.now)",
};

/** Why a policy that needs these builtins cannot be run, naming those that are missing; undefined when it can. */
export function builtinProblem(
  required: Iterable<string>,
  there: ReadonlyMap<string, Builtin> = BUILTINS,
): string | undefined {
  const missing = [...required].filter((name) => !there.has(name)).sort();
  const [own, others] = [missing.filter(isInFallback), missing.filter((name) => !isInFallback(name))];
  const names = others.map((name) => (IMPURE[name] === undefined ? name : `${name} (${IMPURE[name]})`));
  const problems = [
    ...(others.length === 0 ? [] : [`the policy needs builtins that are not there: ${names.join(", ")}`]),
    ...(own.length === 0
      ? []
      : [
          `the policy needs builtins that only OPA's own code has: ${own.join(", ")}; install @writ/opa and set policy.fallback_builtins`,
        ]),
  ];
  return problems.length === 0 ? undefined : problems.join("; ");
}

function isInFallback(name: string): boolean {
  return FALLBACK_BUILTINS.has(name);
}

/**
 * What a policy gets that needs these builtins: ours, and the fallback's too when it needs one of them. They are loaded only then.
 *
 * @param fallback absent where the configuration has none
 * @throws Error that names what is missing
 */
export async function builtinsFor(
  required: Iterable<string>,
  fallback?: { builtins(): Promise<ReadonlyMap<string, Builtin>> },
): Promise<ReadonlyMap<string, Builtin>> {
  const names = [...required];
  const needsMore = fallback !== undefined && names.some(isInFallback);
  const builtins = needsMore ? new Map([...(await fallback.builtins()), ...BUILTINS]) : BUILTINS;
  const problem = builtinProblem(names, builtins);
  if (problem !== undefined) throw new Error(problem);
  return builtins;
}
