import { pino } from "pino";

/** A log line: an event's stable name, and what may be shown of it. Never a token, an argument or a row's value. */
export type Fields = Readonly<Record<string, string | number | boolean>>;

export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/** JSON lines on stderr; stdout is for what people read. */
export function createLogger(level: string): Logger {
  const log = pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, process.stderr);
  return {
    info: (event, fields) => log.info({ event, ...fields }),
    warn: (event, fields) => log.warn({ event, ...fields }),
    error: (event, fields) => log.error({ event, ...fields }),
  };
}
