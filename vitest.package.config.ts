import { defineConfig } from "vitest/config";

/** Packages of 300 dependencies come from the registry, on a busy machine of two cores. */
const PACKAGE_TIMEOUT_MS = 10 * 60_000;

export default defineConfig({
  test: { include: ["test/package/**/*.test.ts"], testTimeout: PACKAGE_TIMEOUT_MS, hookTimeout: PACKAGE_TIMEOUT_MS },
});
