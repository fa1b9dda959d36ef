import { join } from "node:path";
import { obtain } from "./obtain.ts";
import { OPA, REGAL } from "./tool.ts";

// Usage: node tools/obtain/main.ts opa|regal. Prints the binary's path on stdout, and nothing else there.
const root = join(import.meta.dirname, "..", "..");
const tool = [OPA, REGAL].find(({ name }) => name === process.argv[2]);
if (tool === undefined) {
  console.error("usage: node tools/obtain/main.ts opa|regal");
  process.exit(2);
}
try {
  const file = await obtain(tool, {
    toolsDir: join(root, "tools"),
    binDir: join(root, "var", "bin"),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    say: (line) => console.error(line),
  });
  console.log(file);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
