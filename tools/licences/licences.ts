import satisfies from "spdx-satisfies";

/** Terms under which Writ may be handed on: they ask for their text and a name, and for nothing of Writ's own code. */
const SHIPPED = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
];

/** Of tools that nobody gets from us: changed files of theirs would have to be published, or their authors named. */
const USED = [...SHIPPED, "CC-BY-3.0", "CC-BY-4.0", "MPL-2.0"];

/** As package-lock.json (version 3) has a package. */
export interface LockedPackage {
  readonly license?: string;
  /** Only development needs it. */
  readonly dev?: boolean;
  /** Part of this repository. */
  readonly link?: boolean;
}

/** @returns one line for each package whose terms are unknown or not among those above; [] when all are well */
export function licenceProblems(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  const installed = Object.entries(packages).filter(
    ([path, { link }]) => path.startsWith("node_modules/") && link !== true,
  );
  if (installed.length === 0) return ["the lock file names no package at all"];
  return installed.flatMap(([path, { license, dev }]) => {
    const name = path.replace(/^.*node_modules\//, "");
    const what = dev === true ? "for development" : "shipped";
    if (license === undefined) return [`${name} (${what}) states no licence`];
    return isAllowed(license, dev === true ? USED : SHIPPED) ? [] : [`${name} (${what}) is under ${license}`];
  });
}

/** What is no SPDX expression is no licence that anybody has looked at. */
function isAllowed(license: string, allowed: readonly string[]): boolean {
  try {
    return satisfies(license, [...allowed]);
  } catch {
    return false;
  }
}
