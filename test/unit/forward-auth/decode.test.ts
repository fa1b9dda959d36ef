import { describe, expect, test } from "vitest";
import { type Asking, asked, FORWARD, ORIGINAL } from "./asked.ts";

const MESSAGE = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "t", arguments: {} } });

const FORMS: readonly (Asking & { readonly what: string })[] = [
  { what: "forward-auth", route: "/authz/forward", fields: FORWARD },
  { what: "auth_request", route: "/authz/request", fields: ORIGINAL },
  {
    what: "ingress-nginx",
    route: "/authz/request",
    fields: [
      ["x-original-method", "POST"],
      ["x-original-url", "https://shop.example/mcp?a=b"],
    ],
  },
  {
    what: "Envoy's HTTP authorizer",
    route: "/authz/http/*",
    method: "POST",
    target: "/authz/http/mcp?a=b",
    fields: [
      ["host", "shop.example"],
      ["x-forwarded-proto", "https"],
    ],
  },
];

describe.each(FORMS)("$what", (form) => {
  test("says which request is held back, and so which server it is for", async () => {
    const { requests, answer } = await asked(form);
    expect(answer.status).toBe(200);
    // No body is shown: what the call is about is not known, and the action will say so.
    expect(requests).toMatchObject([
      { call: { format: "http", server: "shop", payload: { method: "POST", scheme: "https" } } },
    ]);
    expect(requests[0]?.call).toMatchObject({
      payload: { host: "shop.example", target: "/mcp?a=b", body_state: "unseen" },
    });
  });

  test("a body that is shown is judged, whatever the method by which it comes", async () => {
    const fields = [...form.fields, ["content-type", "application/json"]] as const;
    const { requests } = await asked({ ...form, fields, body: MESSAGE });
    expect(requests).toMatchObject([{ call: { format: "mcp", server: "shop", payload: JSON.parse(MESSAGE) } }]);
  });

  test("a body that is shown in part is a recorded block", async () => {
    const fields = [...form.fields, ["x-envoy-auth-partial-body", "true"]] as const;
    const { requests } = await asked({ ...form, fields, body: MESSAGE });
    expect(requests).toMatchObject([{ call: { refusal: { code: "call_body_truncated" } } }]);
  });

  test.each(form.fields.map(([name]) => name).filter((name) => form.route !== "/authz/http/*" || name === "host"))(
    "without %s, and with two of it, nothing is asked and nothing goes on",
    async (name) => {
      const others = form.fields.filter(([field]) => field !== name);
      for (const fields of [others, [...others, [name, ""]], [...form.fields, [name, "other"]]] as const) {
        const { requests, answer } = await asked({ ...form, fields: fields as Asking["fields"] });
        expect(requests).toEqual([]);
        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.body)).toMatchObject({
          errors: [{ pointer: expect.stringMatching(/^\/headers\/x-|^\/headers\/host/) }],
        });
      }
    },
  );
});

const forward = (name: string, value: string) =>
  FORWARD.map(([field, old]) => [field, field === name ? value : old] as const);

test.each(["ws", "WSS"])("a %s is a WebSocket, of which nobody sees more than its beginning", async (scheme) => {
  const fields = [...forward("x-forwarded-proto", scheme), ["x-forwarded-method", "GET"] as const].filter(
    ([name, value]) => name !== "x-forwarded-method" || value === "GET",
  );
  const stream = [...fields, ["accept", "text/event-stream"] as const];
  const { requests } = await asked({ route: "/authz/forward", fields: stream });
  expect(requests).toMatchObject([{ call: { format: "http", payload: { headers: { upgrade: "websocket" } } } }]);
});

const UNREADABLE: readonly (Pick<Asking, "route" | "fields"> & { readonly what: string; readonly pointer: string })[] =
  [
    {
      what: "a method with a space",
      route: "/authz/forward",
      fields: forward("x-forwarded-method", "GET /"),
      pointer: "/method",
    },
    {
      what: "an endless method",
      route: "/authz/forward",
      fields: forward("x-forwarded-method", "A".repeat(33)),
      pointer: "/method",
    },
    {
      what: "an absolute target",
      route: "/authz/forward",
      fields: forward("x-forwarded-uri", "http://a/b"),
      pointer: "/target",
    },
    {
      what: "a target with a space",
      route: "/authz/forward",
      fields: forward("x-forwarded-uri", "/a b"),
      pointer: "/target",
    },
    {
      what: "two hosts in one",
      route: "/authz/forward",
      fields: forward("x-forwarded-host", "a.example, b.example"),
      pointer: "/host",
    },
    {
      what: "a host with a user",
      route: "/authz/forward",
      fields: forward("x-forwarded-host", "a@b.example"),
      pointer: "/host",
    },
    {
      what: "two schemes in one",
      route: "/authz/forward",
      fields: forward("x-forwarded-proto", "https,http"),
      pointer: "/headers/x-forwarded-proto",
    },
    {
      what: "nginx's own form beside ingress-nginx's",
      route: "/authz/request",
      fields: [...ORIGINAL, ["x-original-url", "https://shop.example/public"]],
      pointer: "/headers/x-original-url",
    },
    {
      what: "a URL with a user",
      route: "/authz/request",
      fields: [
        ["x-original-method", "GET"],
        ["x-original-url", "https://a@shop.example/"],
      ],
      pointer: "/headers/x-original-url",
    },
    {
      what: "fields of another form",
      route: "/authz/forward",
      fields: ORIGINAL,
      pointer: "/headers/x-forwarded-method",
    },
  ];

test.each(UNREADABLE)("$what is refused by name, and repeated nowhere", async ({ route, fields, pointer }) => {
  const { requests, answer } = await asked({ route, fields });
  expect(requests).toEqual([]);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ pointer }] });
});

test("the server that the path names counts, whatever host and query say", async () => {
  const { requests } = await asked({ route: "/authz/forward/:server", params: { server: "other" }, fields: FORWARD });
  expect(requests).toMatchObject([{ call: { server: "other" } }]);
});

test("the gateway shows its own credential, and the agent's is the agent's only", async () => {
  const fields = [
    ...FORWARD,
    ["x-writ-authorization", "Bearer gateway"],
    ["authorization", "Bearer agent.to.ken"],
  ] as const;
  const { peers, requests } = await asked({ route: "/authz/forward", fields });
  expect(peers).toEqual([{ address: "127.0.0.1", authorization: "Bearer gateway" }]);
  expect(requests).toMatchObject([{ agent: { token: "agent.to.ken" } }]);
  // A gateway without a credential is nobody: the agent's does not make it somebody.
  const without = await asked({
    route: "/authz/forward",
    fields: [...FORWARD, ["authorization", "Bearer agent.to.ken"]],
  });
  expect(without.peers).toEqual([{ address: "127.0.0.1" }]);
  const twice = await asked({ route: "/authz/forward", fields: [...fields, ["x-writ-authorization", "Bearer other"]] });
  expect(twice.peers).toEqual([]);
  expect(twice.answer.status).toBe(403);
});
