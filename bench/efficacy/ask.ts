import type { Action } from "../../src/domain/action.ts";
import type { Facts } from "../../src/domain/facts.ts";
import type { Json } from "../../tools/grpc-client.ts";

/** What is read of an answer; `effect` is "error" where there is no decision. */
export interface Judged {
  readonly effect: string;
  readonly why: string;
  readonly action?: Action;
  readonly facts: Facts;
}

/** Asks about all of them. @returns an answer each, in order */
export type Ask = (requests: readonly Json[]) => Promise<readonly Judged[]>;

/** As gateways do that have much to ask; a batch is answered whole, within one call's deadline. */
const BATCH_ITEMS = 250;

interface Item {
  readonly effect?: string;
  readonly reasons?: readonly { readonly code: string; readonly message: string }[];
  readonly action?: Action;
  readonly facts?: Facts;
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * @param base `http://host:port`
 * @param failed told of each request that got an error for an answer
 */
export function askOver(base: string, failed: (complaint: string) => void): Ask {
  return async (requests) => {
    const judged: Judged[] = [];
    for (let start = 0; start < requests.length; start += BATCH_ITEMS) {
      const batch = requests
        .slice(start, start + BATCH_ITEMS)
        .map((request, index) => ({ request_id: `row-${start + index}`, options: { explain: true }, ...request }));
      const items = await post(base, batch);
      if (items.length !== batch.length) throw new Error(`${items.length} answers to ${batch.length} requests`);
      for (const item of items) {
        if (item.error !== undefined) failed(`${item.error.code}: ${item.error.message}`);
        judged.push(judgedOf(item));
      }
    }
    return judged;
  };
}

/** Whether the call was kept from going on; a person could have lifted it. */
export const stopped = ({ effect }: Judged): boolean => effect === "block";

/** Whether an agent at work would have been held up; an error is no yes. */
export const disturbed = ({ effect }: Judged): boolean => effect !== "allow" && effect !== "warn";

async function post(base: string, requests: readonly Json[]): Promise<readonly Item[]> {
  const response = await fetch(`${base}/v1/decisions:batch`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ requests }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { readonly decisions: readonly Item[] }).decisions;
}

function judgedOf({ effect = "error", reasons = [], action, facts = {}, error }: Item): Judged {
  const why = error === undefined ? reasons.map(({ code, message }) => `${code}: ${message}`).join("; ") : error.code;
  return { effect, why: `${effect} (${why})`, ...(action === undefined ? {} : { action }), facts };
}
