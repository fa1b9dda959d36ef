import { expect, test } from "vitest";
import { type Compared, printable, showComparison } from "../../../src/cli/bundle/show.ts";

test("what a caller called its tool does not write over an operator's terminal", () => {
  const compared: Compared = {
    candidate: `sha256:${"c".repeat(64)}`,
    mode: "shadow",
    share: 1,
    comparisons: [],
    agents: [{ name: "agent:\u202e1", differences: 1 }],
    tools: [{ name: "fs/\u001b[2J\u009b1Aread\r", differences: 1 }],
    differences: [],
  };
  const lines = printable(showComparison(compared)).split("\n");
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(lines).toContain("fs/\ufffd[2J\ufffd1Aread\ufffd  1");
});

test("lines and tabs stay", () => {
  expect(printable("main.rego:7: eof\n\tdecision")).toBe("main.rego:7: eof\n\tdecision");
});
