/** What one run of `opa` said. */
export interface OpaRun {
  /** Exit code: 0 is success; what others mean is OPA's to say, command by command. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OpaRunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** After this long the child process is killed and `run` rejects with `deadline_exceeded`. */
  readonly timeoutMs?: number;
}

/** OPA's own compiler, checker, formatter and test runner, run in a child process. */
export interface OpaToolchain {
  /** What runs, for people: `opa 1.22.0 (WebAssembly)` or the path of a native one. */
  readonly description: string;
  /**
   * @param args as of the `opa` command line, e.g. `["build", "-t", "wasm", …]`
   * @throws WritError `unavailable` when it cannot be started or a signal ends it, `deadline_exceeded` when it takes too long,
   *   `resource_exhausted` when it prints more than is kept
   */
  run(args: readonly string[], options?: OpaRunOptions): Promise<OpaRun>;
}
