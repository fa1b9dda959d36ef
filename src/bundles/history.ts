import type { BundleActivation } from "../domain/bundle-state.ts";

/**
 * The bundle that a rollback goes to: the one that was in use before the present one came. What rollbacks brought back does
 * not count, so that a second rollback goes one further and not forth again.
 *
 * @param activations of all replicas, newest first
 * @returns undefined when there is none
 */
export function bundleBefore(current: string, activations: readonly BundleActivation[]): string | undefined {
  const forward = activations.filter(({ slot, cause }) => slot === "active" && cause !== "rollback");
  const came = forward.findIndex(({ digest }) => digest === current);
  return forward.slice(came + 1).find(({ digest }) => digest !== current)?.digest;
}
