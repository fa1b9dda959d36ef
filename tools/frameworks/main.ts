import { join } from "node:path";
import { FRAMEWORK_KINDS, install, installed } from "./install.ts";

// Usage: node tools/frameworks/main.ts. Installs the agent frameworks that `make test-frameworks` runs, and prints where.
const root = join(import.meta.dirname, "..", "..");
for (const kind of FRAMEWORK_KINDS) console.log(installed(kind, root) ?? (await install(kind, root)));
