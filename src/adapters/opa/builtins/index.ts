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
};

/** Why a policy that needs these builtins cannot be run, naming those that are missing; undefined when it can. */
export function builtinProblem(required: Iterable<string>): string | undefined {
  const missing = [...required].filter((name) => !BUILTINS.has(name)).sort();
  if (missing.length === 0) return undefined;
  const names = missing.map((name) => (IMPURE[name] === undefined ? name : `${name} (${IMPURE[name]})`));
  return `the policy needs builtins that are not there: ${names.join(", ")}`;
}
