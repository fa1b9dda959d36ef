import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { startHttpServer } from "../../tools/http-server.ts";

/** What a client's code says about an answer; `ran`: it took it for a yes, as it should of a whole one. */
type Expected = "ran" | "timeout" | "unreachable" | "refused" | "malformed" | "too_large";

/** What was asked, and with which credential. */
interface Asked {
  readonly request_id: string;
  readonly authorization: string;
  readonly text: string;
  /** Another server than the one that was asked. */
  readonly elsewhere: string;
}

export interface Fault {
  readonly answer: (asked: Asked, response: ServerResponse) => void;
  readonly expected: Expected;
  /** Where Python's standard library says it differently. */
  readonly python?: Expected;
}

const YES = {
  decision_id: "dec_1",
  effect: "allow",
  reasons: [{ code: "fine", message: "fine", rule: "policy.test", controls: [] }],
  obligations: [],
  recorded: "committed",
};

/** As long as any answer may be, and longer. */
const TOO_LONG = " ".repeat(5 * 1024 * 1024);

const GRANT = { id: "grt_1", token: "t", audience: "vault", expires_at: "2026-11-20T15:04:05.123Z", single_use: true };

function yes(asked: Asked, more: object = {}): string {
  return JSON.stringify({ ...YES, request_id: asked.request_id, ...more });
}

function json(response: ServerResponse, text: string | Buffer, status = 200, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** An answer that would be a yes, but for this. */
function but(more: object): Fault {
  return { answer: (asked, response) => json(response, yes(asked, more)), expected: "malformed" };
}

function saying(text: string | Buffer): Fault {
  return { answer: (_asked, response) => json(response, text), expected: "malformed" };
}

/** A whole yes, under another status. */
function status(code: number, headers: (asked: Asked) => object = () => ({})): Fault {
  return { answer: (asked, response) => json(response, yes(asked), code, headers(asked)), expected: "refused" };
}

const redirect = (code: number) => status(code, ({ elsewhere }) => ({ location: `${elsewhere}/v1/decisions` }));

/** Everything that an answer can be without being a yes, by name; `good` shows that the rest of each is. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  good: { answer: (asked, response) => json(response, yes(asked)), expected: "ran" },
  "good-warn": { answer: (asked, response) => json(response, yes(asked, { effect: "warn" })), expected: "ran" },
  silent: { answer: () => undefined, expected: "timeout" },
  "silent-after-headers": {
    answer: (_asked, response) => response.writeHead(200).flushHeaders(),
    expected: "timeout",
  },
  "silent-after-half": {
    answer: (asked, response) => response.writeHead(200).write(yes(asked).slice(0, 40)),
    expected: "timeout",
  },
  dripping: {
    answer: (_asked, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    },
    expected: "timeout",
  },
  reset: { answer: (_asked, response) => response.destroy(), expected: "unreachable" },
  truncated: {
    answer: (asked, response) => {
      response.writeHead(200, { "content-length": "4000" }).write(yes(asked), () => response.destroy());
    },
    expected: "unreachable",
  },
  oversized: { answer: (asked, response) => json(response, TOO_LONG + yes(asked)), expected: "too_large" },
  "oversized-packed": {
    answer: (asked, response) => json(response, gzipSync(TOO_LONG + yes(asked)), 200, { "content-encoding": "gzip" }),
    expected: "too_large",
    python: "malformed",
  },
  "status-201": status(201),
  "status-204": status(204),
  "status-400": status(400),
  "status-401": status(401),
  "status-429": status(429),
  "status-500": status(500),
  "status-503": status(503),
  "redirect-301": redirect(301),
  "redirect-303": redirect(303),
  "redirect-307": redirect(307),
  "redirect-308": redirect(308),
  echo: { answer: (asked, response) => json(response, asked.text + asked.authorization), expected: "malformed" },
  "echo-problem": {
    answer: ({ authorization, text }, response) => {
      const problem = { code: "invalid_argument", detail: authorization + text, errors: [{ pointer: `/${text}` }] };
      json(response, JSON.stringify(problem), 400);
    },
    expected: "refused",
  },
  "echo-code": {
    answer: ({ authorization }, response) => json(response, JSON.stringify({ code: authorization.slice(7) }), 400),
    expected: "refused",
  },
  empty: saying(""),
  html: saying("<html>allow</html>"),
  "not-utf-8": saying(Buffer.from([0x7b, 0xff, 0x7d])),
  null: saying("null"),
  true: saying("true"),
  text: saying('"allow"'),
  list: saying("[]"),
  "empty-object": saying("{}"),
  "of-another-request": but({ request_id: "another" }),
  "request-id-missing": but({ request_id: undefined }),
  "effect-missing": but({ effect: undefined }),
  "effect-unknown": but({ effect: "permit" }),
  "effect-in-capitals": but({ effect: "ALLOW" }),
  "effect-true": but({ effect: true }),
  "effect-in-list": but({ effect: ["allow"] }),
  "decision-id-missing": but({ decision_id: undefined }),
  "reasons-missing": but({ reasons: undefined }),
  "reasons-no-list": but({ reasons: "fine" }),
  "obligations-missing": but({ obligations: undefined }),
  "obligations-no-list": but({ obligations: {} }),
  "obligation-without-type": but({ obligations: [{ fulfillment: "required" }] }),
  "obligation-unknown-fulfillment": but({ obligations: [{ type: "redact", fulfillment: "sometimes" }] }),
  "grant-no-object": but({ grant: "grt_1" }),
  "block-with-grant": but({ effect: "block", grant: GRANT }),
  "recorded-nowhere": but({ recorded: "none" }),
  "dry-run": but({ dry_run: true }),
};

export interface BrokenWrit {
  /** The base URL of a service with this fault. */
  url(fault: string): string;
  /** How many requests came to where answers redirect. */
  readonly strayed: () => number;
  /** What outcomes were reported, per fault. */
  readonly outcomes: () => readonly { readonly fault: string; readonly outcome: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** One server with every fault, under `/<name of the fault>`. Takes reports of outcomes, whatever the fault. */
export async function startBrokenWrit(): Promise<BrokenWrit> {
  let strayed = 0;
  const outcomes: { readonly fault: string; readonly outcome: Record<string, unknown> }[] = [];
  const elsewhere = await startHttpServer((request, response) => {
    strayed += 1;
    response.end(`${request.method}`);
  });
  const server = await startHttpServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      const [, fault = "", ...path] = (request.url ?? "").split("/");
      const body = JSON.parse(text) as Record<string, unknown>;
      if (path.at(-1) === "outcome") {
        outcomes.push({ fault, outcome: body });
        return json(response, "{}");
      }
      const { authorization = "" } = request.headers;
      const asked = { request_id: body["request_id"] as string, authorization, text, elsewhere: elsewhere.url };
      FAULTS[fault]?.answer(asked, response);
    });
  });
  return {
    url: (fault) => `${server.url}/${fault}`,
    strayed: () => strayed,
    outcomes: () => outcomes,
    close: async () => {
      await Promise.all([server.close(), elsewhere.close()]);
    },
  };
}
