import { expect, test } from "vitest";
import { splitCommand } from "../../../src/catalog/command-line.ts";

test.each([
  ["npx -y server", ["npx", "-y", "server"]],
  ["  a\t b ", ["a", "b"]],
  [`a 'b c' "d 'e"`, ["a", "b c", "d 'e"]],
  [`a ''`, ["a", ""]],
  [`--x="y z"`, ["--x=y z"]],
  [`C:\\a\\b $HOME`, ["C:\\a\\b", "$HOME"]],
  ["", []],
])("%j", (line, words) => {
  expect(splitCommand(line)).toEqual(words);
});
