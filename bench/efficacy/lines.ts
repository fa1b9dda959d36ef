/** What a set should reach, in percent of its rows. */
export type Aim = { readonly atLeast: number } | { readonly atMost: number };

/** What became of one row. */
export interface Outcome {
  readonly id: string;
  readonly hit: boolean;
  /** The row in one line of text. */
  readonly shown: string;
  /** Why it is no hit, or why it is one where hits should be few: reasons of the policy, or what was found instead. */
  readonly why: string;
}

/** One line of the table. */
export interface Line {
  readonly set: string;
  readonly measure: string;
  readonly hits: number;
  readonly of: number;
  /** Lines without one inform only. */
  readonly aim?: Aim;
  /** What the best peer reaches on the like, as text. */
  readonly peer?: string;
  /** The rows that keep the line from its aim. */
  readonly misses: readonly Omit<Outcome, "hit">[];
}

interface Extras {
  readonly aim?: Aim;
  readonly peer?: string;
  /** That hits should be few, where no aim says it. */
  readonly few?: boolean;
}

export function line(
  set: string,
  measure: string,
  outcomes: readonly Outcome[],
  { few, ...extras }: Extras = {},
): Line {
  const wanted = extras.aim === undefined ? few !== true : "atLeast" in extras.aim;
  return {
    set,
    measure,
    hits: outcomes.filter(({ hit }) => hit).length,
    of: outcomes.length,
    ...extras,
    misses: outcomes.filter(({ hit }) => hit !== wanted).map(({ id, shown, why }) => ({ id, shown, why })),
  };
}

/** NaN where there is no row. */
export function percent({ hits, of }: Line): number {
  return (hits / of) * 100;
}

/** Whether the line reaches its aim; undefined where it has none, or no rows. */
export function reached(of: Line): boolean | undefined {
  if (of.aim === undefined || of.of === 0) return undefined;
  return "atLeast" in of.aim ? percent(of) >= of.aim.atLeast : percent(of) <= of.aim.atMost;
}
