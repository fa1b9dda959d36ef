import type { Span } from "./source.ts";

/** The ways in which a rule is changed. */
export const MUTATION_KINDS = [
  "rule_removed",
  "condition_dropped",
  "condition_negated",
  "effect_flipped",
  "comparison_widened",
  "operator_changed",
  "element_removed",
  "constant_changed",
] as const;
export type MutationKind = (typeof MUTATION_KINDS)[number];

/** One change to one file, not yet applied. */
export interface Edit {
  readonly kind: MutationKind;
  readonly span: Span;
  readonly replacement: string;
}
