import { counterpart } from "../../support/counterpart.ts";
import { startApache } from "../../support/gateways/proxies.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

describeProxy({
  name: "apache",
  found: await counterpart("apache"),
  start: startApache,
  showsBodies: false,
  passesBody: true,
  failing: { slow: 503, error: 500, garbage: 500, closed: 503, redirect: 503, paused: 503, killed: 503 },
});
