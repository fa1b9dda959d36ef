import { PRINTS } from "../descriptors.ts";
import { endOf, readFile, touched, writeFile } from "../files.ts";
import type { Content, Run } from "../state.ts";
import { EMPTY } from "../state.ts";
import type { Value } from "../value.ts";

/** dd(1): `if=` is read, `of=` is written; the other operands are numbers and flags. */
const HARMLESS =
  /^(?:bs|ibs|obs|cbs|count|skip|seek|iseek|oseek|conv|iflag|oflag|status|fillchar|files|progress|speed)=/;

export function runDd(_program: string, args: readonly Value[], run: Run): Content {
  let content: Content = run.stdin;
  let target: Value | undefined;
  for (const value of args) {
    const rest = { ...value, text: value.text.slice(3) };
    if (value.text.startsWith("if=")) content = readFile(rest, run);
    else if (value.text.startsWith("of=")) target = rest;
    else if (!HARMLESS.test(value.text) && value.text !== "--help" && value.text !== "--version")
      run.collector.worsen("partial");
  }
  if (target === undefined || PRINTS.test(target.text)) return content;
  const before = touched(target, "mention", run);
  if (before.classes.includes("device.disk")) run.collector.signal("destruction.disk", endOf(before).value);
  writeFile(target, "write", content, run);
  return EMPTY;
}
