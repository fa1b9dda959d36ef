/** A line is written anew at most this often. */
const INTERVAL_MS = 100;
const WIDTH = 24;

export interface ProgressLine {
  show(done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

/** A bar on standard error, where that is a terminal; nothing anywhere else. */
export function progressLine(what: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  const started = performance.now();
  let shown = 0;
  return {
    show: (done, total) => {
      const now = performance.now();
      if (now - shown < INTERVAL_MS && done < total) return;
      shown = now;
      const part = total === 0 ? 1 : Math.min(1, done / total);
      const bar = "#".repeat(Math.round(part * WIDTH)).padEnd(WIDTH, "-");
      const rate = Math.round(done / Math.max(0.001, (now - started) / 1000));
      stream.write(`\r[${bar}] ${Math.floor(part * 100)} %  ${done} of ${total} ${what}, ${rate} a second\u001b[K`);
    },
    end: () => {
      stream.write("\r\u001b[K");
    },
  };
}
