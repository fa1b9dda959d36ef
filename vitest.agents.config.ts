import { defineConfig } from "vitest/config";

/** A real agent takes seconds to start, a test starts up to three of them, and two cores are shared. */
const AGENT_TIMEOUT_MS = 600_000;

/** The second tier: coding agents themselves, which `make test` does not install (`make test-agents`). */
export default defineConfig({
  test: {
    name: "agents",
    include: ["test/agents/**/*.test.ts"],
    testTimeout: AGENT_TIMEOUT_MS,
    hookTimeout: AGENT_TIMEOUT_MS,
    fileParallelism: false,
  },
});
