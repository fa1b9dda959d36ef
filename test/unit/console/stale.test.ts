import { expect, test } from "vitest";
import { believedCaller } from "../../../src/admit/admit.ts";
import { answerApproval, showApproval } from "../../../src/console/pages.ts";
import type { ConsoleParts } from "../../../src/console/parts.ts";
import { placeOf } from "../../../src/console/place.ts";
import type { HttpExchange } from "../../../src/transports/native/protocol.ts";
import { approval, ID, kept } from "./approvals.ts";
import { hiddenFields, ORIGIN } from "./browser.ts";

const MAX_AGE_S = 600;
const SEEN_MS = 1_000_000;

function unasked(): never {
  throw new Error("nobody asks this here");
}

/** The pages at a time, for a person whom the issuer saw at SEEN_MS. */
function at(nowMs: number) {
  const { commands, answers } = kept([approval()]);
  const found = { person: "user:bob", issuer: "corp", claims: {}, authenticated_at_ms: SEEN_MS };
  const parts: ConsoleParts = {
    service: {
      admit: async (_, protocol) => ({ ...believedCaller(protocol), tenant: "default", now_ms: nowMs }),
      approvals: commands,
    },
    place: placeOf(ORIGIN),
    signIn: {
      provider: { newSecrets: unasked, begin: unasked, finish: unasked },
      tokens: { verify: unasked },
      store: { begin: unasked, find: async () => found, end: unasked },
      tenant: "default",
      issuer: "corp",
      claims: [],
      maxAgeS: MAX_AGE_S,
      now: () => nowMs,
    },
  };
  return { parts, answers };
}

function exchange(method: string, body = ""): HttpExchange {
  const headers = {
    host: "127.0.0.1:8181",
    origin: ORIGIN,
    cookie: "writ=secret",
    "content-type": "application/x-www-form-urlencoded",
  };
  return {
    method,
    target: `/approvals/${ID}`,
    params: { id: ID },
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: Buffer.from(body),
    peer: { address: "192.0.2.1" },
  };
}

test("a person who signed in as long ago as the configuration permits can answer", async () => {
  const { parts, answers } = at(SEEN_MS + MAX_AGE_S * 1000);
  const fields = hiddenFields(await showApproval(parts, exchange("GET")));
  const form = String(new URLSearchParams({ ...fields, verdict: "deny" }));
  expect(await answerApproval(parts, exchange("POST", form))).toMatchObject({ status: 303 });
  expect(answers).toMatchObject([{ verdict: "deny", address: "192.0.2.1" }]);
});

test("a person who signed in longer ago is shown all, and has to sign in again to answer", async () => {
  const form = hiddenFields(await showApproval(at(SEEN_MS).parts, exchange("GET")));
  const { parts, answers } = at(SEEN_MS + MAX_AGE_S * 1000 + 1);
  const page = await showApproval(parts, exchange("GET"));
  expect(page.body).toContain(approval().shown.sentence);
  expect(page.body).not.toContain('name="verdict"');
  expect(page.body).toContain(`href="/approvals/sign-in?to=%2Fapprovals%2F${ID}"`);
  const sent = String(new URLSearchParams({ ...form, verdict: "approve" }));
  await expect(answerApproval(parts, exchange("POST", sent))).rejects.toMatchObject({ code: "unauthenticated" });
  expect(answers).toEqual([]);
});
