import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Installation, npmCi, pythonPackages } from "../installation.ts";

const HERE = import.meta.dirname;

/** The agent frameworks that integration tests run, pinned by version and hash. */
export const FRAMEWORKS = {
  python: pythonPackages(join("frameworks", "python"), join(HERE, "requirements.txt"), [
    "--require-hashes",
    "--only-binary",
    ":all:",
  ]),
  js: {
    folder: join("frameworks", "js"),
    lists: [join(HERE, "js", "package.json"), join(HERE, "js", "package-lock.json")],
    result: "node_modules",
    install: async (target) => {
      cpSync(join(HERE, "js"), target, { recursive: true });
      await npmCi(target);
    },
  },
} satisfies Readonly<Record<string, Installation>>;

export type FrameworkKind = keyof typeof FRAMEWORKS;
