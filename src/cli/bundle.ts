import { type Command, InvalidArgumentError } from "commander";
import { askingService, askService } from "./bundle/client.ts";
import { listing, type OrderOptions, orderBundle, wholeDigest } from "./bundle/order.ts";
import { type Compared, showComparison, showListing } from "./bundle/show.ts";
import { print } from "./print.ts";

const DEFAULT_WAIT_S = 10;

interface ShowOptions {
  readonly url: string;
  readonly json: boolean;
}

/** `writ bundle`: which policies a running service uses, and which it is to use. */
export function addBundle(program: Command): void {
  const bundle = program.command("bundle").description("the policy bundles of a running service");
  reading(bundle.command("list").description("bundles in use, on record and refused")).action((options: ShowOptions) =>
    print(async () => {
      const found = await listing(options.url);
      return options.json ? JSON.stringify(found, null, 2) : showListing(found);
    }),
  );
  reading(
    bundle
      .command("compare [candidate]")
      .description("how the candidate judges differently; an earlier one by its digest"),
  ).action((candidate: string | undefined, options: ShowOptions) =>
    print(async () => {
      const query = candidate === undefined ? "" : `?candidate=${await wholeDigest(options.url, candidate)}`;
      const compared = await askService(options.url, `/v1/bundles:compare${query}`);
      return options.json ? JSON.stringify(compared, null, 2) : showComparison(compared as unknown as Compared);
    }),
  );
  for (const [command, what] of [
    ["activate", "use a bundle on record until the source offers a new one"],
    ["pin", "use a bundle on record until it is unpinned"],
  ] as const) {
    ordering(bundle.command(`${command} <digest>`).description(what)).action((digest: string, options: OrderOptions) =>
      print(() => orderBundle(command, digest, options)),
    );
  }
  for (const [command, what] of [
    ["rollback", "use the bundle that was in use before, until the source offers a new one"],
    ["unpin", "use what the source offers again"],
  ] as const) {
    ordering(bundle.command(command).description(what)).action((options: OrderOptions) =>
      print(() => orderBundle(command, undefined, options)),
    );
  }
}

function reading(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

function ordering(command: Command): Command {
  return askingService(command)
    .option("--reason <text>", "why, for the record")
    .option("--by <name>", "who, where the caller may say so")
    .option("--wait <seconds>", "how long to wait until it is in use", seconds, DEFAULT_WAIT_S);
}

function seconds(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("It is no number of seconds from 0 to 9999.");
  return Number(text);
}
