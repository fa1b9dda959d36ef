import type { Canonical } from "../domain/action.ts";
import type { Verdict } from "../domain/decision.ts";
import type { Identity } from "../domain/identity.ts";
import { blocked } from "./verdict.ts";

/** What a step says that lets no policy be asked. */
interface Refusing {
  readonly refusal?: { readonly code: Parameters<typeof blocked>[0]; readonly message: string };
}

/** What blocks a call before any policy is asked: the refusal of the first step that has one. */
export function refusalOf(
  canonical: Pick<Canonical, "refusal">,
  identity: Pick<Identity, "refusal">,
  situation: Refusing,
): Verdict | undefined {
  const steps: readonly (readonly [string, Refusing])[] = [
    ["canonicalize", canonical],
    ["identify", identity],
    ["situate", situation],
  ];
  for (const [step, { refusal }] of steps) {
    if (refusal !== undefined) return blocked(refusal.code, refusal.message, step);
  }
  return undefined;
}
