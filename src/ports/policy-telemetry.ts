/** What is counted of evaluations. */
export interface PolicyTelemetry {
  /** @param fuel units of work; `exhausted` where there were more than one evaluation may take */
  evaluated(fuel: number, exhausted: boolean): void;
  /** A call of a builtin that failed, by its name. */
  builtinFailed(name: string): void;
}
