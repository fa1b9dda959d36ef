import type { RequestRow } from "../../support/forwarded-requests.ts";

// Requests that another reader could take for something else than they look like, to a server of tools at any path of
// mcp.example.com, and what each comes to.

const call = (params: object, more: object = {}) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params, ...more });
const text = (message: object) => JSON.stringify(message);
const getOrder = call({ name: "get_order", arguments: { id: "1" } });
const said = (headers: RequestRow["headers"] & {}, body: object = getOrder): RequestRow => ({
  headers,
  body: text(body),
});
const hex = (body: string, encoding: BufferEncoding) => Buffer.from(body, encoding).toString("hex");

const UNKNOWN = "call_method_unknown";
const UNSUPPORTED = "call_payload_unsupported";
const MISMATCH = "call_header_mismatch";
const BATCH = "call_batch_unsupported";

type Attack = readonly [name: string, row: RequestRow, comes_to: readonly string[]];

export const METHODS: readonly Attack[] = [
  ["a method in other letters", { body: text({ ...getOrder, method: "Tools/Call" }) }, [UNKNOWN]],
  ["a method with a space behind it", { body: text({ ...getOrder, method: "tools/call " }) }, [UNKNOWN]],
  ["a method with a line end behind it", { body: text({ ...getOrder, method: "tools/call\n" }) }, [UNKNOWN]],
  ["a method with a Cyrillic letter", { body: text({ ...getOrder, method: "tools/\u0441all" }) }, [UNKNOWN]],
  ["a method with an invisible letter", { body: text({ ...getOrder, method: "tools\u200b/call" }) }, [UNKNOWN]],
  ["a method in full-width letters", { body: text({ ...getOrder, method: "\uff54ools/call" }) }, [UNKNOWN]],
  ["a method with another slash", { body: text({ ...getOrder, method: "tools//call" }) }, [UNKNOWN]],
  ["an object's own method", { body: text({ ...getOrder, method: "constructor" }) }, [UNKNOWN]],
  ["a method that is a list", { body: text({ ...getOrder, method: ["tools/call"] }) }, [UNKNOWN]],
  ["a method that is null", { body: text({ ...getOrder, method: null }) }, [UNKNOWN]],
  ["a notification that is none", { body: { jsonrpc: "2.0", method: "notifications/run" } }, [UNKNOWN]],
  ["a notification of a vendor", { body: { jsonrpc: "2.0", method: "notifications/claude/channel" } }, [UNKNOWN]],
  ["what Writ calls a stream", { body: { jsonrpc: "2.0", id: 1, method: "mcp:stream" } }, [UNKNOWN]],
  ["a stream that is a message", { body: { jsonrpc: "2.0", id: 1, transport: "stream" } }, [UNSUPPORTED]],
  ["a call that says it is a notification", { body: { ...getOrder, id: undefined } }, ["order.read complete"]],
  ["a tool called like a method", { body: call({ name: "mcp:ping" }) }, ["unknown unsupported unknown"]],
  ["a tool in other letters", { body: call({ name: "Get_Order" }) }, ["unknown unsupported unknown"]],
];

