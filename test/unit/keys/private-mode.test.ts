import { expect, test } from "vitest";
import { isOpenToOthers } from "../../../src/domain/private-mode.ts";

test.each([
  ["its owner's, mode 0600", 0o100600, 1000, 1000, false],
  ["its owner's, read by the group", 0o100640, 1000, 1000, true],
  ["its owner's, read by all", 0o100604, 1000, 1000, true],
  ["root's, as a Secret is mounted with fsGroup", 0o100440, 0, 65532, false],
  ["root's, mode 0640", 0o100640, 0, 65532, false],
  ["root's, written by the group", 0o100660, 0, 65532, true],
  ["root's, read by all", 0o100444, 0, 65532, true],
  ["root's, read by the group, for root itself", 0o100640, 0, 0, true],
  ["root's, mode 0600, for root itself", 0o100600, 0, 0, false],
  ["root's, read by the group, where there are no users", 0o100640, 0, undefined, true],
])("a file with a secret: %s", (_, mode, owner, uid, open) => {
  expect(isOpenToOthers({ mode, uid: owner }, uid)).toBe(open);
});
