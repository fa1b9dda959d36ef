import { join } from "node:path";
import { install } from "../installation.ts";
import { FRAMEWORKS } from "./frameworks.ts";

// Usage: node tools/frameworks/main.ts. Installs the agent frameworks that `make test-frameworks` runs, and prints where.
const root = join(import.meta.dirname, "..", "..");
for (const framework of Object.values(FRAMEWORKS)) console.log(await install(framework, root));
