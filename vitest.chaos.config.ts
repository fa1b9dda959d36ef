import { defineConfig } from "vitest/config";

/** DURATION may be hours; the run has bounds of its own. */
const CHAOS_TIMEOUT_MS = 24 * 3_600_000;

/** Faults at random under load: `make chaos`, not `make test`. */
export default defineConfig({
  test: {
    name: "chaos",
    include: ["test/chaos/**/*.test.ts"],
    testTimeout: CHAOS_TIMEOUT_MS,
    hookTimeout: CHAOS_TIMEOUT_MS,
    fileParallelism: false,
  },
});
