import { BuiltinError, type Builtins, stringArg } from "./builtin.ts";
import { readYaml } from "./yaml-read.ts";
import { writeYaml } from "./yaml-write.ts";

export const YAML: Builtins = {
  "yaml.marshal": ([value = null]) => writeYaml(value),
  "yaml.unmarshal": (args, { spend }) => readYaml(stringArg(args, 0), spend),
  "yaml.is_valid": ([text], { spend }) => {
    if (typeof text !== "string") return false;
    try {
      readYaml(text, spend);
      return true;
    } catch (error) {
      if (error instanceof BuiltinError) return false;
      throw error;
    }
  },
};
