import { describe, expect, it, test } from "vitest";
import { Html, html } from "../../../src/console/html.ts";
import type { ApprovalRecord } from "../../../src/domain/approval.ts";
import { APPROVAL_STATES } from "../../../src/domain/approval.ts";
import { DEMAND } from "../approvals/subjects.ts";
import { approval, ID } from "./approvals.ts";
import { cookieFrom, pages } from "./browser.ts";

describe("html", () => {
  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onclick="x' \``, "&quot; onclick=&quot;x&#39; &#96;"],
    ["&lt;", "&amp;lt;"],
  ])("escapes %s", (text, escaped) => {
    expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  test("leaves pieces as they are, alone and in lists", () => {
    expect(html`<ul>${["a", "<"].map((one) => html`<li>${one}</li>`)}</ul>${html`<hr>`}`.text).toBe(
      "<ul><li>a</li><li>&lt;</li></ul><hr>",
    );
  });

  test("takes nothing for a piece that it has not made", () => {
    expect(() => new Html(Symbol("html") as never, "<script>")).toThrow(TypeError);
    const looksLike = { text: "<script>" } as unknown as Html;
    expect(() => html`${looksLike}`).toThrow();
  });
});

const EVIL = `</title></bdi><script>alert(1)</script><img src=x onerror="alert(1)">\u202e'"`;

/** Everything that somebody else may have written. */
const evil: ApprovalRecord = approval({
  agent: EVIL,
  owner: EVIL,
  session: EVIL,
  task: EVIL,
  decision_id: EVIL,
  demand: { ...DEMAND, approvers: [EVIL], template: EVIL },
  shown: { sentence: EVIL, fields: [{ name: EVIL, value: EVIL }], warnings: [EVIL] },
  votes: [{ by: EVIL, verdict: "approve", as: ["role:approver"], at_ms: 0, via: EVIL, address: EVIL, comment: EVIL }],
});

describe("a page", () => {
  it.each(["/approvals", `/approvals/${ID}`])(
    "%s has no markup but its own, whatever the record holds",
    async (path) => {
      const { body } = await pages([evil]).ask("GET", path, {});
      expect(body).not.toMatch(/<script|<img|<\/title><\/bdi>|\u202e/);
      expect(body.match(/<title>/g)).toHaveLength(1);
      expect(body).not.toMatch(/<[^>]*\son\w+=/i);
      expect(body).toContain("&lt;script&gt;");
    },
  );

  it.each(["/approvals", `/approvals/${ID}`, "/approvals/apr_01JD0000000000000000000009"])(
    "%s runs nothing, is framed by nobody, is kept by nobody and sends forms to nobody else",
    async (path) => {
      const { headers } = await pages([approval()]).ask("GET", path, {});
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers).toMatchObject({ "x-frame-options": "DENY", "referrer-policy": "same-origin" });
      expect(headers["cache-control"] ?? "no-store").toBe("no-store");
    },
  );

  it.each(APPROVAL_STATES)("of a question that is %s says so, and has a form only while it waits", async (state) => {
    const { body } = await pages([approval({ state })]).ask("GET", `/approvals/${ID}`, {});
    const said = {
      pending: "Waits",
      approved: "Approved",
      denied: "Denied",
      expired: "Expired",
      used: "Used up",
      withdrawn: "Withdrawn",
    };
    expect(body).toContain(`role="status">${said[state]}`);
    expect(body.includes('name="verdict"')).toBe(state === "pending");
  });

  it("has no form for who has answered, and shows the answer", async () => {
    const votes = [
      {
        by: "loopback",
        verdict: "approve" as const,
        as: ["role:approver"],
        at_ms: 0,
        via: "page",
        address: "",
        comment: "fine",
      },
    ];
    const { body } = await pages([approval({ votes, demand: { ...DEMAND, quorum: 2 } })]).ask(
      "GET",
      `/approvals/${ID}`,
      {},
    );
    expect(body).not.toContain('name="verdict"');
    expect(body).toContain("1 of 2 have said yes");
    expect(body).toContain("<bdi>fine</bdi>");
  });

  it("shows what was written out when it was kept as it was kept", async () => {
    const kept = approval({
      shown: { sentence: "a⟨U+202E⟩b", fields: [{ name: "/a⟨U+0000⟩", value: "⟨empty⟩" }], warnings: [] },
    });
    const { body } = await pages([kept]).ask("GET", `/approvals/${ID}`, {});
    for (const text of ["<h1><bdi>a⟨U+202E⟩b</bdi>", "/a⟨U+0000⟩", "⟨empty⟩"]) expect(body).toContain(text);
  });

  it("of what is not there is an error's page", async () => {
    const answer = await pages([]).ask("GET", `/approvals/${ID}`, {});
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.body).toContain("There is no such thing");
  });

  it("says in development mode that nobody has signed in", async () => {
    const { body } = await pages([]).ask("GET", "/approvals", {});
    expect(body).toContain("loopback, whoever uses this machine: no sign-in is configured");
    expect(body).not.toContain("Sign out");
  });

  it("is where the configuration says, for who asks for it by another name of this machine", async () => {
    const answer = await pages([]).ask("GET", "/approvals?x=1", { host: "localhost:8181" });
    expect(answer).toMatchObject({ status: 303, headers: { location: "http://127.0.0.1:8181/approvals?x=1" } });
  });

  it("behind a proxy has the proxy's path in every link, and a cookie of this host and of TLS only", async () => {
    const { ask } = pages([approval()], "https://writ.example/judge");
    const answer = await ask("GET", `/approvals/${ID}`, { host: "127.0.0.1:8181" });
    const links = [...answer.body.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(link).toMatch(/^\/judge\/approvals/);
    expect(cookieFrom(answer)).toMatch(/^__Host-writ=[\w-]{43}$/);
    expect(answer.cookies?.[0]).toMatch(/; Path=\/; Max-Age=28800; HttpOnly; SameSite=Lax; Secure$/);
  });
});
