import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { type RealBrowser, startBrowser } from "../../support/real-browser.ts";
import { type SignInWrit, signInWrit } from "./service.ts";

/** Runs in the browser, beside its pages: they themselves run nothing. */
function outlineOf(element: unknown): string {
  const { getComputedStyle } = globalThis as unknown as { getComputedStyle(of: unknown): { outlineStyle: string } };
  return getComputedStyle(element).outlineStyle;
}

const chromium = await counterpart("chromium");

describe.skipIf("missing" in chromium && chromium.missing !== undefined)(
  titled("Chromium, of a telephone's size, without script", chromium),
  () => {
    let service: SignInWrit;
    let browser: RealBrowser;
    beforeAll(async () => {
      service = await signInWrit();
      browser = await startBrowser(programOf(chromium));
    });
    afterAll(async () => {
      await browser?.close();
      await service?.stop();
    });

    test("a person signs in, reads, says yes, sees it, and the call goes on", async () => {
      const { page, complaints } = browser;
      const asked = await service.ask({ description: "<img src=x> look at https://аpple.com" });
      await page.goto(asked.url);
      await page.getByPlaceholder("Enter any login").fill("bob");
      await page.getByPlaceholder("and password").fill("x");
      await page.getByRole("button", { name: "Sign-in" }).click();
      await page.getByRole("button", { name: "Continue" }).click();
      expect(page.url()).toBe(asked.url);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
        "agent:builder wants to stop a running program",
      );
      expect(await page.getByRole("status").textContent()).toContain("0 of 1 have said yes");
      expect(await page.getByText("hold hidden or disguised characters").isVisible()).toBe(true);
      expect(await page.locator("img").count()).toBe(0);

      await page.getByLabel("Comment").fill("yes, the build hangs");
      await page.getByRole("button", { name: "Approve" }).click();
      expect(page.url()).toBe(asked.url);
      expect(await page.getByText("user:bob@example.com said yes").isVisible()).toBe(true);
      expect(await page.getByText("yes, the build hangs").isVisible()).toBe(true);
      expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
      expect(await asked.again()).toMatchObject({ effect: "warn" }); // of the disguised address
      await page.reload();
      expect(await page.getByRole("status").textContent()).toContain("Used up");
      expect(complaints.filter((text) => text.includes(service.writ.http))).toEqual([]);
    });

    test("every page fits the screen, what is touched is large, and what is focused is seen", async () => {
      const { page } = browser;
      const asked = await service.ask({ description: "w".repeat(400) });
      for (const url of [asked.url, `${service.writ.http}/approvals`]) {
        await page.goto(url);
        // The layout viewport of a telephone grows with what does not fit.
        const { width } = (await page.locator("html").boundingBox()) ?? { width: 0 };
        expect(width).toBe(360);
        for (const part of await page.locator("main > *").all()) {
          const box = await part.boundingBox();
          if (box !== null) expect(box.x + box.width).toBeLessThanOrEqual(360);
        }
      }
      await page.goto(asked.url);
      for (const name of ["Approve", "Deny"]) {
        const box = await page.getByRole("button", { name }).boundingBox();
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect(box?.width).toBeGreaterThan(300);
      }
      await page.getByRole("button", { name: "Approve" }).focus();
      await page.keyboard.press("Tab");
      expect(await page.getByRole("button", { name: "Deny" }).evaluate(outlineOf)).toBe("solid");
      expect(await page.getByRole("button", { name: "Approve" }).evaluate(outlineOf)).toBe("none");
    });

    test("a page of another site neither frames the question nor answers it", async () => {
      const { page } = browser;
      const asked = await service.ask();
      await page.goto(asked.url);
      const form = page.locator(`form[action="/approvals/${asked.id}"]`);
      const hidden = Object.fromEntries(
        await Promise.all(
          ["token", "shown_digest"].map(async (name) => [
            name,
            await form.locator(`input[name=${name}]`).getAttribute("value"),
          ]),
        ),
      );
      const inputs = Object.entries({ ...hidden, verdict: "approve" }).map(
        ([name, value]) => `<input name="${name}" value="${value}">`,
      );
      // Another origin of the same site, with the right token even: the cookie comes along, and the answer is no.
      await page.route("http://localhost:1/**", (route) =>
        route.fulfill({
          contentType: "text/html",
          body: `<iframe src="${asked.url}"></iframe><form method="post" action="${asked.url}">${inputs.join("")}<button>Win</button></form>`,
        }),
      );
      await page.goto("http://localhost:1/evil");
      const [, frame] = page.frames();
      // What a browser has in the place of a page that may not be framed.
      expect(frame?.url()).toBe("chrome-error://chromewebdata/");
      await page.getByRole("button", { name: "Win" }).click();
      await page.waitForURL(asked.url);
      expect(await page.locator("body").textContent()).toMatch(
        /may not do this|not signed in|web pages are not answered/,
      );
      expect(await asked.again()).toMatchObject({ effect: "block" });
      await page.goto(asked.url);
      expect(await page.getByRole("status").textContent()).toContain("0 of 1 have said yes");
    });
  },
);
