import { defineConfig } from "vitest/config";

/** A fault lasts for seconds, and what recovers from it runs on a machine that is shared. */
const FAILOVER_TIMEOUT_MS = 300_000;

/** Faults that take long to show: `make test-failover`, not `make test`. */
export default defineConfig({
  test: {
    name: "failover",
    include: ["test/failover/**/*.test.ts"],
    testTimeout: FAILOVER_TIMEOUT_MS,
    hookTimeout: FAILOVER_TIMEOUT_MS,
    fileParallelism: false,
  },
});
