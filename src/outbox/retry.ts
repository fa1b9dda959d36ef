/** Seconds: at first soon, because most failures are restarts; then so that nobody is kept down by it. */
const FIRST_DELAY_S = 1;
const MAX_DELAY_S = 300;

/** What is older than this tells nobody anything: what it is about has ended for nearly as long. */
export const MAX_EVENT_AGE_S = 24 * 3600;

/** Up to this much of a delay is chance, so that what failed together does not come together again. */
const JITTER = 0.2;

/**
 * How long to wait behind a failed try.
 * @param attempts failed ones, this one included
 * @param random from 0 to 1
 * @returns seconds; undefined when the event is given up
 */
export function retryDelay(attempts: number, age_s: number, random: number): number | undefined {
  const delay_s = Math.min(MAX_DELAY_S, FIRST_DELAY_S * 2 ** Math.min(attempts - 1, 30));
  const jittered_s = delay_s * (1 + JITTER * (random - 0.5));
  return age_s + jittered_s > MAX_EVENT_AGE_S ? undefined : jittered_s;
}
