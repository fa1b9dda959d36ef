import { expect, onTestFinished, test } from "vitest";
import { FAULTS, startBrokenWrit } from "../../support/broken-writ.ts";
import { freePort } from "../../support/ports.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = await findPython();
const title = "the Python client passes its own tests, and takes no broken answer for a yes";

/** Faults that only time shows take 0.3 s each, and a Python starts. */
const TIMEOUT_MS = 120_000;

test.skipIf(found.missing !== undefined)(
  found.missing === undefined ? title : `${title} (without ${found.missing})`,
  { timeout: TIMEOUT_MS },
  async () => {
    const broken = await startBrokenWrit();
    onTestFinished(() => broken.close());
    const faults = Object.entries(FAULTS).map(([name, { expected, python = expected }]) => ({
      name,
      url: broken.url(name),
      expected: python,
    }));
    const nobody = { name: "nobody", url: `http://127.0.0.1:${await freePort()}`, expected: "unreachable" };
    const { failed, output } = await runPython(
      "python" in found ? found.python : "",
      ["-m", "unittest", "discover", "-s", "packages/python/tests", "-p", "test_client.py"],
      { PYTHONPATH: "packages/python", WRIT_FAULTS: JSON.stringify([...faults, nobody]) },
    );
    expect({ failed, output }).toMatchObject({
      failed: false,
      output: expect.stringMatching(/Ran \d+ tests[\s\S]*\nOK\n/),
    });
    expect(broken.strayed()).toBe(0);
    expect(broken.outcomes().filter(({ fault }) => !fault.startsWith("good"))).toEqual([]);
  },
);
