import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { askService } from "./client.ts";
import { type Listing, shortDigest } from "./show.ts";

export interface OrderOptions {
  readonly url: string;
  readonly reason?: string;
  readonly by?: string;
  /** Seconds. */
  readonly wait: number;
}

const POLL_MS = 200;

/** A beginning of a digest that people copy from a list: long enough not to be hit by chance. */
const PREFIX = /^(?:sha256:)?([0-9a-f]{6,64})$/;

export async function listing(url: string): Promise<Listing> {
  return (await askService(url, "/v1/bundles")) as unknown as Listing;
}

/** Gives the order and waits until the service that was asked follows it. @returns what to print */
export async function orderBundle(
  command: "activate" | "pin" | "rollback" | "unpin",
  digest: string | undefined,
  options: OrderOptions,
): Promise<string> {
  const { url, reason, by } = options;
  const note: JsonObject = { ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) };
  const subject = digest === undefined ? "" : `/${await wholeDigest(url, digest)}`;
  const order = await askService(url, `/v1/bundles${subject}:${command}`, note);
  const ordered = String(order["digest"]);
  const followed = ({ active, order: present }: Listing) =>
    command === "unpin" ? present === undefined : active.digest === ordered && present?.kind === order["kind"];
  const now = await until(url, followed, options.wait);
  return `in use: ${now.active.name} ${shortDigest(now.active.digest)}`;
}

async function until(url: string, followed: (now: Listing) => boolean, wait_s: number): Promise<Listing> {
  const end = performance.now() + wait_s * 1000;
  for (;;) {
    const now = await listing(url);
    if (followed(now)) return now;
    if (performance.now() > end) {
      const problem = now.refusals[0]?.problem;
      const why = problem === undefined ? "" : `; last refusal: ${problem}`;
      throw new WritError("deadline_exceeded", `ordered, but not followed within ${wait_s} s${why}`);
    }
    await sleep(POLL_MS);
  }
}

/** The one bundle on record whose digest begins so. @throws WritError when it is no beginning of one, or of several */
export async function wholeDigest(url: string, text: string): Promise<string> {
  const hex = PREFIX.exec(text)?.[1];
  if (hex === undefined) throw new WritError("invalid_argument", "a digest, or its first 6 digits or more, is needed");
  const { bundles } = await listing(url);
  const [found, ...others] = bundles.filter((bundle) => bundle.digest.startsWith(`sha256:${hex}`));
  if (others.length > 0) throw new WritError("invalid_argument", "more than one bundle begins so: give more digits");
  // What is not listed any more may still be on record.
  if (found === undefined && hex.length < 64) throw new WritError("not_found", "no bundle on record begins so");
  return found?.digest ?? `sha256:${hex}`;
}
