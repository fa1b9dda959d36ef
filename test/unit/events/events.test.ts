import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { REVOCATION_REASONS } from "../../../src/domain/revocation.ts";
import { SESSION_REVOKED, securityEvent } from "../../../src/events/security-event.ts";
import { MAX_EVENT_AGE_S, retryDelay } from "../../../src/outbox/retry.ts";
import type { QueuedEvent } from "../../../src/ports/event-outbox.ts";

const EVENT: QueuedEvent = {
  id: "evt_1",
  subject: "spiffe://acme.example/agent/refunds",
  grant_id: "grt_1",
  task: "tsk_1",
  intent: "",
  session: "s-1",
  reason: "session_revoked",
  at_ms: 1_800_000_000_500,
  attempts: 0,
  age_s: 0,
};
const TO = { issuer: "https://writ.example", audience: "https://siem.example", tenant: "default" };

test("a security event token says what CAEP wants of it, and nothing that makes it look like an access token", () => {
  const claims = securityEvent(EVENT, TO, 1_800_000_010_999);
  expect(claims).toEqual({
    iss: "https://writ.example",
    aud: "https://siem.example",
    iat: 1_800_000_010,
    jti: "evt_1",
    toe: 1_800_000_000,
    sub_id: {
      format: "complex",
      application: { format: "uri", uri: "spiffe://acme.example/agent/refunds" },
      session: { format: "opaque", id: "grt_1" },
      tenant: { format: "opaque", id: "default" },
    },
    events: {
      [SESSION_REVOKED]: {
        event_timestamp: 1_800_000_000,
        initiating_entity: "policy",
        reason_admin: { en: "The policy revoked the agent's session" },
        writ: { grant: "grt_1", reason: "session_revoked", task: "tsk_1", session: "s-1" },
      },
    },
  });
});

test.each(REVOCATION_REASONS)("%s has an initiating entity that CAEP knows", (reason) => {
  const { events } = securityEvent({ ...EVENT, reason, subject: "agent:plain" }, TO, 0) as {
    events: Record<string, { initiating_entity: string }>;
  };
  expect(["admin", "user", "policy", "system"]).toContain(events[SESSION_REVOKED]?.initiating_entity);
});

test("tries come further and further apart, up to 5 minutes, until the event is a day old", () => {
  expect([1, 2, 3, 4].map((attempts) => retryDelay(attempts, 0, 0.5))).toEqual([1, 2, 4, 8]);
  expect(retryDelay(1_000, 0, 0.5)).toBe(300);
  expect([retryDelay(9, 0, 0), retryDelay(9, 0, 1)]).toEqual([230.4, 281.6]);
  expect(retryDelay(1, MAX_EVENT_AGE_S, 0.5)).toBeUndefined();
});

const subscriber = (fields: string) => `events:\n  subscribers:\n    siem: { ${fields} }\n`;

test("subscribers are read with what they do not say", () => {
  const text = subscriber("url: https://siem.example/events, audience: siem");
  expect(loadConfig({ env: {}, file: { path: "writ.yaml", text } }).subscribers).toEqual([
    {
      name: "siem",
      url: "https://siem.example/events",
      audience: "siem",
      events: REVOCATION_REASONS.filter((reason) => reason !== "outcome_reported"),
      authorizationFile: "",
      caFile: "",
    },
  ]);
});

test.each([
  ["url: http://siem.example, audience: a", "events.subscribers/siem/url must be an https URL"],
  ["url: https://u:p@siem.example, audience: a", "events.subscribers/siem/url must be an https URL"],
  ["url: https://siem.example", "events.subscribers/siem/audience must be a string"],
  ["url: https://siem.example, audience: a, events: [all]", "events.subscribers/siem/events/0 must be one of"],
  ["url: https://siem.example, audience: a, secret: x", "events.subscribers/siem/secret is not a known field"],
])("%s is refused", (fields, problem) => {
  expect(() => loadConfig({ env: {}, file: { path: "writ.yaml", text: subscriber(fields) } })).toThrow(problem);
});

test.each([
  ["grants: { signer: openbao-transit }", "grants.transit: must say how openbao-transit is reached"],
  [
    "grants: { transit: { address: http://bao.example, token_file: t } }",
    "grants.transit/address must be an https URL",
  ],
  ["grants: { transit: { address: https://bao.example } }", "grants.transit/token_file must be a string"],
  [
    "grants: { transit: { address: https://b, token_file: t, mount: ../sys } }",
    "grants.transit/mount is not of its form",
  ],
  ["grants: { signer: pkcs11 }", "grants.signer must be one of local, openbao-transit"],
])("%s is refused", (text, problem) => {
  expect(() => loadConfig({ env: {}, file: { path: "writ.yaml", text } })).toThrow(problem);
});
