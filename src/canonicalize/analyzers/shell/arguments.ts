import { does, signal } from "./deeds.ts";
import { inputOperands, runParallel, withInput } from "./input-operands.ts";
import type { Io } from "./io.ts";
import { operandPattern, rolesOf } from "./operands.ts";
import { type GivenOption, type Invocation, takesValue } from "./options.ts";
import { applyCommand, applyRole, inside } from "./roles.ts";
import type { ProgramSpec, Role } from "./spec.ts";
import { childFrame, type Run } from "./state.ts";
import { literal, type Unknown, type Value, worseUnknown } from "./value.ts";

/** What the options of a call come to. */
export function applyOptions(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  // `curl -T file --url host`: an address is what the operands would be.
  const uploads = operandsText(spec, call.options)?.startsWith("upload") === true;
  for (const { spec: option, value } of call.options) {
    if (typeof option === "object") {
      for (const verb of option.does ?? []) does(verb, program, io, run);
      for (const code of option.signals ?? []) signal(code, program, io, run);
    }
    const role = takesValue(option);
    if (role === undefined || value === undefined) continue;
    if (role === "command") {
      const inner = inside(program, spec, io, run);
      io.printed.push(inner.exec(value.text.split(" ").map(literal), inner));
    } else applyRole(uploads && role === "fetch" ? "upload" : role, value, program, spec, io, run);
  }
}

function operandsText(spec: ProgramSpec, options: readonly GivenOption[]): string | undefined {
  const last = options.findLast(
    ({ spec: option }) => typeof option === "object" && option.operands !== undefined,
  )?.spec;
  return typeof last === "object" ? last.operands : spec.operands;
}

/** What the operands of a call come to, by their roles. */
export function applyOperands(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  if (program === "parallel") {
    runParallel(program, spec, call, io, run);
    return;
  }
  const pattern = operandPattern(operandsText(spec, call.options));
  const extra = spec.stdin === "operands" ? inputOperands(call, run) : [];
  const { operands } = call;
  if (pattern.many === "command" && pattern.commandAt !== Number.POSITIVE_INFINITY) {
    operands.slice(0, pattern.commandAt).forEach((value, index) => {
      applyRole(pattern.first[index] ?? "text", value, program, spec, io, run);
    });
    const argv = operands.slice(pattern.commandAt);
    if (argv.length === 0 && extra.length === 0) return;
    for (const words of withInput(argv, extra, call)) applyCommand(words, program, spec, io, run);
    return;
  }
  const roles = rolesOf(pattern, operands.length);
  // Without an operand these look at the folder that they run in.
  if (operands.length === 0 && (pattern.many === "list" || pattern.first[0] === "list")) {
    applyRole("list", literal("."), program, spec, io, run);
  }
  if (pattern.many === "shell" && operands.length > pattern.commandAt) {
    operands.slice(0, pattern.commandAt).forEach((value, index) => {
      applyRole(pattern.first[index] ?? "text", value, program, spec, io, run);
    });
    const words = operands.slice(pattern.commandAt);
    const unknown = words.reduce<Unknown | undefined>((worst, value) => worseUnknown(worst, value.unknown), undefined);
    const text = words.map((value) => value.text).join(" ");
    const line: Value = { text, sources: words.flatMap(({ sources = [] }) => sources), ...(unknown && { unknown }) };
    applyRole("shell", line, program, spec, io, run);
    return;
  }
  operands.forEach((value, index) => {
    const role = roles[index];
    if (role !== undefined) applyRole(role, value, program, spec, io, withArguments(role, operands, index + 1, run));
    else if (spec.lenient !== true && spec.operands !== undefined) run.collector.worsen("partial");
    if (value.unknown === "computed" && spec.lenient !== true && role !== "text") run.collector.worsen("partial");
  });
}

/** What a script gets as `$1` and so on; a line that is given to `-c` has its name, `$0`, in front of them. */
function withArguments(role: Role, operands: readonly Value[], from: number, run: Run): Run {
  if ((role !== "shell" && role !== "script") || from >= operands.length) return run;
  const args = operands.slice(from);
  const [name] = args;
  if (role === "script") return { ...run, frame: { ...run.frame, positional: args } };
  const frame = { ...childFrame(run.frame), positional: args.slice(1) };
  if (name !== undefined) frame.variables.set("0", [name]);
  return { ...run, frame };
}
