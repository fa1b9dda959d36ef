import { APPROVAL_EXCLUSIONS, APPROVAL_PARTS, APPROVAL_STATES, MAX_COMMENT_CHARS } from "../../../domain/approval.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_PAGE_SIZE } from "../../../domain/limits.ts";
import { MAX_WAIT_MS } from "../../native/decode-approval.ts";

// Approvals in OpenAPI 3.1.

const string = { type: "string" };
const strings = { type: "array", items: string };
const time = { type: "string", format: "date-time" };
const count = { type: "integer", minimum: 0 };
const digest = { type: "string", pattern: "^sha256:[0-9a-f]{64}$" };
const comment = { ...string, maxLength: MAX_COMMENT_CHARS };

const closed = (properties: JsonObject, required = Object.keys(properties)): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const always: JsonObject = {
  id: string,
  state: { enum: [...APPROVAL_STATES] },
  decision_id: { ...string, description: "The decision that asked." },
  requested_by: { ...string, description: "The caller that asked." },
  agent: string,
  owner: string,
  on_behalf_of: string,
  delegation: { ...strings, description: "For whom the agent acts, nearest first." },
  session: string,
  task: string,
  intent: string,
  action_digest: digest,
  demand: ref("ApprovalDemand"),
  shown: ref("ShownApproval"),
  shown_digest: { ...digest, description: "Of what people are shown; an answer repeats it." },
  votes: { type: "array", items: ref("ApprovalVote") },
  uses: { ...count, description: "How many calls went on by it." },
  requested_at: time,
  expires_at: { ...time, description: "Until when it may be answered." },
};

export const APPROVAL_SCHEMAS: JsonObject = {
  ApprovalDemand: closed({
    approvers: { ...strings, description: "role:…, group:… or the id of a person." },
    quorum: { ...count, description: "How many different people have to say yes." },
    not_by: { type: "array", items: { enum: [...APPROVAL_EXCLUSIONS] } },
    template: { ...string, description: "this_action, or the name of a template." },
    uses: { ...count, description: "How many calls one approval lets go on." },
    valid_for_s: { ...count, description: "How long it may be used once it is given." },
    same: { type: "array", items: { enum: [...APPROVAL_PARTS] } },
    max_amount: { ...string, description: "Exact decimal; empty where amounts have to be the same." },
  }),
  ShownApproval: closed({
    sentence: string,
    fields: { type: "array", items: closed({ name: string, value: string }) },
    warnings: strings,
  }),
  ApprovalVote: closed({
    by: string,
    verdict: { enum: ["approve", "deny"] },
    as: { ...strings, description: "Which of the demanded approvers the person was." },
    at: time,
    via: string,
    address: { ...string, description: "Empty for who only asked." },
    comment: { ...string, description: "Empty for who only asked." },
  }),
  ApprovalRecord: closed(
    { ...always, approved_at: time, valid_until: time, ended_at: time, ended_by: string, ended_reason: string },
    Object.keys(always),
  ),
  ApprovalPage: closed({ approvals: { type: "array", items: ref("ApprovalRecord") }, next_page_token: string }, [
    "approvals",
  ]),
  ApprovalAnswer: closed({ shown_digest: digest, comment, via: { enum: ["api", "cli"] } }, ["shown_digest"]),
  ApprovalWithdrawal: closed({ reason: comment }, []),
};

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

const body = (name: string): JsonObject => ({
  requestBody: { required: true, content: { "application/json": { schema: ref(name) } } },
});
const query = (name: string, schema: JsonObject = string): JsonObject => ({ name, in: "query", schema });
const id = { name: "id", in: "path", required: true, schema: string };
const about = { parameters: [id] };

export function approvalPaths(operation: Operation): JsonObject {
  const one = ref("ApprovalRecord");
  return {
    "/v1/approvals": {
      get: operation("listApprovals", "Read approvals, newest first", ref("ApprovalPage"), {
        parameters: [
          query("state", { enum: [...APPROVAL_STATES] }),
          query("agent"),
          query("session"),
          query("task"),
          query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }),
          query("page_token"),
        ],
      }),
    },
    "/v1/approvals/{id}": { get: operation("getApproval", "Read an approval", one, about) },
    "/v1/approvals/{id}:wait": {
      get: operation("waitForApproval", "An approval, as soon as it is not pending any more", one, {
        parameters: [id, query("timeout_ms", { type: "integer", minimum: 0, maximum: MAX_WAIT_MS })],
      }),
    },
    "/v1/approvals/{id}:approve": {
      post: operation("approve", "A person's yes", one, { ...about, ...body("ApprovalAnswer") }),
    },
    "/v1/approvals/{id}:deny": {
      post: operation("deny", "A person's no", one, { ...about, ...body("ApprovalAnswer") }),
    },
    "/v1/approvals/{id}:withdraw": {
      post: operation("withdraw", "Take back a question, or a yes that is not used up", one, {
        ...about,
        ...body("ApprovalWithdrawal"),
      }),
    },
  };
}
