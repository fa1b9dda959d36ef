import { resolve } from "node:path";
import { type FrameworkKind, installed } from "../../tools/frameworks/install.ts";
import type { Found } from "./counterpart.ts";

/** Frameworks that only `make test-frameworks` installs, where that was done. */
export function frameworks(kind: FrameworkKind): Found {
  const program = installed(kind, resolve("."));
  return program === undefined ? { missing: "the frameworks: make test-frameworks installs them" } : { program };
}
