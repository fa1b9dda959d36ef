import type { ErrorCode } from "../../domain/errors.ts";

/** What an error is called in each protocol. */
export interface ErrorStatus {
  readonly http: number;
  /** `google.rpc.Code` */
  readonly grpc: number;
  /** The same for every error of the code (RFC 9457 section 3.1.3). */
  readonly title: string;
}

/** The one mapping from error codes to protocols. */
export function errorStatus(code: ErrorCode): ErrorStatus {
  switch (code) {
    case "invalid_argument":
      return { http: 400, grpc: 3, title: "The request cannot be read" };
    case "payload_too_large":
      return { http: 413, grpc: 8, title: "The request is too large" };
    case "unsupported_media_type":
      return { http: 415, grpc: 3, title: "The media type is not supported" };
    case "method_not_allowed":
      return { http: 405, grpc: 12, title: "The method is not allowed here" };
    case "unauthenticated":
      return { http: 401, grpc: 16, title: "The caller is not known" };
    case "permission_denied":
      return { http: 403, grpc: 7, title: "The caller may not do this" };
    case "not_found":
      return { http: 404, grpc: 5, title: "There is no such thing" };
    case "conflict":
      // ALREADY_EXISTS, not ABORTED: the same request will fail again.
      return { http: 409, grpc: 6, title: "Something else is there already" };
    case "resource_exhausted":
      return { http: 429, grpc: 8, title: "Too much is asked now" };
    case "deadline_exceeded":
      return { http: 504, grpc: 4, title: "The time ran out" };
    case "unavailable":
      return { http: 503, grpc: 14, title: "The service cannot answer now" };
    case "internal":
      return { http: 500, grpc: 13, title: "The service failed" };
  }
}
