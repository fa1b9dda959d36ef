import { counterpart } from "../../support/counterpart.ts";
import { startCaddy } from "../../support/gateways/proxies.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

describeProxy({
  name: "caddy",
  found: await counterpart("caddy"),
  start: startCaddy,
  showsBodies: false,
  passesBody: true,
  failing: { slow: 504, error: 500, garbage: 502, closed: 502, redirect: 302, paused: 504, killed: 502 },
});