export const MESSAGES: readonly Attack[] = [
  ["a method twice", { body: `{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"pay"}}` }, [UNSUPPORTED]],
  ["a name twice", { body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_order","name":"pay"}}` }, [UNSUPPORTED]],
  ["a name twice, once escaped", { body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_order","n\\u0061me":"pay"}}` }, [UNSUPPORTED]],
  ["a number that readers round", { body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{"amount":1e400}}}` }, [UNSUPPORTED]],
  ["a comment", { body: `{"jsonrpc":"2.0","id":1,/* "method":"ping", */"method":"tools/call","params":{"name":"pay"}}` }, [UNSUPPORTED]],
  ["a comma too many", { body: `{"jsonrpc":"2.0","id":1,"method":"ping",}` }, [UNSUPPORTED]],
  ["a second message behind the first", { body: `${text({ jsonrpc: "2.0", id: 1, method: "ping" })}\n${text(getOrder)}` }, [UNSUPPORTED]],
  ["no JSON at all", { body: "ping" }, [UNSUPPORTED]],
  ["an empty body", { body: "" }, [UNSUPPORTED]],
  ["JSON-RPC 1.0", { body: { ...getOrder, jsonrpc: "1.0" } }, [UNSUPPORTED]],
  ["a version that is a number", { body: { ...getOrder, jsonrpc: 2 } }, [UNSUPPORTED]],
  ["no version", { body: { id: 1, method: "tools/call", params: { name: "get_order" } } }, [UNSUPPORTED]],
  ["params alone", { body: { name: "get_order", arguments: {} } }, [UNSUPPORTED]],
  ["request and response in one", { body: { ...getOrder, result: {} } }, [UNSUPPORTED]],
  ["result and error in one", { body: { jsonrpc: "2.0", id: 1, result: {}, error: {} } }, [UNSUPPORTED]],
  ["a member that no request has", { body: { jsonrpc: "2.0", id: 1, method: "ping", Method: "tools/call" } }, [UNSUPPORTED]],
  ["an id that is a list", { body: { ...getOrder, id: [1] } }, [UNSUPPORTED]],
  ["params that are a list", { body: { ...getOrder, params: ["get_order"] } }, [UNSUPPORTED]],
  ["arguments that are text", { body: call({ name: "get_order", arguments: `{"id":"1"}` }) }, [UNSUPPORTED]],
  ["arguments under a reserved name", { body: call({ name: "pay", arguments: { "mcp:inputResponses": {} }, inputResponses: {} }) }, [UNSUPPORTED]],
  ["a state that is no text", { body: call({ name: "pay", requestState: {} }) }, [UNSUPPORTED]],
  ["a resource without a URI", { body: { jsonrpc: "2.0", id: 1, method: "resources/read", params: {} } }, [UNSUPPORTED]],
]; // biome-ignore format: one row an attack

const read = (uri: string): RequestRow => ({
  body: { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri } },
});

export const RESOURCES: readonly Attack[] = [
  ["a file by a way around", read("file:///repo/../etc/passwd"), ["file.read partial"]],
  ["a file by an encoded way around", read("file:///repo/%2e%2e/etc/passwd"), ["file.read partial"]],
  ["a file with an encoded slash", read("file:///repo%2f..%2fetc/passwd"), ["file.read partial"]],
  ["a file with a space in front", read(" file:///etc/passwd"), ["file.read partial"]],
  ["a file with a line end inside", read("fi\nle:///etc/passwd"), ["record.read partial"]],
  ["a file with backslashes", read("file:\\\\\\etc\\passwd"), ["file.read partial"]],
  ["a file without its scheme", read("/etc/passwd"), ["record.read partial"]],
  ["a page with a tab inside", read("https://a.exa\tmple/"), ["net.fetch partial"]],
  ["a page that is none", read("https://"), ["net.fetch partial"]],
  ["the metadata service", read("http://0xA9FEA9FE/latest"), ["net.fetch complete"]],
  ["a subscription to more than is known", { body: { jsonrpc: "2.0", id: 1, method: "subscriptions/listen", params: { notifications: { everything: true } } } }, ["protocol.handshake partial"]],
  ["a subscription to a file by a way around", { body: { jsonrpc: "2.0", id: 1, method: "subscriptions/listen", params: { notifications: { resourceSubscriptions: ["file:///a/../b"] } } } }, ["record.read partial"]],
]; // biome-ignore format: one row an attack

export const ENCODINGS: readonly Attack[] = [
  ["another type", { ...said({ "content-type": "text/plain" }) }, [UNSUPPORTED]],
  ["a form that is JSON", { ...said({ "content-type": "application/x-www-form-urlencoded" }) }, [UNSUPPORTED]],
  ["no type", { ...said({ "content-type": "" }) }, [UNSUPPORTED]],
  ["two types", { headers: { "content-type": ["application/json", "text/plain"] }, body: text(getOrder) }, [UNSUPPORTED]],
  ["two types in one", { ...said({ "content-type": "application/json, text/plain" }) }, [UNSUPPORTED]],
  ["a type that begins like JSON", { ...said({ "content-type": "application/jsonx" }) }, [UNSUPPORTED]],
  ["another charset", { ...said({ "content-type": "application/json; charset=utf-16" }) }, [UNSUPPORTED]],
  ["two charsets", { ...said({ "content-type": "application/json; charset=utf-8; charset=utf-7" }) }, [UNSUPPORTED]],
  ["UTF-16", { bytes: hex(text(getOrder), "utf16le") }, [UNSUPPORTED]],
  ["UTF-16 with its mark", { bytes: `fffe${hex(text(getOrder), "utf16le")}` }, [UNSUPPORTED]],
  ["UTF-8 with a mark", { bytes: `efbbbf${hex(text(getOrder), "utf8")}` }, [UNSUPPORTED]],
  ["bytes that are no UTF-8", { bytes: hex(text(getOrder).replace("get_order", "get_order\xff"), "latin1") }, [UNSUPPORTED]],
  ["compressed", { ...said({ "content-encoding": "gzip" }) }, [UNSUPPORTED]],
  ["compressed twice", { headers: { "content-encoding": ["identity", "br"] }, body: text(getOrder) }, [UNSUPPORTED]],
  ["cut off", { seen: "truncated" }, ["call_body_truncated"]],
  ["said to be UTF-8", { ...said({ "content-type": "application/json;charset=UTF-8" }) }, ["order.read complete"]],
]; // biome-ignore format: one row an attack

const versioned = (version: string) =>
  call({ name: "get_order", _meta: { "io.modelcontextprotocol/protocolVersion": version } });
const region = (headers: RequestRow["headers"] & {}, args: object) =>
  said(headers, call({ name: "get_order", arguments: args }));

export const HEADS: readonly Attack[] = [
  ["another method", said({ "mcp-method": "ping" }), [MISMATCH]],
  ["a method in other letters", said({ "mcp-method": "TOOLS/CALL" }), [MISMATCH]],
  ["a method twice", said({ "mcp-method": ["tools/call", "tools/call"] }), [MISMATCH]],
  ["two methods in one", said({ "mcp-method": "tools/call, ping" }), [MISMATCH]],
  ["another name", said({ "mcp-name": "list_orders" }), [MISMATCH]],
  ["a name for a method that has none", said({ "mcp-name": "x" }, { jsonrpc: "2.0", id: 1, method: "tools/list" }), [MISMATCH]],
  ["another name, encoded", said({ "mcp-name": "=?base64?cGF5?=" }), [MISMATCH]],
  ["a name in broken base64", said({ "mcp-name": "=?base64?***?=" }), [MISMATCH]],
  ["another URI", said({ "mcp-name": "file:///a" }, { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "file:///b" } }), [MISMATCH]],
  ["a method for a response", said({ "mcp-method": "ping" }, { jsonrpc: "2.0", id: 1, result: {} }), [MISMATCH]],
  ["another version", said({ "mcp-protocol-version": "2026-07-28" }, versioned("2025-11-25")), [MISMATCH]],
  ["a version that nobody knows", said({ "mcp-protocol-version": "2031-01-01" }), [UNSUPPORTED]],
  ["an argument with another value", region({ "mcp-param-region": "eu" }, { region: "us" }), [MISMATCH]],
  ["an argument that is elsewhere", region({ "mcp-param-region": "eu" }, { region: "us", other: "eu" }), [MISMATCH]],
  ["an argument that is nowhere", region({ "mcp-param-region": "eu" }, {}), [MISMATCH]],
  ["an argument twice", region({ "mcp-param-region": ["eu", "us"] }, { region: "eu" }), [MISMATCH]],
  ["all as it is", said({ "mcp-method": "tools/call", "mcp-name": "get_order", "mcp-protocol-version": "2026-07-28" }, versioned("2026-07-28")), ["order.read complete"]],
  ["a name, encoded as it is", said({ "mcp-name": "=?base64?Z2V0X29yZGVy?=" }), ["order.read complete"]],
  ["a whole number in another form", region({ "mcp-param-limit": "42.0" }, { limit: 42 }), ["order.read complete"]],
  ["a truth", region({ "mcp-param-all": "true" }, { query: { all: true } }), ["order.read complete"]],
  ["an argument under another name", region({ "mcp-param-place": "eu" }, { region: "eu" }), ["order.read complete"]],
]; // biome-ignore format: one row an attack

const batch = (items: readonly unknown[], headers: RequestRow["headers"] = {}): RequestRow => ({
  headers,
  body: JSON.stringify(items),
});
const ping = { jsonrpc: "2.0", id: 2, method: "ping" };

export const BATCHES: readonly Attack[] = [
  ["each is judged", batch([ping, getOrder, call({ name: "pay", arguments: { amount: 1 } })]), ["protocol.handshake complete", "order.read complete", "payment.transfer complete"]],
  ["one of it is unknown", batch([ping, { ...ping, method: "pinG" }]), ["protocol.handshake complete", UNKNOWN]],
  ["one of it is no message", batch([ping, 1]), ["protocol.handshake complete", UNSUPPORTED]],
  ["a batch in a batch", batch([ping, [getOrder]]), ["protocol.handshake complete", UNSUPPORTED]],
  ["an empty one", batch([]), [UNSUPPORTED]],
  ["one where there are none any more", batch([ping], { "mcp-protocol-version": "2025-06-18" }), [BATCH]],
  ["one where they were", batch([ping], { "mcp-protocol-version": "2025-03-26" }), ["protocol.handshake complete"]],
  ["one with the head of one", batch([ping], { "mcp-method": "ping" }), [BATCH]],
  ["one that is too long", batch(Array.from({ length: 101 }, () => ping)), [BATCH]],
]; // biome-ignore format: one row an attack

const unseen = (headers: RequestRow["headers"] & {}): RequestRow => ({ headers, seen: "absent" });

export const UNSEEN: readonly Attack[] = [
  ["a tool by its heads", unseen({ "mcp-method": "tools/call", "mcp-name": "get_order" }), ["order.read partial"]],
  ["a ping by its heads", unseen({ "mcp-method": "ping" }), ["protocol.handshake partial"]],
  ["a tool without its name", unseen({ "mcp-method": "tools/call" }), [UNSUPPORTED]],
  ["a method that is none", unseen({ "mcp-method": "tools/Call", "mcp-name": "get_order" }), [UNKNOWN]],
  ["heads twice", unseen({ "mcp-method": ["ping", "tools/call"] }), [MISMATCH]],
  ["a version that nobody knows", unseen({ "mcp-method": "ping", "mcp-protocol-version": "3" }), [UNSUPPORTED]],
  ["nothing is said", unseen({}), ["http.request partial"]],
  ["a stream", { method: "GET", headers: { accept: "text/event-stream" }, seen: "absent" }, ["protocol.handshake complete"]],
  ["a stream with a body", { method: "GET", headers: { accept: "text/event-stream" }, body: getOrder }, [UNKNOWN]],
  ["a session's end", { method: "DELETE", headers: { "mcp-session-id": "s" }, seen: "absent" }, ["protocol.handshake complete"]],
  ["the end of what is no session", { method: "DELETE", target: "/orders/1", seen: "absent" }, ["http.request complete"]],
  ["a page", { method: "GET", target: "/admin", seen: "absent" }, ["http.request complete"]],
  ["a method of HTTP in small letters", { method: "post", body: getOrder }, [UNKNOWN]],
  ["another method of HTTP", { method: "PUT", body: getOrder }, [UNKNOWN]],
]; // biome-ignore format: one row an attack

/** With the server's protocol left to Writ: a message is one only where messages go. */
export const AUTO: readonly (readonly [string, string, RequestRow, readonly string[]])[] = [
  ["at the path by custom", "", { target: "/mcp", body: ping }, ["protocol.handshake complete"]],
  ["at the root", "", { target: "/", body: ping }, ["protocol.handshake complete"]],
  ["at another path", "", { target: "/accounts/1/close", body: ping }, [UNKNOWN]],
  ["at another path that ends so", "", { target: "/accounts/mcp/../1/close/mcp", body: ping }, [UNKNOWN]],
  ["with a query", "", { target: "/mcp?transfer=1", body: ping }, [UNKNOWN]],
  ["at its own path", "/shop", { target: "/shop", body: ping }, ["protocol.handshake complete"]],
  ["below its own path", "/shop", { target: "/shop/admin", body: ping }, [UNKNOWN]],
  ["what is no message", "", { target: "/mcp", body: { a: 1 } }, ["http.request complete"]],
  ["what is no message, with heads of one", "", { target: "/mcp", headers: { "mcp-method": "ping" }, body: { a: 1 } }, [UNSUPPORTED]],
  ["a key twice", "", { target: "/mcp", body: `{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}` }, [UNSUPPORTED]],
  ["a stream that is a page", "", { method: "GET", target: "/mcp", headers: { accept: "text/event-stream" }, seen: "absent" }, ["http.request complete"]],
  ["a stream at its own path", "/shop", { method: "GET", target: "/shop", headers: { accept: "text/event-stream" }, seen: "absent" }, ["protocol.handshake complete"]],
  ["heads alone, at any path", "", { target: "/x", headers: { "mcp-method": "ping" }, seen: "absent" }, ["protocol.handshake partial"]],
]; // biome-ignore format: one row an attack
