import { resolve } from "node:path";
import {
  builtAlready,
  type Counterpart,
  GATEWAYS,
  NotObtained,
  obtainCounterpart,
} from "../../tools/counterparts/obtain.ts";
import { Unavailable } from "../../tools/counterparts/unavailable.ts";
import { FRAMEWORKS, type FrameworkKind } from "../../tools/frameworks/frameworks.ts";
import { installed } from "../../tools/installation.ts";
import { installationOf, type PythonGateway } from "../../tools/python-gateways/python-gateways.ts";

/** A counterpart's program, or why the tests that need it are skipped. */
export type Found = { readonly program: string; readonly missing?: undefined } | { readonly missing: string };

/**
 * Looks for a counterpart, and obtains it where it is not there yet.
 * @throws in CI, unless the machine lacks what it takes, and for gateways even then: tests that are skipped there are tests that nobody runs
 */
export async function counterpart(name: Counterpart, env: NodeJS.ProcessEnv = process.env): Promise<Found> {
  try {
    return { program: await obtainCounterpart(name, resolve(".")) };
  } catch (error) {
    if (!(error instanceof NotObtained)) throw error;
    const inCi = env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";
    if (inCi && (GATEWAYS.includes(name) || !(error.cause instanceof Unavailable))) throw error;
    console.warn(`skipped: ${error.message}`);
    return { missing: error.message };
  }
}

/** A counterpart that takes minutes to build, where that was done: `target` of the Makefile does it. */
export function counterpartOf(target: string, name: Counterpart): Found {
  return obtainedBy(target, name, builtAlready(name, resolve(".")));
}

/** The Python that has a gateway's packages, where `make test-<gateway>` has installed them. */
export function pythonGateway(name: PythonGateway): Found {
  return obtainedBy(`test-${name}`, name, installed(installationOf(name), resolve(".")));
}

/** The Python, or the folder of npm's packages, that has the agent frameworks, where `make test-frameworks` has installed them. */
export function frameworks(kind: FrameworkKind): Found {
  return obtainedBy("test-frameworks", "the frameworks", installed(FRAMEWORKS[kind], resolve(".")));
}

function obtainedBy(target: string, name: string, program: string | undefined): Found {
  return program === undefined ? { missing: `${name}: make ${target} obtains it` } : { program };
}

/** For tests that are skipped without it. */
export function programOf(found: Found): string {
  return "program" in found ? found.program : "";
}

/** What a group of tests is called: when it is skipped, its name says why. */
export function titled(title: string, ...needs: readonly Found[]): string {
  const missing = needs.flatMap((need) => need.missing ?? []);
  return missing.length === 0 ? title : `${title} (without ${missing.join("; ").split("\n", 1)[0]})`;
}
