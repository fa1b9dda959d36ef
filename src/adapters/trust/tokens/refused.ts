import type { TokenFault } from "../../../domain/identity.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";

/** @param message a sentence of this program's own: never a part of the token */
export function refused(fault: TokenFault, message: string): TokenRefused {
  return { fault, message };
}

export const invalid = (message: string): TokenRefused => refused("token_invalid", message);
