import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FormBrowser } from "../../support/form-browser.ts";
import { type SignInWrit, signInAt, signInWrit } from "./service.ts";

let service: SignInWrit;
beforeAll(async () => {
  service = await signInWrit();
});
afterAll(async () => {
  await service?.stop();
});

describe("a person who follows the link of a question", () => {
  test("signs in at the issuer, comes back to the question, says yes, and the call goes on once", async () => {
    const asked = await service.ask();
    const bob = new FormBrowser();
    const page = await signInAt(bob, asked.url, "bob");
    expect(page).toMatchObject({ url: asked.url, status: 200 });
    expect(page.html).toContain("agent:builder wants to stop a running program");
    expect(page.html).toContain("user:bob@example.com");

    const answered = await bob.send(page, { verdict: "approve", comment: "go <b>on</b>" }, asked.id);
    expect(answered).toMatchObject({ url: asked.url, status: 200 });
    expect(answered.html).toMatch(/user:bob@example\.com<\/bdi> said yes/);
    expect(answered.html).toContain("go &lt;b&gt;on&lt;/b&gt;");
    expect(answered.html).not.toContain('name="verdict"');
    expect(await asked.again()).toMatchObject({ effect: "allow" });

    const used = await bob.open(asked.url);
    expect(used.html).toContain("Used up");
  });

  test("may say no, and the call stays blocked", async () => {
    const asked = await service.ask();
    const carol = new FormBrowser();
    const page = await signInAt(carol, asked.url, "carol");
    expect((await carol.send(page, { verdict: "deny" }, asked.id)).html).toContain("Denied");
    expect(await asked.again()).toMatchObject({ effect: "block" });
  });

  test("sees what waits on one page", async () => {
    const asked = await service.ask();
    const page = await signInAt(new FormBrowser(), `${service.writ.http}/`, "bob");
    expect(page.url).toBe(`${service.writ.http}/approvals`);
    expect(page.html).toContain(`href="/approvals/${asked.id}"`);
  });

  test("whom the configuration knows nothing of is told so, and gets no session", async () => {
    const asked = await service.ask();
    const eve = new FormBrowser();
    const page = await signInAt(eve, asked.url, "eve");
    expect(page.status).toBe(401);
    expect(page.html).toContain("whoever signed in is nobody among the callers");
    expect(eve.cookies.has("writ")).toBe(false);
  });

  test("who has answered a question that was answered meanwhile is told so", async () => {
    const asked = await service.ask();
    const [bob, carol] = [new FormBrowser(), new FormBrowser()];
    const [first, second] = [await signInAt(bob, asked.url, "bob"), await signInAt(carol, asked.url, "carol")];
    await bob.send(first, { verdict: "deny" }, asked.id);
    expect((await carol.send(second, { verdict: "approve" }, asked.id)).status).toBe(409);
    expect(await asked.again()).toMatchObject({ effect: "block" });
  });
});

describe("the way to the issuer and back", () => {
  test("leads nowhere else", async () => {
    for (const to of [
      "https://evil.example/",
      "//evil.example",
      "/v1/decisions",
      "/approvals/../v1",
      "/approvals/%2e%2e",
    ]) {
      const page = await signInAt(
        new FormBrowser(),
        `${service.writ.http}/approvals/sign-in?to=${encodeURIComponent(to)}`,
        "bob",
      );
      expect(page.url).toBe(`${service.writ.http}/approvals`);
    }
  });

  test.each([
    ["in another browser", async (url: URL) => new FormBrowser().open(url.href), 401],
    ["with another state", async (url: URL, browser: FormBrowser) => browser.open(changed(url, "state")), 401],
    ["with another code", async (url: URL, browser: FormBrowser) => browser.open(changed(url, "code")), 401],
    ["from another issuer", async (url: URL, browser: FormBrowser) => browser.open(changed(url, "iss")), 401],
    ["without a code", async (url: URL, browser: FormBrowser) => browser.open(`${url.origin}${url.pathname}`), 401],
  ])("does not end %s", async (_, end, status) => {
    const { browser, url } = await beforeTheEnd("bob");
    const page = await end(new URL(url), browser);
    expect(page.status).toBe(status);
    expect(browser.cookies.has("writ")).toBe(false);
  });

  test("ends once", async () => {
    const { browser, url } = await beforeTheEnd("bob");
    const thief = browser.copy();
    expect((await browser.open(url)).status).toBe(200);
    expect((await thief.open(url)).status).toBe(401);
    expect(thief.cookies.has("writ")).toBe(false);
  });

  test("that the person breaks off ends in a page that says so", async () => {
    const browser = new FormBrowser();
    const page = await browser.open(`${service.writ.http}/approvals`);
    const abort = /href="([^"]*\/abort)"/.exec(page.html)?.[1] ?? "";
    const ended = await browser.open(new URL(abort, page.url).href);
    expect(ended.status).toBe(403);
    expect(ended.html).toContain("the issuer did not sign you in (access_denied)");
  });

  test("gives a new secret each time, and the one before it is worth nothing", async () => {
    const bob = new FormBrowser();
    bob.plant("writ", "planted-by-somebody-else");
    await signInAt(bob, `${service.writ.http}/approvals`, "bob");
    const first = bob.copy();
    expect(bob.cookies.get("writ")).toMatch(/^[\w-]{43}$/);
    await signInAt(bob, `${service.writ.http}/approvals/sign-in`, "bob");
    expect(bob.cookies.get("writ")).not.toBe(first.cookies.get("writ"));
    expect(await isSignedIn(first)).toBe(false);
    expect(await isSignedIn(bob)).toBe(true);
  });

  test("ends in a session that signing out ends, whoever else has its cookie", async () => {
    const bob = new FormBrowser();
    const page = await signInAt(bob, `${service.writ.http}/approvals`, "bob");
    const thief = bob.copy();
    const out = await bob.send(page, {}, "sign-out");
    expect(out.html).toContain("You are signed out");
    expect(bob.cookies.has("writ")).toBe(false);
    expect(await isSignedIn(thief)).toBe(false);
  });
});

/** Whether Writ knows the browser, without a way round by the issuer. */
async function isSignedIn(browser: FormBrowser): Promise<boolean> {
  const headers = { cookie: `writ=${browser.cookies.get("writ")}` };
  const response = await fetch(`${service.writ.http}/approvals`, { headers, redirect: "manual" });
  return response.status === 200;
}

/** A browser that has all but come back, and where it is to come back to. */
async function beforeTheEnd(person: string): Promise<{ readonly browser: FormBrowser; readonly url: string }> {
  const browser = new FormBrowser();
  const page = await signInAt(browser, `${service.writ.http}/approvals`, person);
  expect(page.status).toBe(200);
  const other = browser.copy();
  other.forget("writ");
  const url = await other.stopAt(`${service.writ.http}/approvals/sign-in`, "/approvals/signed-in");
  return { browser: other, url };
}

function changed(url: URL, parameter: string): string {
  const other = new URL(url);
  other.searchParams.set(parameter, parameter === "iss" ? "https://evil.example" : "A".repeat(43));
  return other.href;
}
