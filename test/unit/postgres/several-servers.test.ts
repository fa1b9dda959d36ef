import { expect, test } from "vitest";
import { clientConfig } from "../../../src/adapters/postgres/connection.ts";

test("where another server can be asked, nobody waits for long for one that stands still with its port open", () => {
  const waits = (url: string) => clientConfig(url, "test").connectionTimeoutMillis ?? Number.POSITIVE_INFINITY;
  const alone = waits("postgresql://writ@a:5432/writ");
  expect(waits("postgresql://writ@a:5432,b:5432/writ")).toBeLessThanOrEqual(alone / 3);
});
