import { describe, expect, test } from "vitest";
import { bundleKeys } from "../../support/certificates.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { askGoSpiffe } from "../../support/spiffe-judge.ts";
import { CHAINS, DOMAIN, ID } from "../../unit/trust/certificate-table.ts";

const found = await counterpart("spiffe");

// test/unit/trust/certificates.test.ts has Writ judge the same chains, and asks for what the table says.
describe.skipIf(found.missing !== undefined)(titled("go-spiffe says of the table's chains", found), () => {
  const verdicts = askGoSpiffe(
    "program" in found ? found.program : "",
    CHAINS.map(({ chain, bundle }) => ({ trust_domain: DOMAIN, bundle: { keys: bundleKeys(...bundle) }, chain })),
  );

  test.each(CHAINS.map((item, n) => ({ ...item, verdict: verdicts[n] })))("$title", ({ fault, stricter, verdict }) => {
    const accepted = fault === undefined || stricter !== "";
    if (accepted)
      expect(verdict).toEqual({ id: expect.stringContaining(fault === undefined ? ID : "spiffe://"), error: "" });
    else expect(verdict?.error).not.toBe("");
  });
});
