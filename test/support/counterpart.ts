import { resolve } from "node:path";
import {
  builtAlready,
  type Counterpart,
  GATEWAYS,
  NotObtained,
  obtainCounterpart,
} from "../../tools/counterparts/obtain.ts";
import { Unavailable } from "../../tools/counterparts/unavailable.ts";

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
  const program = builtAlready(name, resolve("."));
  return program === undefined ? { missing: `${name}: make ${target} builds it` } : { program };
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
