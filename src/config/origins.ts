import { isJsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { readEnvironment } from "./environment.ts";
import { readFile } from "./file.ts";
import type { Config, ConfigSources } from "./load.ts";
import { type Placed, Problems } from "./problems.ts";
import { SETTINGS, type Setting } from "./schema.ts";

/** One setting, or one part of a setting that has a form of its own, and who said so. */
export interface ShownSetting {
  /** The setting's path with dots; of a part, a JSON Pointer behind it. */
  readonly key: string;
  /** As text; `(set)` for a secret, `""` for an empty text. */
  readonly value: string;
  /** File with line and column, a variable, `default`, or what it is derived from. */
  readonly from: string;
}

const SET = "(set)";

/** Parts of documents that a secret could be in, or what a weak one could be guessed by. Paths of files, and names of headers, are none. */
const SECRET_PART = /(^|[_-])(secret|password|passphrase|token|bearer|credentials?|key|sha256)$/i;

/** Receivers whose URL is all that keeps others out: only its origin is shown. */
const SECRET_URL = /(^|\/)webhooks\/[^/]*\/url$/;

/** One part of what is set, as it is: may be a secret. */
export interface SettingPart {
  readonly key: string;
  readonly value: JsonValue;
  readonly from: string;
}

/** @returns every setting that the configuration has, in the order of the schema, without what is secret in it */
export function shownSettings(sources: ConfigSources, config: Config): readonly ShownSetting[] {
  return settingParts(sources).map((part) =>
    part.value === "" ? derived(part, config) : { ...part, value: withoutSecrets(part.key, part.value) },
  );
}

/** The settings and, of those with a form of their own, their parts; @throws WritError invalid_argument for no YAML, or no settings */
export function settingParts({ file, env }: ConfigSources): readonly SettingPart[] {
  const problems = new Problems();
  const placed = new Map([
    ...(file === undefined ? [] : readFile(file.path, file.text, problems)),
    ...readEnvironment(env, problems),
  ]);
  problems.throwIfAny();
  return SETTINGS.flatMap((setting) => partsOf(setting, placed.get(setting.key)));
}

function partsOf(setting: Setting, placed: Placed | undefined): readonly SettingPart[] {
  const { key, type } = setting;
  const value = (placed === undefined ? setting.default : placed.value) as JsonValue;
  const from = placed?.place ?? "default";
  if (type !== "document" && type !== "map") return [{ key, value, from }];
  return leavesOf(value, "").map(([pointer, leaf]) => ({
    key: `${key}${pointer}`,
    value: leaf,
    from: placed?.placeIn?.(pointer) ?? from,
  }));
}

/** What an empty text stands for, where it stands for something. */
function derived({ key, from }: SettingPart, { environment, publicUrl, grants }: Config): ShownSetting {
  const known: Readonly<Record<string, readonly [value: string, source: string]>> = {
    environment: [environment, "mode"],
    public_url: [publicUrl, "http.listen"],
    "grants.issuer": [grants.issuer, "public_url"],
    "database.url": ["embedded PostgreSQL", "data_dir"],
  };
  const [value, source] = known[key] ?? ['""', ""];
  return { key, value, from: source === "" ? from : `${from}, by ${source}` };
}

/** Parts that have no parts; lists of plain values are one. */
function leavesOf(value: JsonValue, pointer: string): readonly (readonly [pointer: string, value: JsonValue])[] {
  const entries = isJsonObject(value)
    ? Object.entries(value)
    : Array.isArray(value) && value.some((item) => typeof item === "object")
      ? value.map((item, index) => [String(index), item] as const)
      : [];
  if (entries.length === 0) return [[pointer, value]];
  return entries.flatMap(([name, inner]) => leavesOf(inner as JsonValue, pointerTo(pointer, name)));
}

const SECRET_SETTINGS = new Set(SETTINGS.filter(({ secret }) => secret).map(({ key }) => key));

function withoutSecrets(path: string, value: JsonValue): string {
  const own = path.replace(/^tenants\/[^/]*\//, "");
  const last = own.slice(own.lastIndexOf("/") + 1);
  if (SECRET_SETTINGS.has(own.replaceAll("/", ".")) || SECRET_PART.test(last)) return value === "" ? '""' : SET;
  return [value]
    .flat()
    .map((item) => textOf(item, own))
    .join(", ");
}

/** Credentials in a URL stand before its host, or in its query. */
function textOf(value: JsonValue, path: string): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (value === "") return '""';
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? URL.parse(value) : null;
  if (url === null) return value;
  if (SECRET_URL.test(path)) return `${url.protocol}//${url.host}/${SET}`;
  const plain = value.replace(/^([^/]*\/\/)[^/?#]*@/, `$1${SET}@`);
  return plain.replace(/\?.*$/s, `?${SET}`);
}
