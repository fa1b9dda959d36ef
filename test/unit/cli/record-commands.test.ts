import { Command } from "commander";
import { expect, onTestFinished, test, vi } from "vitest";
import { type ListedApproval, showApprovals } from "../../../src/cli/approvals/show.ts";
import { addAudit } from "../../../src/cli/audit.ts";
import { addReplay } from "../../../src/cli/replay.ts";
import { addSinks } from "../../../src/cli/sinks.ts";
import { addSubject } from "../../../src/cli/subject.ts";

function program(): Command {
  const writ = new Command("writ");
  for (const add of [addAudit, addReplay, addSinks, addSubject]) add(writ, {});
  return writ;
}

function sinceOf(...path: readonly string[]): (text: string) => unknown {
  const command = path.reduce<Command | undefined>(
    (parent, name) => parent?.commands.find((child) => child.name() === name),
    program(),
  );
  const option = command?.options.find(({ long }) => long === "--since");
  return (text) => option?.parseArg?.(text, undefined);
}

test.each([[["audit", "verify"]], [["audit", "export"]], [["replay"]], [["sinks", "replay"]]])(
  "%j takes the same times as the other commands that read records",
  (path) => {
    const since = sinceOf(...path);
    for (const text of ["2026-11-20", "2026-11-20T00:00:00Z", "2026-11-20T01:00:00+01:00"]) {
      expect(Number(since(text))).toBe(Date.parse("2026-11-20"));
    }
    expect(Number(since("7d"))).toBeLessThan(Date.now() - 6 * 86_400_000);
    for (const text of ["yesterday", "2026-02-30", "20", "7w", ""]) expect(() => since(text)).toThrow("neither a time");
  },
);

test("nobody's data is no one's: erasing without a value is an error", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const before = process.exitCode;
  onTestFinished(() => {
    process.exitCode = before;
    said.mockRestore();
  });
  await program().parseAsync(["subject", "erase", "--reason", "request 17"], { from: "user" });
  expect(process.exitCode).toBe(1);
  expect(said).toHaveBeenCalledWith("writ: whose data? say --subject or --value");
});

test.each([
  ["pending", "2026-11-20T15:00:00Z"],
  ["approved", "2026-11-20T16:00:00Z"],
  ["used", ""],
])("a list of approvals says until when one that is %s may be answered or used", (state, until) => {
  const approval = {
    id: "apr_1",
    state,
    expires_at: "2026-11-20T15:00:00Z",
    ...(state === "pending" ? {} : { valid_until: "2026-11-20T16:00:00Z" }),
    demand: { quorum: 1 },
    votes: [],
    shown: { sentence: "it wants" },
  } as unknown as ListedApproval;
  const [, row] = showApprovals([approval]).split("\n");
  expect(row?.split(/\s{2,}/).filter((cell) => cell.startsWith("20"))).toEqual(until === "" ? [] : [until]);
});
