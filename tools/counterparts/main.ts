import { join } from "node:path";
import { COUNTERPARTS, obtainCounterpart } from "./obtain.ts";

// Usage: node tools/counterparts/main.ts. Builds every counterpart, and prints the paths.
const root = join(import.meta.dirname, "..", "..");
try {
  for (const name of COUNTERPARTS) console.log(await obtainCounterpart(name, root));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
