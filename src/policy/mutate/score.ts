import type { Mutation } from "./mutations.ts";
import type { Verdict } from "./trial.ts";

/** How many changes tests notice. */
export interface Score {
  readonly noticed: number;
  readonly survived: number;
  /** Marked with a reason; never tried, never counted. */
  readonly ignored: number;
  /** Share of noticed changes in percent, rounded down to a tenth; 100 where nothing can be changed. */
  readonly score: number;
}

export interface Tried {
  readonly mutation: Mutation;
  readonly verdict: Verdict | "ignored";
}

export function scoreOf(tried: readonly Tried[]): Score {
  const count = (verdict: Tried["verdict"]): number => tried.filter((one) => one.verdict === verdict).length;
  const noticed = count("noticed");
  const survived = count("survived");
  // Rounded down, so that no survivor hides behind a hundred per cent.
  const score = noticed + survived === 0 ? 100 : Math.floor((noticed * 1000) / (noticed + survived)) / 10;
  return { noticed, survived, ignored: count("ignored"), score };
}
