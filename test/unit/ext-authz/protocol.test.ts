import { expect, test } from "vitest";
import type { Peer } from "../../../src/domain/caller.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import type { Admission, DecisionRequest } from "../../../src/domain/request.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { extAuthz } from "../../../src/transports/ext-authz/protocol.ts";
import { admissionOf } from "../../support/values.ts";
import { type Around, checkRequest, HTTP, type Http, readResponse } from "./messages.ts";

const TOKEN = "eyJ.agent.token";
const CARRIES = { token_header: "authorization", agent_header: "x-agent", session_header: "x-session" };
const METADATA = { "envoy.filters.http.jwt_authn": { payload: { sub: "agent-2" } } };
const UPSTREAMS = [{ server: "github", host: "", path: "/mcp", protocol: "mcp" }] as const;
const FROM = { namespace: "envoy.filters.http.jwt_authn", path: ["payload", "sub"] };

/** What the service is asked for, by one call of the protocol. */
async function asked(http: Http, around: Around, changes: Partial<Admission>, remove_token = false) {
  const peers: Peer[] = [];
  const requests: DecisionRequest[] = [];
  const service = {
    admit: async (peer: Peer) => {
      peers.push(peer);
      return admissionOf(changes);
    },
    expect: async () => {},
    decide: async (request: DecisionRequest) => {
      requests.push(request);
      return { decision_id: "dec_1", effect: "allow", reasons: [], obligations: [] } as unknown as Decision;
    },
  } as unknown as Service;
  const answer = extAuthz(service, () => UPSTREAMS, { remove_token }).methods["Check"];
  const peer = { address: "127.0.0.1", authorization: "Bearer gateway" };
  const message = Buffer.from(checkRequest(http, around));
  const bytes = await answer?.({ message, peer, metadata: () => [], left_ms: 200 });
  return { peers, requests, response: readResponse(bytes ?? new Uint8Array()) };
}

const withHeaders = (headers: Readonly<Record<string, string>>): Http => ({
  ...HTTP,
  headers: { ...HTTP.headers, ...headers },
});

test("the gateway is known by what it shows of itself, the agent by the request that is held back", async () => {
  const carries = { ...CARRIES, agent_metadata: undefined };
  const http = withHeaders({ authorization: `Bearer ${TOKEN}`, "x-session": "s-1", "x-writ-intent": "eyJ.intent" });
  const { peers, requests } = await asked(http, { certificate: "PEM" }, { vouches: false, carries });
  expect(peers).toEqual([{ address: "127.0.0.1", authorization: "Bearer gateway" }]);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    agent: { token: TOKEN },
    intent: { token: "eyJ.intent" },
    session: "s-1",
    request_id: "9e639c87-464c-4c2f-9d83-235003026c4a",
    context: { source: { address: "10.0.0.7" } },
    call: { format: "mcp" },
  });
  // Nor is a certificate forwarded by a caller that may not.
  expect(requests[0]?.agent).not.toHaveProperty("certificate");
  expect(requests[0]?.timeout_ms).toBeLessThanOrEqual(200);
});

test.each<[string, Around, Partial<Admission>, DecisionRequest["agent"]]>([
  ["a principal is nobody", { principal: "spiffe://acme.example/agent" }, {}, {}],
  [
    "a certificate counts where the caller may forward it",
    { certificate: "a%20b" },
    { forwards_certificates: true },
    { certificate: "a b" },
  ],
  [
    "metadata counts where the configuration says so",
    { metadata: METADATA },
    { carries: { ...CARRIES, agent_metadata: FROM } },
    { id: "agent-2" },
  ],
  ["metadata is nobody otherwise", { metadata: METADATA }, {}, {}],
  [
    "metadata is nobody of a caller that does not vouch",
    { metadata: METADATA },
    { vouches: false, carries: { ...CARRIES, agent_metadata: FROM } },
    {},
  ],
])("%s", async (_, around, changes, agent) => {
  const { requests } = await asked(HTTP, around, changes);
  expect(requests[0]?.agent).toEqual(agent);
});

test.each([
  [true, true],
  [false, false],
])("the upstream server gets no agent's token where the configuration says so: %s", async (remove_token, removed) => {
  const { response } = await asked(HTTP, {}, {}, remove_token);
  expect(response.httpResponse.case).toBe("okResponse");
  const { headersToRemove } = response.httpResponse.value as { readonly headersToRemove: readonly string[] };
  expect(headersToRemove.includes("authorization")).toBe(removed);
});
