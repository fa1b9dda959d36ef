import { existsSync } from "node:fs";
import { join } from "node:path";
import { didYouMean } from "../did-you-mean.ts";
import { readDataFile } from "./data-file.ts";
import { type Problem, ProjectRefused } from "./problem.ts";
import { readBytes } from "./walk.ts";

export const EXTENDS = ["default", "library", "nothing"] as const;
export type Extends = (typeof EXTENDS)[number];

/** What `policy.yaml` says. */
export interface ProjectDescription {
  readonly extends: Extends;
  readonly revision?: string;
}

export const PROJECT_FILE = "policy.yaml";

/** The folder that makes a project one of its own: it decides by itself how decisions are made. */
const OWN_MAIN = "writ/main";

const KEYS = ["extends", "revision"];

/** It stands in every decision and in every log line about the bundle. */
const MAX_REVISION_CHARS = 200;

/** @throws ProjectRefused naming the place in `policy.yaml` */
export function describeProject(folder: string): ProjectDescription {
  const file = join(folder, PROJECT_FILE);
  const hasMain = existsSync(join(folder, OWN_MAIN));
  if (!existsSync(file)) return { extends: hasMain ? "nothing" : "default" };
  const { value, problems: faults, place } = readDataFile(file, Buffer.from(readBytes(file)).toString("utf8"));
  const problems: Problem[] = [...faults];
  const refuse = (key: string, message: string, hint: string): void => {
    problems.push({ code: "policy-yaml", severity: "error", file, ...place([key]), message, hint });
  };
  for (const key of Object.keys(value).filter((name) => !KEYS.includes(name))) {
    refuse(key, `${key} is not a field of ${PROJECT_FILE}`, didYouMean(key, KEYS) ?? `it has ${KEYS.join(" and ")}`);
  }
  const { extends: base = hasMain ? "nothing" : "default", revision } = value;
  const known = EXTENDS.find((name) => name === base);
  if (known === undefined) refuse("extends", "extends is none of its values", `use ${EXTENDS.join(", ")}`);
  if (revision !== undefined && !isRevision(revision)) {
    refuse("revision", "revision is no text of one line", `at most ${MAX_REVISION_CHARS} characters, in quotes`);
  }
  if (problems.length > 0 || known === undefined) throw new ProjectRefused(problems);
  return { extends: hasMain ? "nothing" : known, ...(isRevision(revision) ? { revision } : {}) };
}

function isRevision(value: unknown): value is string {
  return typeof value === "string" && /^[^\p{Cc}]+$/u.test(value) && value.length <= MAX_REVISION_CHARS;
}
