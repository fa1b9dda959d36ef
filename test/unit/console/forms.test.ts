import { describe, expect, it, test } from "vitest";
import { approval, ID, OTHER_ID } from "./approvals.ts";
import { cookieFrom, hiddenFields, ORIGIN, pages } from "./browser.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, "sec-fetch-site": "same-origin" };

/** A browser that has the page of one question, and of another. */
async function opened() {
  const { ask, answers } = pages([approval(), approval({ id: OTHER_ID })]);
  const first = await ask("GET", `/approvals/${ID}`, {});
  const cookie = cookieFrom(first);
  const other = hiddenFields(await ask("GET", `/approvals/${OTHER_ID}`, { cookie }));
  const stranger = hiddenFields(await ask("GET", `/approvals/${ID}`, {}));
  return { ask, answers, cookie, own: hiddenFields(first), other, stranger };
}
type Opened = Awaited<ReturnType<typeof opened>>;

interface Sent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

async function send(browser: Opened, { headers = {}, fields = {}, body }: Sent) {
  const all = Object.entries({ ...FORM, cookie: browser.cookie, ...headers }).filter(
    ([, value]) => value !== undefined,
  );
  const given = Object.entries({ ...browser.own, verdict: "approve", comment: "ok", ...fields }).filter(
    ([, value]) => value !== undefined,
  );
  const form = body ?? String(new URLSearchParams(given as [string, string][]));
  return browser.ask("POST", `/approvals/${ID}`, Object.fromEntries(all) as Record<string, string>, form);
}

describe("an answer by the page's own form", () => {
  it("is handed on, with where it came from, and shown again by GET", async () => {
    const browser = await opened();
    const answer = await send(browser, {});
    expect(answer).toMatchObject({ status: 303, headers: { location: `/approvals/${ID}` } });
    expect(browser.answers).toEqual([
      {
        id: ID,
        verdict: "approve",
        comment: "ok",
        shown_digest: approval().shown_digest,
        via: "page",
        address: "127.0.0.1",
      },
    ]);
  });

  it("may come from a browser that does not say Sec-Fetch-Site", async () => {
    const browser = await opened();
    expect((await send(browser, { headers: { "sec-fetch-site": undefined } })).status).toBe(303);
  });
});

const REFUSED: readonly (readonly [about: string, status: number, sent: (browser: Opened) => Sent])[] = [
  ["without a token", 403, () => ({ fields: { token: undefined } })],
  ["with an empty token", 403, () => ({ fields: { token: "" } })],
  ["with a token of the same length", 403, ({ own }) => ({ fields: { token: "A".repeat(own["token"]?.length ?? 0) } })],
  ["with the token of another question", 403, ({ other }) => ({ fields: { token: other["token"] } })],
  ["with the token of another browser", 403, ({ stranger }) => ({ fields: { token: stranger["token"] } })],
  ["about what was not shown", 403, () => ({ fields: { shown_digest: `sha256:${"3".repeat(64)}` } })],
  ["without the cookie", 403, () => ({ headers: { cookie: undefined } })],
  ["with a second cookie of the name", 403, ({ cookie }) => ({ headers: { cookie: `${cookie}; ${cookie}` } })],
  ["of a foreign origin", 403, () => ({ headers: { origin: "https://evil.example" } })],
  ["of an opaque origin", 403, () => ({ headers: { origin: "null" } })],
  ["of no origin", 403, () => ({ headers: { origin: undefined } })],
  ["of another port", 403, () => ({ headers: { origin: "http://127.0.0.1:8182" } })],
  ["of a foreign site", 403, () => ({ headers: { "sec-fetch-site": "cross-site" } })],
  ["of a neighbour's site", 403, () => ({ headers: { "sec-fetch-site": "same-site" } })],
  ["that the person typed in", 403, () => ({ headers: { "sec-fetch-site": "none" } })],
  ["with no verdict", 400, () => ({ fields: { verdict: undefined } })],
  ["with another verdict", 400, () => ({ fields: { verdict: "approve " } })],
  ["with two verdicts", 400, ({ own }) => ({ body: `${new URLSearchParams(own)}&verdict=deny&verdict=approve` })],
  [
    "with many fields",
    400,
    () => ({ fields: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, ""])) }),
  ],
  ["as text, which needs no leave of another site", 415, () => ({ headers: { "content-type": "text/plain" } })],
  ["as parts", 415, () => ({ headers: { "content-type": "multipart/form-data; boundary=x" } })],
];

describe("an answer", () => {
  it.each(REFUSED)("%s is refused, and nothing is answered", async (_, status, sent) => {
    const browser = await opened();
    const answer = await send(browser, sent(browser));
    expect(answer.status).toBe(status);
    expect(answer.body).toContain('role="alert"');
    expect(browser.answers).toEqual([]);
  });
});

test("a token is of one browser, one question and one text, and says nothing of the browser's secret", async () => {
  const { own, other, stranger, cookie } = await opened();
  const tokens = [own, other, stranger].map(({ token }) => token);
  expect(new Set(tokens).size).toBe(3);
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token ?? ""))).toBe(true);
  expect(cookie.split("=")[1]).not.toBe(own["token"]);
});
