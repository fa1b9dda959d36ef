/** Every bound on what a client may send or make Writ hold, with the reason for its size. */

/** A tool call of an agent is text; above this it is a file transfer, and parsing it would hold up the worker's other calls. */
export const MAX_REQUEST_BYTES = 1024 * 1024;

/** Batches carry many calls; one batch may still not hold more than a worker parses in some 100 ms. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** A batch is answered whole, so its size bounds the answer's latency. */
export const MAX_BATCH_ITEMS = 1000;

/** Deeper JSON is an attack on recursive readers, ours and those behind us. */
export const MAX_JSON_DEPTH = 64;

/** Ids are indexed and logged; no gateway needs longer ones. */
export const MAX_ID_CHARS = 256;

/** Decisions that one stream may have unanswered: enough to keep a group commit full, too few to make others wait for long. */
export const MAX_STREAM_IN_FLIGHT = 64;

/** Decisions that wait in one worker for evaluation or for the record; past it a client is told to come back. */
export const MAX_WORKER_IN_FLIGHT = 4096;

/**
 * Of these the ones under way. A flush of the record takes 500 at most, and half as many keep the next one full while it is written; more only wait
 * behind each other.
 */
export const MAX_WORKER_RUNNING = 256;

/**
 * Tries to evaluate again after something else changed the session, or what its agent has used, first; each costs one commit. From the second on a
 * call has its turn among all replicas, and only outcomes and people's orders can come between.
 */
export const MAX_SESSION_ATTEMPTS = 32;

/** A whole decision, commit included, when the caller names no shorter deadline. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** The longest deadline a caller may ask for; a call that waits longer has lost its agent. */
export const MAX_TIMEOUT_MS = 60_000;

/** Time to send a whole HTTP request: slow bodies hold a socket and nothing else, but not for ever. */
export const REQUEST_RECEIVE_TIMEOUT_MS = 10_000;

/** One page of decisions read back. */
export const MAX_PAGE_SIZE = 500;
export const DEFAULT_PAGE_SIZE = 50;

/** A grant is exchanged right before its one call; minutes leave room for a queue and for clocks that differ, not for reuse. */
export const MAX_GRANT_TTL_S = 300;
