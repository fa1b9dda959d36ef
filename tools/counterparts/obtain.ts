import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, stateOf } from "./build.ts";
import { downloadOpenbao, OPENBAO_VERSION } from "./openbao.ts";

/** Real servers and independent judges that integration tests talk to; `make test` obtains them. */
export const COUNTERPARTS = ["registry", "s3", "oidc", "openbao", "spiffe"] as const;

/** Takes minutes to build: `make test-aws` obtains it. */
const ON_DEMAND = "minio";

export type Counterpart = (typeof COUNTERPARTS)[number] | typeof ON_DEMAND;

/** Which counterpart could not be had, and why. Its `cause` is `Unavailable` where the machine lacks what it needs. */
export class NotObtained extends Error {
  override readonly name = "NotObtained";
}

/**
 * Builds or downloads what is not there yet, from exactly what is pinned by version and hash.
 *
 * @param root the repository
 * @returns path of the program
 * @throws NotObtained
 */
export async function obtainCounterpart(name: Counterpart, root: string): Promise<string> {
  const target = programOf(name, root);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  // Under another name first, so that an interrupted or a parallel attempt leaves no half program behind.
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await (name === "openbao" ? downloadOpenbao(draft) : build(sourcesOf(name, root), draft));
    renameSync(draft, target);
  } catch (error) {
    throw new NotObtained(`${name}: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
  return target;
}

/** Its path, if it is there. */
export function builtAlready(name: Counterpart, root: string): string | undefined {
  const target = programOf(name, root);
  return existsSync(target) ? target : undefined;
}

function programOf(name: Counterpart, root: string): string {
  const state = name === "openbao" ? OPENBAO_VERSION : stateOf(sourcesOf(name, root));
  return join(root, "var", "bin", `counterpart-${name}-${state}`);
}

function sourcesOf(name: Counterpart, root: string): string {
  return join(root, "tools", "counterparts", name);
}
