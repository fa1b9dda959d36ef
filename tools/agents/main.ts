import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { AGENT_PACKAGES } from "./packages.ts";

// Usage: node tools/agents/main.ts. Installs the coding agents that `make test-agents` drives into var/agents, unless they are there.
const folder = join(import.meta.dirname, "..", "..", "var", "agents");
const wanted = AGENT_PACKAGES.filter(({ name, version }) => installedVersion(name) !== version);
if (wanted.length > 0) {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const packages = wanted.map(({ name, version }) => `${name}@${version}`);
  console.error(`installing ${packages.join(", ")} into ${folder}`);
  const args = ["install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error", ...packages];
  await promisify(execFile)("npm", args, { cwd: folder });
}

function installedVersion(name: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")) as {
      readonly version: string;
    };
    return version;
  } catch {
    return undefined;
  }
}
