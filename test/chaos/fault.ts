import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

export interface Scene {
  readonly world: World;
  readonly ledger: Ledger;
  readonly random: Random;
}

export interface Begun {
  /** What was chosen, for the report. */
  readonly what: string;
  /** @returns what was seen */
  end(): Promise<string | undefined>;
}

export interface Fault {
  readonly name: string;
  /** What it happens to: of these one at a time. */
  readonly group: "postgres" | "processes" | "clocks" | "certificates" | "keys" | "callers" | "bundles" | "traffic";
  /** Done at once: recovery is measured from there, unless something else lasts beside it. */
  readonly instant?: true;
  begin(scene: Scene): Promise<Begun>;
}

/** Until it is so. @returns the milliseconds that it took, or undefined where it never was */
export async function until(holds: () => Promise<boolean>, withinMs: number): Promise<number | undefined> {
  const begun = performance.now();
  while (performance.now() - begun < withinMs) {
    if (await holds().catch(() => false)) return performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
