import type { JsonObject } from "../../domain/json.ts";
import { readYaml } from "../agents/apply.ts";

/** What the command line says of an intent; the file says the rest. */
export interface WishOptions {
  readonly task?: string;
  readonly purpose?: string;
  readonly onBehalfOf?: string;
  readonly agent?: readonly string[];
  readonly allow?: readonly JsonObject[];
  /** Seconds. */
  readonly lifetime?: number;
  readonly consent?: boolean;
  readonly fit?: boolean;
}

/** The body of the request. @throws WritError invalid_argument when the file is none */
export function wishOf(file: string | undefined, options: WishOptions): JsonObject {
  const { task, purpose, onBehalfOf, agent, allow, lifetime, consent, fit } = options;
  return {
    ...(file === undefined ? {} : readYaml(file)),
    ...(task === undefined ? {} : { task }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }),
    ...(agent === undefined ? {} : { agent: [...agent] }),
    ...(allow === undefined ? {} : { allows: [...allow] }),
    ...(lifetime === undefined ? {} : { lifetime_s: lifetime }),
    ...(consent === true ? { consent } : {}),
    ...(fit === true ? { fit } : {}),
  };
}

/** `VERB[=RESOURCE][>DESTINATION,…]`: what most allowances say; limits stand in a file. */
export function allowanceOf(text: string): JsonObject | undefined {
  const [, verb, resource, destinations] = /^([^=>\s]+)(?:=([^>]+))?(?:>(.+))?$/.exec(text) ?? [];
  if (verb === undefined) return undefined;
  return {
    verb,
    ...(resource === undefined ? {} : { resource }),
    ...(destinations === undefined ? {} : { destinations: destinations.split(",") }),
  };
}
