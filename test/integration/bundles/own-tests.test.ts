import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openOpaToolchain } from "../../../src/adapters/opa-toolchain/open.ts";
import { testBundle } from "../../../src/compose/build-bundle.ts";
import { OPA } from "../../support/bundles.ts";
import { filesOf } from "../../unit/bundles/fixture.ts";

test("a bundle's own tests reach nothing on the network, and may still say what they would have got", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = `http.send({"method": "GET", "url": "http://127.0.0.1:${port}/"}).status_code == 200`;
  const run = (rule: string) =>
    testBundle(filesOf({ "a_test.rego": `package a_test\n\nimport rego.v1\n\ntest_a if ${rule}\n` }), () =>
      openOpaToolchain({ opa: OPA }),
    );
  await run(`${ask} with http.send as {"status_code": 200}`);
  await expect(run(ask)).rejects.toThrow("its own tests do not pass");
  expect(asked).toBe(0);
});
