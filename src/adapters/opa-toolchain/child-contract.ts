/**
 * All that an OPA has of the environment: a policy under test can read `opa.runtime().env`, and must find no password there, nor
 * give other answers on another machine.
 */
export const OPA_ENV: Readonly<Record<string, string>> = { TZ: "UTC" };

/** How the runner ends when it is WebAssembly that failed and not OPA, which ends with 0, 1 or 2. */
export const RUNNER_FAILED = 125;
