import { readFileSync } from "node:fs";

/** Writ's own. */
export function writVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
