import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { readCheckedData, readDataFile } from "./data-file.ts";
import { describeProject, type Extends, PROJECT_FILE } from "./describe.ts";
import { clash, layered, nested } from "./layers.ts";
import { type Problem, ProjectRefused } from "./problem.ts";
import { type FoundFile, readBytes, walkProject } from "./walk.ts";

export interface PolicyFile {
  /** Inside the bundle, with `/` and without a leading one. */
  readonly path: string;
  /** What the author opens; `writ:policy/egress/egress.rego` for a file that comes with Writ. */
  readonly origin: string;
  readonly bytes: Uint8Array;
  /** Whether the author wrote it. */
  readonly own: boolean;
}

/** A folder of an author's, together with what it builds on. */
export interface PolicyProject {
  readonly folder: string;
  readonly extends: Extends;
  /** As `policy.yaml` says; else made of all that goes into the bundle. */
  readonly revision: string;
  /** All Rego, tests included: the author's, and of Writ's own only the helpers that tests are made with. */
  readonly files: readonly PolicyFile[];
  /** The author's data files, as they are. */
  readonly dataFiles: readonly PolicyFile[];
  /** All data, merged: the author's value wins. */
  readonly data: JsonObject;
}

export const TEST_SUFFIX = "_test.rego";

/** What authors' tests are made with. */
const TEST_HELPERS = "writ/testing/";

/** The library; `extends: library` takes nothing else. */
const LIBRARY = "writ/";

/** A revision has to tell bundles apart, not to withstand forgery: the bundle's digest does that. */
const REVISION_HEX_CHARS = 16;

/**
 * Reads a policy project.
 *
 * @param builtIn the folder with Writ's own policy sources
 * @throws WritError `invalid_argument` naming file and line: a ProjectRefused, or what cannot be read at all
 */
export function readProject(folder: string, builtIn: string): PolicyProject {
  const description = describeProject(folder);
  const found = walkProject(folder);
  const own = found.filter(({ kind }) => kind === "rego").map((file) => policyFile(file, true));
  const dataFiles = found.filter(({ kind }) => kind === "data").map((file) => policyFile(file, true));
  const base = readBase(description.extends, builtIn);
  const files = [...withoutReplaced(base.files, own), ...own].sort((a, b) => (a.path < b.path ? -1 : 1));
  const data = layered(base.data, ownData(dataFiles));
  const revision = description.revision ?? revisionOf(files, data);
  return { folder, extends: description.extends, revision, files, dataFiles, data };
}

/**
 * The same, of a folder that has a policy: finding no mistake in another one, or building it, would say that all is well.
 *
 * @throws WritError `invalid_argument` for a folder with nothing of its own, too
 */
export function readOwnProject(folder: string, builtIn: string): PolicyProject {
  const project = readProject(folder, builtIn);
  const isOwn = project.dataFiles.length > 0 || project.files.some(({ own }) => own);
  if (isOwn || existsSync(join(folder, PROJECT_FILE))) return project;
  throw new WritError(
    "invalid_argument",
    `${folder} has no ${PROJECT_FILE}, no Rego and no data: is it the right folder?`,
  );
}

interface Base {
  readonly files: readonly PolicyFile[];
  readonly data: JsonObject;
}

function readBase(base: Extends, builtIn: string): Base {
  if (base === "nothing") return { files: [], data: {} };
  const found = walkProject(builtIn).filter(({ path }) => base === "default" || path.startsWith(LIBRARY));
  const files = found.filter(({ path, kind }) => kind === "rego" && (!isTest(path) || path.startsWith(TEST_HELPERS)));
  const data = found
    .filter(({ kind }) => kind === "data")
    .map((file) => nested(file.path, readCheckedData(file.path, textOf(policyFile(file, false)))));
  return { files: files.map((file) => policyFile(file, false)), data: data.reduce(layered, {}) };
}

/** An author's package folder replaces the built-in one as a whole; one that only has tests, tests the built-in one. */
function withoutReplaced(base: readonly PolicyFile[], own: readonly PolicyFile[]): readonly PolicyFile[] {
  const replaced = new Set(own.filter(({ path }) => !isTest(path)).map(({ path }) => folderOf(path)));
  const paths = new Set(own.map(({ path }) => path));
  return base.filter(({ path }) => !replaced.has(folderOf(path)) && !paths.has(path));
}

/** @throws ProjectRefused */
function ownData(files: readonly PolicyFile[]): JsonObject {
  const problems: Problem[] = [];
  let data: JsonObject = {};
  for (const file of files) {
    const read = readDataFile(file.origin, textOf(file));
    problems.push(...read.problems);
    const value = nested(file.path, read.value);
    const keys = clash(data, value);
    if (keys !== undefined) {
      const place = read.place(keys.slice(file.path.split("/").length - 1));
      const message = `data.${keys.join(".")} is in another data file too`;
      const hint = "keep it in one of them";
      problems.push({ code: "data-file", severity: "error", file: file.origin, ...place, message, hint });
    }
    data = layered(data, value);
  }
  if (problems.length > 0) throw new ProjectRefused(problems);
  return data;
}

function policyFile({ path, origin }: FoundFile, own: boolean): PolicyFile {
  return { path, origin: own ? origin : `writ:${path}`, bytes: readBytes(origin), own };
}

/** @throws WritError `invalid_argument` when the file is not UTF-8 */
export function textOf({ origin, bytes }: PolicyFile): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WritError("invalid_argument", `${origin} is not UTF-8`, { cause });
  }
}

export function isTest(path: string): boolean {
  return path.endsWith(TEST_SUFFIX);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function revisionOf(files: readonly PolicyFile[], data: JsonObject): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) {
    if (!isTest(path)) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify(data)).digest("hex").slice(0, REVISION_HEX_CHARS);
}
