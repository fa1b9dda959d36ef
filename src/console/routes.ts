import type { HttpAnswer, HttpExchange, HttpProtocol, HttpRoute } from "../transports/native/protocol.ts";
import { MAX_FORM_BYTES } from "./forms.ts";
import { redirect } from "./layout.ts";
import { answerApproval, showApproval, showList } from "./pages.ts";
import { type ConsoleParts, NAME } from "./parts.ts";
import { signedIn, signIn, signOut } from "./sign-in/routes.ts";
import { stylesheet } from "./style.ts";
import { errorPage } from "./views/error.ts";

type Page = (parts: ConsoleParts, exchange: HttpExchange) => Promise<HttpAnswer>;

/** The page of approvals, for browsers: no script, no state but a cookie. */
export function consolePages(parts: ConsoleParts): HttpProtocol {
  const route = (method: "GET" | "POST", url: string, page: Page): HttpRoute => ({
    methods: [method],
    url,
    bodyLimit: MAX_FORM_BYTES,
    forwards: false,
    answer: (exchange) => page(parts, exchange),
  });
  return {
    name: NAME,
    routes: [
      route("GET", "/", async () => redirect(parts.place.at("/approvals"))),
      route("GET", "/approvals", showList),
      route("GET", "/approvals/style.css", stylesheet),
      route("GET", "/approvals/sign-in", signIn),
      route("GET", "/approvals/signed-in", signedIn),
      route("POST", "/approvals/sign-out", signOut),
      route("GET", "/approvals/:id", showApproval),
      route("POST", "/approvals/:id", answerApproval),
    ],
    failed: (error) => errorPage(parts.place, error),
  };
}
