#!/usr/bin/env node
import { readFileSync } from "node:fs";

const { version, engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
  readonly engines: { readonly node: string };
};

// Before anything is loaded that an older Node lacks: it would only say what it cannot find.
if (isOlder(process.versions.node, engines.node.replace(">=", ""))) {
  console.error(`writ: this is Node ${process.versions.node}, and Writ needs ${engines.node}`);
  process.exitCode = 1;
} else {
  const { run } = await import("./cli/run.ts");
  await run(version, process.env);
}

function isOlder(version: string, least: string): boolean {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [version, least].map((one) =>
    one.split(".").map(Number),
  ) as [number[], number[]];
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
