import { goJson } from "../adapters/opa/builtins/json-text.ts";
import { readYaml } from "../adapters/opa/builtins/yaml-read.ts";

/** YAML as policies read it, as JSON text. */
export function yamlToJson(yaml: string): string {
  return goJson(readYaml(yaml));
}
