import { join } from "node:path";
import { COUNTERPARTS, type Counterpart, obtainCounterpart } from "./obtain.ts";
import { Unavailable } from "./unavailable.ts";

// Usage: node tools/counterparts/main.ts [NAME...]. Obtains those counterparts, or all that `make test` talks to, and prints
// their paths. Of all, what this machine cannot have is said and left out: the tests that need it are skipped under that name.
const root = join(import.meta.dirname, "..", "..");
const wanted = process.argv.slice(2) as Counterpart[];
const names = wanted.length > 0 ? wanted : COUNTERPARTS;
for (const name of names) {
  try {
    console.log(await obtainCounterpart(name, root));
  } catch (error) {
    const { message, cause } = error as Error;
    if (wanted.length === 0 && cause instanceof Unavailable)
      console.error(`${message}\n  the tests that need ${name} will be skipped`);
    else {
      console.error(message);
      process.exitCode = 1;
    }
  }
}
