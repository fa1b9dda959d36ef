import type { Content, Run } from "./state.ts";

/** Names of the descriptors that a process has open: proc(5). */
const DESCRIPTOR = /^(?:\/dev\/stdin|\/(?:dev\/fd|proc\/(?:self|thread-self|\*|\d+)\/fd)\/(\d+))$/;

/** What is written there is printed. */
export const PRINTS = /^(?:\/dev\/(?:stdout|stderr|tty|fd\/[12])|\/proc\/(?:self|thread-self|\*|\d+)\/fd\/[12])$/;

/** One that nobody opened in the line: whatever who started the shell left open. */
const INHERITED: Content = { sources: [{ kind: "input", value: "", classes: [] }], kind: "content" };

export function descriptorOf(number: number, run: Run): Content {
  if (number === 0) return run.stdin;
  return run.descriptors.get(number) ?? run.frame.descriptors.get(number) ?? INHERITED;
}

/** What is read through the name of a descriptor; undefined for other names, and for process substitutions. */
export function onDescriptor(path: string, run: Run): Content | undefined {
  const match = DESCRIPTOR.exec(path);
  if (match === null || run.frame.written.has(path)) return undefined;
  return descriptorOf(Number(match[1] ?? 0), run);
}
