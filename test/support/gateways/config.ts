import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** A file of `examples/gateways/`: what the guides print is what the tests run. */
export function exampleFile(gateway: string, name: string): string {
  return readFileSync(resolve("examples", "gateways", gateway, name), "utf8");
}

/**
 * Replaces what the example says of the machine (`"127.0.0.1:8181"`, a secret) by what the test has.
 * @throws when the text does not say it: the test would run another configuration than it means to
 */
export function filledIn(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((filled, [from, to]) => {
    if (!filled.includes(from)) throw new Error(`the example says nothing of ${from}`);
    return filled.replaceAll(from, to);
  }, text);
}

/** @returns the path */
export function writeConfig(path: string, text: string): string {
  writeFileSync(path, text);
  return path;
}
