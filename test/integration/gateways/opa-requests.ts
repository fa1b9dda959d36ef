/** A request that is sent to an OPA and to Writ: both must answer alike in all that a client reads. */
export interface ComparedRequest {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  /** `$INPUT` is an input that both allow. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why Writ answers otherwise, and with which status: the parts that differ on purpose. */
  readonly unlike?: { readonly status: number; readonly because: string };
}

const INPUT = '{"input":$INPUT}';
const DECISION = "/v1/data/writ/main/decision";
const ALLOW = "/v1/data/writ/main/allow";
const GZIP = { "content-encoding": "gzip" };

export const COMPARED: readonly ComparedRequest[] = [
  { name: "a decision", path: ALLOW, body: INPUT },
  { name: "a part of a decision", path: `${DECISION}/effect`, body: INPUT },
  {
    name: "a part that is not there",
    path: `${DECISION}/nothing`,
    body: INPUT,
    unlike: {
      status: 200,
      because: "OPA's compiler knows the type of its rule and fails; what is not there is undefined",
    },
  },
  { name: "a path that is undefined", path: "/v1/data/no/such/rule", body: INPUT },
  { name: "a slash that is percent-encoded", path: "/v1/data/writ%2Fmain%2Fallow", body: INPUT },
  { name: "an input in the query", method: "GET", path: `${ALLOW}?input=$INPUT` },
  { name: "no input in the query", method: "GET", path: DECISION },
  { name: "half an input in the query", method: "GET", path: `${ALLOW}?input=%7B%22a` },
  { name: "no input", path: DECISION, body: "{}" },
  { name: "no body", path: DECISION, body: "" },
  { name: "null", path: DECISION, body: "null" },
  { name: "no JSON", path: DECISION, body: '{"inp' },
  { name: "a list", path: DECISION, body: "[1]" },
  { name: "a type that is not JSON's", path: ALLOW, body: INPUT, headers: { "content-type": "text/plain" } },
  { name: "a compressed body", path: ALLOW, body: INPUT, headers: GZIP },
  {
    name: "a coding that is not gzip",
    path: ALLOW,
    body: INPUT,
    headers: { "content-encoding": "deflate" },
    unlike: { status: 415, because: "OPA takes the body for plain text, whatever the head says" },
  },
  { name: "pretty", path: `${ALLOW}?pretty=true`, body: INPUT },
  { name: "metrics and provenance", path: `${ALLOW}?metrics=true&provenance=true`, body: INPUT },
  { name: "raw", path: "/v0/data/writ/main/allow", body: "$INPUT" },
  { name: "raw, undefined", path: "/v0/data/no/such/rule", body: "$INPUT" },
  { name: "raw, no JSON", path: "/v0/data/writ/main/allow", body: "{" },
  { name: "health", method: "GET", path: "/health" },
  { name: "health of bundles and plugins", method: "GET", path: "/health?bundles&plugins" },
  { name: "configuration", method: "GET", path: "/v1/config" },
  {
    name: "writing data",
    method: "PUT",
    path: DECISION,
    body: "{}",
    unlike: { status: 405, because: "the bundle says all that is to be said" },
  },
  {
    name: "reading policies",
    method: "GET",
    path: "/v1/policies",
    unlike: { status: 404, because: "policies are read where they are signed" },
  },
  {
    name: "all data",
    path: "/v1/data",
    body: INPUT,
    unlike: { status: 200, because: "nothing but decisions and configured documents is defined" },
  },
];
