import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { actionOf, forwardedCalls, type RequestRow, saidOf } from "../../../support/forwarded-requests.ts";

const NODE = { server: "node", host: "node.example.com", path: "", protocol: "http" } as const;
const ORDERS = { server: "orders", host: "orders.example.com", path: "", protocol: "auto" } as const;
const DATA: JsonObject = {
  node: {
    server: "node",
    rpc: {
      endpoint: "/",
      operations: {
        eth_getBalance: { verb: "payment.read" },
        eth_sendTransaction: {
          verb: "payment.transfer",
          destinations: [{ kind: "wallet", from: "/params/0/to" }],
          amount: { value: "/params/0/value", currency: "ETH" },
        },
      },
    },
  },
  orders: {
    server: "orders",
    grpc: {
      "acme.Orders/List": { verb: "order.read" },
      "acme.Orders/Get": { verb: "order.read", resource: { type: "order", uri: "order:{/id}" } },
      "acme.Orders/Cancel": { verb: "order.cancel" },
    },
  },
};

const WALLET = "0x52908400098527886E0F7030069857D2E4169EE7";
const rpc = (body: JsonValue, more: object = {}) => ({ host: "node.example.com", target: "/", body, ...more });
const message = (method: JsonValue, params: JsonValue = []) => ({ jsonrpc: "2.0", id: 5, method, params });

describe("JSON-RPC by method", () => {
  test.each([
    ["a method", rpc(message("eth_getBalance")), ["payment.read complete"]],
    ["another method", rpc(message("admin_addPeer")), ["call_method_unknown"]],
    ["a method in other letters", rpc(message("ETH_getBalance")), ["call_method_unknown"]],
    ["an object's own method", rpc(message("toString")), ["call_method_unknown"]],
    ["no method", rpc({ jsonrpc: "2.0", id: 1 }), ["call_method_unknown"]],
    ["no version, which older servers take", rpc({ id: 1, method: "admin_addPeer" }), ["call_method_unknown"]],
    ["at another path", rpc(message("eth_getBalance"), { target: "/admin" }), ["call_method_unknown"]],
    ["at a path that looks like another", rpc(message("eth_getBalance"), { target: "/./" }), ["call_method_unknown"]],
    ["with a query", rpc(message("eth_getBalance"), { target: "/?_method=PUT" }), ["payment.read partial"]],
    ["each of a batch", rpc([message("eth_getBalance"), message("eth_evil")]), ["payment.read complete", "call_method_unknown"]],
    ["a batch of one", rpc([message("eth_getBalance")]), ["payment.read complete"]],
    ["a batch with something else", rpc([message("eth_getBalance"), 1]), ["call_batch_unsupported"]],
    ["an empty batch", rpc([]), ["call_batch_unsupported"]],
    ["a key twice", rpc(`{"jsonrpc":"2.0","method":"eth_getBalance","method":"x"}`), ["http.request partial"]],
    ["a body that nobody sees", { ...rpc(""), seen: "absent" }, ["http.request partial"]],
    ["compressed", rpc(message("eth_getBalance"), { headers: { "content-encoding": "br" } }), ["http.request partial"]],
    ["by a GET", rpc(message("eth_getBalance"), { method: "GET" }), ["payment.read partial"]],
  ] as const)("%s", (_, row, expected) => {
    expect(saidOf(row, [NODE], DATA)).toEqual(expected);
  }); // biome-ignore format: one row a request

  test("with its values and its id", () => {
    const [first] = forwardedCalls(rpc(message("eth_sendTransaction", [{ to: WALLET, value: "1.5" }])), [NODE]);
    expect(first?.rpc_id).toBe(5);
    expect(actionOf(first?.call ?? { format: "", server: "", payload: null }, DATA).action).toMatchObject({
      verb: "payment.transfer",
      tool: { name: "rpc:eth_sendTransaction", known: true },
      amount: { value: "1.5", currency: "ETH" },
      destinations: [{ kind: "wallet" }],
    });
  });
});

const TYPE = { "content-type": "application/grpc+proto" };
const grpc = (target: string, more: RequestRow = {}): RequestRow => ({
  host: "orders.example.com",
  target,
  headers: TYPE,
  seen: "absent",
  ...more,
});

describe("gRPC by service and method", () => {
  test.each([
    ["what only reads", grpc("/acme.Orders/List"), ["order.read complete"]],
    ["what only reads, with its message", grpc("/acme.Orders/List", { seen: undefined, bytes: "0000000000" }), ["order.read complete"]],
    ["what the message says which", grpc("/acme.Orders/Get"), ["order.read partial"]],
    ["what writes", grpc("/acme.Orders/Cancel"), ["order.cancel partial"]],
    ["as a page", grpc("/acme.Orders/List", { headers: {} }), ["order.read partial"]],
    ["by a GET", grpc("/acme.Orders/List", { method: "GET" }), ["order.read partial"]],
    ["another method", grpc("/acme.Orders/Drop"), ["http.request partial"]],
    ["a service in other letters", grpc("/acme.orders/List"), ["http.request partial"]],
    ["a service by a way around", grpc("/x/../acme.Orders/List"), ["http.request partial"]],
  ] as const)("%s", (_, row, expected) => {
    expect(saidOf(row, [ORDERS], DATA)).toEqual(expected);
  }); // biome-ignore format: one row a request
});
