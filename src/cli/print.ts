import { printable } from "./bundle/show.ts";
import { reason } from "./text.ts";

/** Prints what the work comes to, or on stderr why it came to nothing; then the exit code is 1. */
export async function print(work: () => Promise<string>): Promise<void> {
  try {
    console.log(printable(await work()));
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    process.exitCode = 1;
  }
}
