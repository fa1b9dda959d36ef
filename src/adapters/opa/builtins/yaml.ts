import { BuiltinError, type Builtins, stringArg } from "./builtin.ts";
import { readYaml } from "./yaml-read.ts";
import { writeYaml } from "./yaml-write.ts";

export const YAML: Builtins = {
  "yaml.marshal": ([value = null]) => writeYaml(value),
  "yaml.unmarshal": (args) => readYaml(stringArg(args, 0)),
  "yaml.is_valid": ([text]) => {
    if (typeof text !== "string") return false;
    try {
      readYaml(text);
      return true;
    } catch (error) {
      if (error instanceof BuiltinError) return false;
      throw error;
    }
  },
};
