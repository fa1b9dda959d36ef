import { posix } from "node:path";
import { BUNDLE_DATA, BUNDLE_MANIFEST } from "../../domain/bundle.ts";
import { type Document, decodeText, parseDocument } from "./json.ts";
import { refused } from "./refused.ts";

/**
 * Text of YAML to text of JSON, as OPA reads it: YAML 1.1 with OPA's own edges, which the policy runtime's `yaml.unmarshal`
 * knows already. Throws when it is none.
 */
export type YamlToJson = (yaml: string) => string;

const YAML_DATA = new Set(["data.yaml", "data.yml"]);

const BOM = "\ufeff";

/** Whether the file is a part of the data document. Other JSON and YAML files are not read, by OPA neither. */
export function isDataFile(path: string): boolean {
  const base = posix.basename(path);
  return base === BUNDLE_DATA || YAML_DATA.has(base);
}

/** Whether signatures cover what the file says, not how it is written (OPA `IsStructuredDoc`). */
export function isStructured(path: string): boolean {
  return isDataFile(path) || posix.basename(path) === BUNDLE_MANIFEST;
}

/**
 * The document in a file for which isStructured holds.
 *
 * @throws WritError `invalid_argument` which names the file
 */
export function readStructured(path: string, bytes: Uint8Array, yamlToJson: YamlToJson): Document {
  const text = decodeText(path, bytes);
  if (!YAML_DATA.has(posix.basename(path))) return parseDocument(path, text);
  const source = text.startsWith(BOM) ? text.slice(1) : text;
  // JSON is YAML, but YAML rounds and rewrites its numbers: OPA looks for JSON first.
  if (isJson(source)) return parseDocument(path, source);
  let json: string;
  try {
    json = yamlToJson(source);
  } catch {
    throw refused(`${path} is not YAML`);
  }
  return parseDocument(path, json);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
