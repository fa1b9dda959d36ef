import { type LoggerOptions, pino } from "pino";

/** A log line: an event's stable name, and what may be shown of it. Never a token, an argument or a row's value. */
export type Fields = Readonly<Record<string, string | number | boolean>>;

export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/** A line that a full disk or a reader who went away does not take is lost, and no process ends for it. */
const lost = (): void => {};

/** What every line has, whoever writes it. */
export function lineOptions(level: string): LoggerOptions {
  return { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
}

/** JSON lines on stderr; stdout is for what people read. */
export function createLogger(level: string): Logger {
  process.stderr.off("error", lost).on("error", lost);
  const log = pino(lineOptions(level), process.stderr);
  return {
    info: (event, fields) => log.info({ event, ...fields }),
    warn: (event, fields) => log.warn({ event, ...fields }),
    error: (event, fields) => log.error({ event, ...fields }),
  };
}
