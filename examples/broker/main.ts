import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { startBroker } from "./broker.ts";
import { startGateway } from "./gateway.ts";
import { setUp } from "./setup.ts";
import { startTarget } from "./target.ts";

// Usage: node examples/broker/main.ts [--writ URL] [--openbao URL] [--openbao-token TOKEN]. Tells OpenBao whom to trust, then
// runs the target, the broker and the gateway until it is stopped. README.md beside it says how to try it.
const { values } = parseArgs({
  options: {
    writ: { type: "string", default: "http://127.0.0.1:8181" },
    openbao: { type: "string", default: "http://127.0.0.1:8200" },
    "openbao-token": { type: "string", default: "root" },
  },
});

const intent = {
  task: "tsk_example",
  purpose: "answer issue 123",
  on_behalf_of: "user:alice",
  allows: [{ verb: "ticket.*", resource: "https://github.com/acme/*" }],
};

await setUp({ openbao: values.openbao, rootToken: values["openbao-token"], issuer: values.writ });
const target = await startTarget(8301, values.openbao);
const writ = { url: values.writ, credential: "" };
const credential = randomBytes(24).toString("base64url");
const broker = await startBroker({
  port: 8302,
  writ,
  openbao: {
    url: values.openbao,
    mount: "writ",
    role: "comments",
    path: "auth/token/create/comments",
    method: "POST",
    field: ["auth", "client_token"],
  },
  target: target.url,
  credential,
  events: { issuer: values.writ, audience: "https://broker.example" },
});
const gateway = await startGateway({
  port: 8303,
  writ,
  broker: { url: broker.url, credential },
  agent: "agent:support",
  intent,
});
console.log(`target ${target.url}\nbroker ${broker.url}\ngateway ${gateway.url}`);
