/** A page as a browser without script has it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const MAX_REDIRECTS = 10;

/** Follows redirects, keeps cookies by host as browsers do, whatever the port, and says Origin and Sec-Fetch-Site of what it sends. */
export class FormBrowser {
  readonly #cookies = new Map<string, string>();

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  /** Another browser that has got hold of the same cookies. */
  copy(): FormBrowser {
    const other = new FormBrowser();
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  plant(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  forget(name: string): void {
    this.#cookies.delete(name);
  }

  /** Follows redirects up to a path, which it does not ask for. @returns its URL */
  async stopAt(url: string, path: string): Promise<string> {
    const { url: reached } = await this.#load(url, { method: "GET" }, path);
    return reached;
  }

  open(url: string): Promise<Page> {
    return this.#load(url, { method: "GET" });
  }

  /** Sends the page's form with this action, or its first one, with what is filled in. */
  send(page: Page, filled: Readonly<Record<string, string>> = {}, action = ""): Promise<Page> {
    const form = formsOf(page).find((one) => one.action.includes(action));
    if (form === undefined) throw new Error(`${page.url} has no form ${action}:\n${page.html}`);
    return this.#load(new URL(form.action, page.url).href, {
      method: "POST",
      headers: { origin: new URL(page.url).origin, "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ ...form.fields, ...filled }),
    });
  }

  async #load(url: string, init: RequestInit, stop?: string): Promise<Page> {
    let asked = { url, init };
    for (let i = 0; i < MAX_REDIRECTS; i++) {
      const headers = new Headers(asked.init.headers);
      if (this.#cookies.size > 0) headers.set("cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
      const response = await fetch(asked.url, { ...asked.init, headers, redirect: "manual" });
      this.#keep(response.headers);
      const location = response.headers.get("location");
      if (location === null) {
        return { url: asked.url, status: response.status, headers: response.headers, html: await response.text() };
      }
      asked = { url: new URL(location, asked.url).href, init: { method: "GET" } };
      if (new URL(asked.url).pathname === stop) {
        return { url: asked.url, status: response.status, headers: response.headers, html: "" };
      }
    }
    throw new Error(`${url} leads round in circles`);
  }

  #keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
      const over = /;\s*max-age=0(?:;|$)/i.test(line) || (expires !== undefined && Date.parse(expires) < Date.now());
      if (over) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

function formsOf({ html }: Page): readonly Form[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = "", body = ""]) => ({
    action: unescaped(/action="([^"]*)"/.exec(head)?.[1] ?? ""),
    fields: Object.fromEntries(
      [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
        name,
        unescaped(value),
      ]),
    ),
  }));
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
