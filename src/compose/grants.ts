import { newId } from "../adapters/ids.ts";
import { createOwnTokens } from "../adapters/keys/verify.ts";
import type { Config } from "../config/load.ts";
import type { GrantTemplate } from "../domain/grant.ts";
import type { GrantParts } from "../pipeline/grant-commands.ts";
import type { GrantStore } from "../ports/grant-store.ts";
import type { VerificationKeys } from "../ports/signer.ts";

/** How grants are made for the targets of the configuration, and what becomes of them. */
export function composeGrants(
  { grants }: Config,
  store: GrantStore,
  keys: VerificationKeys,
): { readonly templates: ReadonlyMap<string, GrantTemplate>; readonly grants: GrantParts } {
  return {
    templates: new Map(grants.templates.map((template) => [template.name, template])),
    grants: { store, own: createOwnTokens(keys), newId },
  };
}
