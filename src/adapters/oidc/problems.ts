import { AuthorizationResponseError, ResponseBodyError } from "oauth4webapi";
import { WritError } from "../../domain/errors.ts";

/** Codes of RFC 6749 sections 4.1.2.1 and 5.2, and of OpenID Connect; anything else an issuer says is not repeated. */
const ERROR_CODE = /^[a-z_]{1,60}$/;

/** What went wrong, in words that hold nothing of a token or of the issuer's own text. */
export function problemOf(error: unknown): WritError {
  if (error instanceof WritError) return error;
  if (error instanceof AuthorizationResponseError) {
    return new WritError("permission_denied", `the issuer did not sign you in${codeOf(error.error)}`);
  }
  if (error instanceof ResponseBodyError) {
    return new WritError("unauthenticated", `the issuer gave no token for the sign-in${codeOf(error.error)}`);
  }
  const { name } = error as Error;
  if (name === "OperationProcessingError" || name === "UnsupportedOperationError") {
    return new WritError("unauthenticated", "the issuer's answer is not one to this sign-in");
  }
  return new WritError("unavailable", "the issuer at which people sign in cannot be asked now");
}

function codeOf(code: string): string {
  return ERROR_CODE.test(code) ? ` (${code})` : "";
}
