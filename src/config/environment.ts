import type { Placed, Problems } from "./problems.ts";
import { SETTINGS, type Setting } from "./schema.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that the command line, tests and tools read; `*` stands for any ending. */
const OTHER_VARIABLES = [
  "WRIT_CONFIG", "WRIT_URL", "WRIT_TOKEN", "WRIT_HOOK_TOKEN*", "WRIT_AGENT_ID", "WRIT_AGENT_TOKEN*", "WRIT_INTENT_TOKEN*", "WRIT_CASES",
  "WRIT_TEST_*",
] as const; // biome-ignore format: one list

/** The settings in variables by key. An empty variable counts as none; an unknown one that starts with WRIT_ is a problem. */
export function readEnvironment(env: Environment, problems: Problems): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>();
  const names = new Set<string>();
  for (const setting of SETTINGS) {
    names.add(setting.env);
    const text = env[setting.env];
    if (text !== undefined && text !== "")
      found.set(setting.key, { value: fromText(setting, text), place: setting.env });
  }
  const services = serviceNames(env);
  for (const name of Object.keys(env)) {
    if (!name.startsWith("WRIT_") || names.has(name) || isOther(name) || isServiceLink(name, services)) continue;
    problems.add(name, name, "is not a known variable");
  }
  return found;
}

/** The text as its setting's type; text that is none is left as it is, for the check to refuse. */
function fromText({ type }: Setting, text: string): unknown {
  if (type === "number") return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
  if (type === "switch") return text === "true" || (text === "false" ? false : text);
  if (type === "document") return readDocument(text);
  if (type !== "map") return text;
  const pairs = text
    .split(",")
    .map((pair) => [pair.slice(0, pair.lastIndexOf("=")), pair.slice(pair.lastIndexOf("=") + 1)]);
  return pairs.some(([key]) => key === "") ? text : Object.fromEntries(pairs);
}

/** JSON text. What is none fits no reader. */
function readDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isOther(name: string): boolean {
  return OTHER_VARIABLES.some((other) => (other.endsWith("*") ? name.startsWith(other.slice(0, -1)) : name === other));
}

/** Kubernetes tells each pod of a Service `writ-x` by WRIT_X_SERVICE_HOST, WRIT_X_PORT_8181_TCP and so on. */
function serviceNames(env: Environment): readonly string[] {
  return Object.keys(env).flatMap((name) => /^(WRIT(?:_.+)?)_SERVICE_HOST$/.exec(name)?.[1] ?? []);
}

function isServiceLink(name: string, services: readonly string[]): boolean {
  return services.some((service) => name.startsWith(`${service}_SERVICE_`) || name.startsWith(`${service}_PORT`));
}
