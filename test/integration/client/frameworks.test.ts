import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { frameworks, programOf, titled } from "../../support/counterpart.ts";
import { runPython } from "../../support/python.ts";
import { sharedService } from "../../support/shared-service.ts";

// The built service, the Python client, and the real frameworks with models that are scripts.

const found = frameworks("python");

/** How many tests each file has: none that runs may be one that found nothing. */
const FRAMEWORKS = { langchain: 2, openai_agents: 3, mcp: 3 };

/** The frameworks take seconds to import. */
const TIMEOUT_MS = 300_000;

describe.skipIf(found.missing !== undefined)(titled("the Python frameworks", found), () => {
  let writ: RunningWrit;
  beforeAll(async () => {
    writ = await sharedService();
  });
  afterAll(() => writ.stop());

  test.each(Object.entries(FRAMEWORKS))("%s", { timeout: TIMEOUT_MS }, async (name, tests) => {
    const folder = "packages/python/tests/frameworks";
    const { failed, output } = await runPython(programOf(found), ["-m", "unittest", `${folder}/test_${name}.py`], {
      PYTHONPATH: ["packages/python", "examples/gateways/frameworks", folder].join(":"),
      WRIT_URL: writ.http,
      WRIT_CALLS: "test/support/framework-calls.json",
      WRIT_TIMEOUT_S: "60",
    });
    const ran = expect.stringMatching(new RegExp(`Ran ${tests} tests[\\s\\S]*\\nOK\\n`));
    expect({ failed, output }).toEqual({ failed: false, output: ran });
  });
});
