import { invalidField } from "../domain/errors.ts";
import { countField, nameField, objectField, optionalField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { parsePrivateUrl } from "./values.ts";

/** OpenBao's Transit engine as the place of private keys. */
export interface TransitConfig {
  /** Without a slash at its end. */
  readonly address: string;
  readonly mount: string;
  /** What the names of the Transit keys begin with. */
  readonly prefix: string;
  readonly tokenFile: string;
  /** "" for the system's certificate authorities. */
  readonly caFile: string;
  readonly namespace: string;
  readonly timeout_ms: number;
}

/** A signature takes some milliseconds; a decision waits for it. */
const DEFAULT_TIMEOUT_MS = 1_000;
const MAX_TIMEOUT_MS = 10_000;

const MAX_PATH_CHARS = 1_024;

/** What stands in the path of a request: a mount has slashes where it is nested. */
const MOUNT = /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/;
const PREFIX = /^[A-Za-z0-9_-]{1,63}$/;
const NAMESPACE = /^[A-Za-z0-9_/-]{1,256}$/;

/**
 * `grants.transit`; undefined where nothing is set.
 * @throws WritError invalid_argument naming the field
 */
export function readTransit(value: JsonValue): TransitConfig | undefined {
  const fields = objectField(value, "", [
    "address",
    "mount",
    "prefix",
    "token_file",
    "ca_file",
    "namespace",
    "timeout_ms",
  ]);
  if (Object.keys(fields).length === 0) return undefined;
  const address = parsePrivateUrl(nameField(fields["address"], "/address", MAX_PATH_CHARS));
  if (address === undefined) throw invalidField("/address", "must be an https URL; http on this machine only");
  const text = (key: string, fallback: string, form: RegExp) => {
    const found = fields[key] ?? fallback;
    if (typeof found !== "string" || !form.test(found)) throw invalidField(`/${key}`, "is not of its form");
    return found;
  };
  const path = (item: JsonValue, at: string) => nameField(item, at, MAX_PATH_CHARS);
  const timeout_ms = countField(fields["timeout_ms"] ?? DEFAULT_TIMEOUT_MS, "/timeout_ms", 1);
  if (timeout_ms > MAX_TIMEOUT_MS) throw invalidField("/timeout_ms", `must be at most ${MAX_TIMEOUT_MS}`);
  return {
    address,
    mount: text("mount", "transit", MOUNT),
    prefix: text("prefix", "writ", PREFIX),
    tokenFile: nameField(fields["token_file"], "/token_file", MAX_PATH_CHARS),
    caFile: optionalField("ca_file", fields, "", path).ca_file ?? "",
    namespace: fields["namespace"] === undefined ? "" : text("namespace", "", NAMESPACE),
    timeout_ms,
  };
}
