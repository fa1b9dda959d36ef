// What gateways and their clients ask in protocols of others, each as far as the question who asks.

/** One route of another's protocol over HTTP. */
export interface ProtocolRow {
  /** As the table has it. */
  readonly row: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The field in which the credential comes, where it is not Authorization. */
  readonly credential?: string;
}

const FORWARDED = { credential: "x-writ-authorization" } as const;

const deciding = (method: string, path: string, row = `${method} ${path}`): ProtocolRow => ({ row, method, path });

export const PROTOCOL_ROWS: readonly ProtocolRow[] = [
  deciding("POST", "/access/v1/evaluation"),
  deciding("POST", "/access/v1/evaluations"),
  deciding("POST", "/access/v1/search/subject"),
  deciding("POST", "/access/v1/search/resource"),
  deciding("POST", "/access/v1/search/action"),
  deciding("POST", "/access/v1/requests"),
  deciding("GET", "/access/v1/requests/x", "GET /access/v1/requests/:id"),
  deciding("POST", "/api/check/resources"),
  { ...deciding("GET", "/authz/request", "ANY /authz/request"), ...FORWARDED },
  { ...deciding("POST", "/authz/request/shop", "ANY /authz/request/:server"), ...FORWARDED },
  { ...deciding("PUT", "/authz/forward", "ANY /authz/forward"), ...FORWARDED },
  { ...deciding("GET", "/authz/forward/shop", "ANY /authz/forward/:server"), ...FORWARDED },
  { ...deciding("DELETE", "/authz/http/x", "ANY /authz/http/*"), ...FORWARDED },
  deciding("POST", "/hooks/claude-code"),
  deciding("POST", "/hooks/copilot-cli"),
  deciding("POST", "/litellm/beta/litellm_basic_guardrail_api"),
  deciding(
    "POST",
    "/litellm/shop/beta/litellm_basic_guardrail_api",
    "POST /litellm/:server/beta/litellm_basic_guardrail_api",
  ),
  deciding("GET", "/v1/data"),
  deciding("POST", "/v1/data"),
  deciding("GET", "/v1/data/writ/main/decision", "GET /v1/data/*"),
  deciding("POST", "/v1/data/writ/main/decision", "POST /v1/data/*"),
  deciding("POST", "/v0/data"),
  deciding("POST", "/v0/data/writ/main/decision", "POST /v0/data/*"),
  deciding("POST", "/v1/batch/data"),
  deciding("POST", "/v1/batch/data/writ/main/decision", "POST /v1/batch/data/*"),
  deciding("POST", "/"),
  deciding("GET", "/v1/status"),
  deciding("GET", "/v1/config"),
  deciding("POST", "/toolhive/decision"),
  deciding("POST", "/toolhive/webhook"),
  deciding("POST", "/toolhive/webhook/mutating"),
];
