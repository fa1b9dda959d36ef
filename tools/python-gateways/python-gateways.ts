import { join } from "node:path";
import { type Installation, pythonPackages } from "../installation.ts";

/** Gateways and clients that are Python packages, not for every run of the tests; each has its list of exact versions here. */
export const PYTHON_GATEWAYS = ["authzen", "contextforge", "litellm"] as const;
export type PythonGateway = (typeof PYTHON_GATEWAYS)[number];

/** From the package index that pip is set to. The list is whole: what pip would add to it is no part of what was tested. */
export function installationOf(gateway: PythonGateway): Installation {
  const list = join(import.meta.dirname, `${gateway}.txt`);
  return pythonPackages(join("python-gateways", gateway), list, ["--no-deps"]);
}
