import { type ErrorCode, WritError } from "../../domain/errors.ts";

/** RFC 6749 section 5.2, and of section 4.1.2.1 what a server says of itself. */
type OAuthCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "temporarily_unavailable"
  | "server_error";

const STATUSES: Readonly<Record<OAuthCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 403,
  unsupported_grant_type: 400,
  temporarily_unavailable: 503,
  server_error: 500,
};

/** An error as OAuth clients read it. */
export class OAuthError extends Error {
  readonly error: OAuthCode;
  readonly status: number;
  /** What it counts as. */
  readonly code: ErrorCode;

  constructor(error: OAuthCode, description: string, status = STATUSES[error], code: ErrorCode = "invalid_argument") {
    super(description);
    this.name = "OAuthError";
    this.error = error;
    this.status = status;
    this.code = code;
  }

  /** RFC 6749 appendix A.8 leaves out quotes, backslashes and what is not ASCII. */
  body(): string {
    return JSON.stringify({
      error: this.error,
      error_description: this.message.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, "?"),
    });
  }
}

/** Any error; nothing of it comes from the request but names of parameters. */
export function oauthErrorOf(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof WritError) return ofWritError(error);
  const status = (error as { statusCode?: number } | null)?.statusCode ?? 500;
  if (status === 413) return new OAuthError("invalid_request", "the body is too large", 413, "payload_too_large");
  if (status >= 400 && status < 500) return new OAuthError("invalid_request", "the body must be a form", 400);
  return new OAuthError("server_error", "the request failed for a reason that is in the log", 500, "internal");
}

function ofWritError({ code, message }: WritError): OAuthError {
  switch (code) {
    case "unauthenticated":
      return new OAuthError("invalid_client", message, 401, code);
    case "permission_denied":
      return new OAuthError("unauthorized_client", message, 403, code);
    case "method_not_allowed":
      return new OAuthError("invalid_request", message, 405, code);
    case "payload_too_large":
      return new OAuthError("invalid_request", message, 413, code);
    case "resource_exhausted":
    case "deadline_exceeded":
    case "unavailable":
      return new OAuthError("temporarily_unavailable", message, 503, code);
    case "internal":
      return new OAuthError("server_error", message, 500, code);
    default:
      return new OAuthError("invalid_request", message, 400, code);
  }
}
