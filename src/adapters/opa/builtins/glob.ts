import { type Builtins, stringArg } from "./builtin.ts";

export const GLOB: Builtins = {
  "glob.quote_meta": (args) => stringArg(args, 0).replace(/[\\*?[\]{}]/g, "\\$&"),
};
