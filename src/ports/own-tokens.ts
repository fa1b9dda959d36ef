import type { JsonObject } from "../domain/json.ts";
import type { KeyPurpose } from "../domain/signing-key.ts";

/** Verifies what Writ itself signed. */
export interface OwnTokens {
  /**
   * The claims of a token that one of Writ's own keys of this purpose signed; times and audience are the caller's to look at.
   * A retired key verifies until the last token that it signed is dead, a revoked one nothing.
   * @returns undefined for everything else
   */
  verify(token: string, purpose: KeyPurpose, nowMs: number): JsonObject | undefined;
}
