import type { BundleOrder } from "../domain/bundle-state.ts";

/** What is to be in use, and whether it is because a person said so. */
export interface Choice {
  readonly digest: string;
  readonly ordered?: BundleOrder;
}

/**
 * What a replica uses: what was ordered, else what its source offers. Each replica follows its own source, so that replicas of
 * two versions do not fight over one bundle; an order is the same for all.
 *
 * @param offered the digest that the source offers; undefined while it has not been heard
 * @returns undefined when neither says anything
 */
export function chooseBundle(offered: string | undefined, order: BundleOrder | undefined): Choice | undefined {
  if (order !== undefined && holds(order, offered)) return { digest: order.digest, ordered: order };
  return offered === undefined ? undefined : { digest: offered };
}

function holds(order: BundleOrder, offered: string | undefined): boolean {
  if (order.kind === "none") return false;
  if (order.kind === "pin" || offered === undefined) return true;
  return offered === order.digest || order.passed_over.includes(offered);
}
