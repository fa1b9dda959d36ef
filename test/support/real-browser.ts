import { type Browser, chromium, type Page } from "playwright-core";

/** A telephone, as far as a page can tell. */
const PHONE = { width: 360, height: 740 };

/** A real Chromium without a screen, of a telephone's size, in which no script runs. */
export interface RealBrowser {
  readonly page: Page;
  /** What the browser said of the pages: what it refused to load or to do. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** @param program as `make counterparts` obtained it */
export async function startBrowser(program: string, colorScheme: "light" | "dark" = "light"): Promise<RealBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: program,
    headless: true,
    // Chromium's own sandbox takes rights that a container has not; the pages are our own.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    colorScheme,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  return { page, complaints, close: () => browser.close() };
}
