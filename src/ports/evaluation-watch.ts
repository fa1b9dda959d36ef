/** Is told when an evaluation starts and ends, so that somebody can end it who does not wait for it. */
export interface EvaluationWatch {
  begin(): void;
  end(): void;
}
