import type { HttpAnswer } from "../transports/native/protocol.ts";
import { type Html, html, NOTHING } from "./html.ts";
import type { Place } from "./place.ts";

/**
 * No script, no frame, no foreign resource, no form to anywhere else (CSP 3). `same-origin` and not `no-referrer`: with that, browsers send
 * `Origin: null` with the page's own forms (Fetch section 3.1), and an own form could not be told from a foreign one.
 */
const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Who looks at the page, as the page says it. */
export interface Header {
  readonly person: string;
  /** The form by which the person signs out; none for who has not signed in. */
  readonly signOut?: Html;
}

export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  readonly header?: Header | undefined;
  readonly status?: number;
  readonly cookies?: readonly string[];
}

/** A whole page, which stays in nobody's cache. */
export function page({ at }: Place, { title, body, header, status = 200, cookies = [] }: PageOptions): HttpAnswer {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Writ</title>
<link rel="stylesheet" href="${at("/approvals/style.css")}">
</head>
<body>
<header><a href="${at("/approvals")}">Writ: approvals</a>${header === undefined ? NOTHING : personOf(header)}</header>
<main>
${body}
</main>
</body>
</html>
`;
  return { status, headers: HEADERS, body: text, cookies };
}

function personOf({ person, signOut }: Header): Html {
  return html`<div class="person"><span>You are <bdi>${person}</bdi></span>${signOut ?? NOTHING}</div>`;
}

/** 303: whatever was sent is not sent again (RFC 9110 section 15.4.4). */
export function redirect(location: string, cookies: readonly string[] = []): HttpAnswer {
  return { status: 303, headers: { location, "referrer-policy": "same-origin" }, body: "", cookies };
}
