import { forEachChild, parse, type SyntaxNode } from "unbash";
import { MAX_COMMANDS, MAX_SHELL_DEPTH } from "./limits.ts";
import { childFrame, type Run } from "./state.ts";

const SUBSTITUTES = /\$\(|`|[<>]\(/;

/** What a substitution runs in: a subshell. */
export function inSubshell(run: Run): Run {
  return { ...run, frame: childFrame(run.frame), depth: run.depth + 1 };
}

/** Runs what is substituted anywhere inside of a node whose own value is not worked out. */
export function runInside(node: SyntaxNode, run: Run): void {
  const pending: SyntaxNode[] = [node];
  for (let steps = 0; pending.length > 0; steps++) {
    // Parts of a word are not commands, but a line has no more of them that matter than it has commands.
    if (steps > MAX_COMMANDS) {
      run.collector.worsen("limit");
      return;
    }
    const item = pending.pop() as SyntaxNode;
    if (
      item.type === "CommandExpansion" ||
      item.type === "ProcessSubstitution" ||
      item.type === "ArithmeticCommandExpansion"
    ) {
      if (item.script === undefined) run.collector.worsen("partial");
      else run.script(item.script, inSubshell(run));
    } else if (
      item.type === "ParameterExpansion" &&
      item.operation?.type === "Replace" &&
      SUBSTITUTES.test(item.text)
    ) {
      // A slash inside of a substitution is no end of the pattern.
      runText(item.text.slice(item.parameterEnd - item.pos, -1), run);
    } else forEachChild(item, (child) => pending.push(child));
  }
}

/** bash(1), Arithmetic Evaluation: a text that stands for a number is expanded again where it names an element. */
function substitutesInSubscript(text: string): boolean {
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "[") inside ||= /\w/.test(text[i - 1] ?? "");
    else if (char === "]") inside = false;
    else if (inside && (char === "`" || (char === "$" && text[i + 1] === "("))) return true;
  }
  return false;
}

/** Runs what is substituted in the subscript of a name that is itself only text: `x='a[$(cmd)]'; ((x))`. */
export function runSubscripts(text: string, run: Run): void {
  if (substitutesInSubscript(text)) runText(text, run);
}

/** Runs what is substituted in a text of which the tree says too little. */
export function runText(text: string, run: Run): void {
  if (!SUBSTITUTES.test(text)) return;
  if (run.depth > MAX_SHELL_DEPTH) {
    run.collector.worsen("limit");
    return;
  }
  const { commands, errors = [] } = parse(`: ${text}`);
  if (errors.length > 0) run.collector.worsen("partial");
  for (const { command } of commands) runInside(command, { ...run, depth: run.depth + 1 });
}
