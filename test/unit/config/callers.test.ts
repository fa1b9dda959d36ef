import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { CARRIES_TOKEN } from "../../../src/domain/caller.ts";

const DIGEST = "a".repeat(64);

/** Whom callers by token are callers of. */
const TRUST =
  "trust:\n  issuers:\n    corp:\n      profile: oidc\n      use: [caller]\n      issuer: https://idp.example\n      keys: { discovery: true }\n      audiences: [writ]\n";

test("callers are read from the file, with what they do not say", () => {
  const text = `callers:\n  gateway:\n    roles: [decide, report]\n    token_sha256: ${DIGEST}\n  people:\n    roles: [approver]\n    issuer: corp\n    claims: { groups: approvers }\n${TRUST}`;
  expect(loadConfig({ env: {}, file: { path: "writ.yaml", text } }).callers).toEqual([
    {
      id: "gateway",
      roles: ["decide", "report"],
      token_digests: [DIGEST],
      acts: false,
      vouches: false,
      forwards_certificates: false,
      grants: "answer",
      audiences: [],
      obligations: [],
      carries: CARRIES_TOKEN,
    },
    {
      id: "people",
      roles: ["approver"],
      token_digests: [],
      by: { issuer: "corp", claims: { groups: ["approvers"] }, id_claim: "", id_prefix: "" },
      acts: false,
      vouches: false,
      forwards_certificates: false,
      grants: "answer",
      audiences: [],
      obligations: [],
      carries: CARRIES_TOKEN,
    },
  ]);
});

test.each([
  [
    `callers:\n  gw:\n    roles: [decide, root]\n    token_sha256: ${DIGEST}`,
    "writ.yaml:3:21: callers/gw/roles/1 must be one of decide",
  ],
  [
    "callers:\n  gw:\n    roles: []\n    token_sha256: s3cret",
    "writ.yaml:4:19: callers/gw/token_sha256/0 must be the SHA-256",
  ],
  ["callers:\n  gw:\n    roles: []", "writ.yaml:3:5: callers/gw must have either token_sha256 or issuer"],
  ["callers:\n  gw:\n    roles: []\n    issuer: corp\n    claims: {}", "callers/gw/claims must name a claim"],
  [
    "callers:\n  gw:\n    roles: []\n    issuer: corp\n    claims: { groups: a }",
    "writ.yaml:4:13: callers/gw/issuer must name an issuer of trust with caller among its use",
  ],
  [
    `callers:\n  loopback:\n    roles: []\n    token_sha256: ${DIGEST}`,
    "callers/loopback is the name of whoever shows no",
  ],
  [
    "callers:\n  people:\n    roles: []\n    issuer: corp\n    claims: { groups: a }\n    id_claim: sub",
    "callers/people/id_prefix must have a colon",
  ],
  [
    "callers:\n  people:\n    roles: []\n    issuer: corp\n    claims: { groups: a }\n    id_claim: sub\n    id_prefix: gate",
    "writ.yaml:7:16: callers/people/id_prefix must have a colon",
  ],
  [
    "callers:\n  a: { roles: [], issuer: one, claims: { g: a }, id_claim: sub, id_prefix: 'user:' }\n  b: { roles: [], issuer: two, claims: { g: a }, id_claim: sub, id_prefix: 'user:' }",
    "callers/b/id_prefix is that of another issuer's callers",
  ],
  [
    `callers:\n  a: { roles: [], token_sha256: ${DIGEST} }\n  b: { roles: [admin], token_sha256: ${DIGEST} }`,
    "callers/b/token_sha256 has a secret that is there before",
  ],
  [
    `callers:\n  gw: { roles: [], token_sha256: ${DIGEST}, carries: { agent_header: x-agent } }`,
    "callers/gw/carries says who the agent is, which only a caller with vouches: true may",
  ],
  [
    `callers:\n  gw: { roles: [], token_sha256: ${DIGEST}, carries: { agent_metadata: { namespace: a, path: [b] } } }`,
    "callers/gw/carries says who the agent is",
  ],
  [
    `callers:\n  gw: { roles: [], token_sha256: ${DIGEST}, carries: { session_header: "X Y" } }`,
    "callers/gw/carries/session_header must be the name of a header field",
  ],
  [
    `callers:\n  gw: { roles: [], token_sha256: ${DIGEST}, obligations: [1] }`,
    "callers/gw/obligations/0 must be a string",
  ],
  ["callers:\n  gw:\n    rolls: []", "writ.yaml:3:12: callers/gw/rolls is not a known field"],
  ["callers:\n  gw: 1\n  gw: 2", "callers.gw is there twice"],
  ["callers: [gw]", "writ.yaml:1:10: callers must be an object"],
])("%s", (text, problem) => {
  const load = () => loadConfig({ env: {}, file: { path: "writ.yaml", text } });
  expect(load).toThrow(problem);
  expect(load).not.toThrow("s3cret");
});

test("in a variable they are JSON", () => {
  const env = { WRIT_CALLERS: JSON.stringify({ gw: { roles: ["decide"], token_sha256: [DIGEST] } }) };
  expect(loadConfig({ env }).callers).toMatchObject([{ id: "gw" }]);
  expect(() => loadConfig({ env: { WRIT_CALLERS: "gw" } })).toThrow("WRIT_CALLERS: callers must be an object");
});

test("what a gateway fulfils and forwards is read from the file", () => {
  const carries = "{ token_header: x-agent-token, agent_header: x-agent, session_header: mcp-session-id }";
  const text = `callers:\n  gw: { roles: [], token_sha256: ${DIGEST}, vouches: true, obligations: [redact], carries: ${carries} }`;
  const [caller] = loadConfig({ env: {}, file: { path: "writ.yaml", text } }).callers;
  expect(caller).toMatchObject({
    obligations: ["redact"],
    carries: { token_header: "x-agent-token", agent_header: "x-agent", session_header: "mcp-session-id" },
  });
});
