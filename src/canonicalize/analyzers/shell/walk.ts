import {
  type Assignment, type Command, type CommandNode, type CompoundList, forEachChild, type PipelineNode, parse, type Redirection,
  type Script, type Statement, type SyntaxNode, type Word,
} from "unbash"; // biome-ignore format: one list
import { assign } from "./assign.ts";
import { all } from "./contents.ts";
import { expandAssigned, expandWord } from "./expand.ts";
import { defineFunction } from "./functions.ts";
import { MAX_BRACKETS, MAX_COMMANDS, MAX_SHELL_CHARS, MAX_SHELL_DEPTH } from "./limits.ts";
import { redirected } from "./redirect.ts";
import { type Content, childFrame, EMPTY, type Run } from "./state.ts";
import { inSubshell, runInside, runSubscripts } from "./substitutions.ts";
import { literal, unknownValue, type Value } from "./value.ts";

/** Looks at a shell text in the run's surroundings; what it prints. */
export function runText(text: string, run: Run): Content {
  if (text.length > MAX_SHELL_CHARS || run.depth > MAX_SHELL_DEPTH || nesting(text) > MAX_BRACKETS) {
    run.collector.worsen("limit");
    return { ...EMPTY, kind: "content" };
  }
  return runScript(parse(text), run);
}

/** How many brackets are open at once, whatever quotes they stand in. */
function nesting(text: string): number {
  let open = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "(" || char === "{" || char === "[") open++;
    else if ((char === ")" || char === "}" || char === "]") && open > 0) open--;
    if (open > most) most = open;
  }
  return most;
}

export function runScript(script: Pick<Script, "commands"> & { errors?: unknown }, run: Run): Content {
  if (run.depth > MAX_SHELL_DEPTH) {
    run.collector.worsen("limit");
    return { ...EMPTY, kind: "content" };
  }
  if (Array.isArray(script.errors) && script.errors.length > 0) run.collector.worsen("partial");
  return runList(script, run);
}

function runList({ commands }: Pick<CompoundList, "commands">, run: Run): Content {
  const printed: Content[] = [];
  for (const statement of commands) {
    if (run.collector.limited) break;
    printed.push(runNode(statement.command, run));
  }
  return all(printed);
}

type Node = PipelineNode | CommandNode | Extract<SyntaxNode, { type: "AndOr" }>;

function runNode(node: Node, run: Run): Content {
  switch (node.type) {
    case "AndOr":
      return all(node.commands.map((command, index) => runNode(command, index === 0 ? run : { ...run, maybe: true })));
    case "Pipeline":
      return runPipeline(node.commands, run);
    case "Command":
      return runCommand(node, run);
    default:
      return runCompound(node, run);
  }
}

function runPipeline(commands: readonly CommandNode[] | readonly PipelineNode[], run: Run): Content {
  let content = run.stdin;
  for (const command of commands) {
    content = runNode(command, {
      ...run,
      frame: commands.length > 1 ? childFrame(run.frame) : run.frame,
      stdin: content,
    });
  }
  return content;
}

function runCompound(node: Exclude<CommandNode, Command>, run: Run): Content {
  const maybe: Run = { ...run, maybe: true };
  switch (node.type) {
    case "Redirected":
      return redirected(node.redirects, run, (inner) => runNode(node.command, inner));
    case "Subshell":
      return runList(node.body, inSubshell(run));
    case "BraceGroup":
      return runList(node.body, run);
    case "If":
      return all([
        quiet(runList(node.clause, run)),
        runList(node.then, maybe),
        ...node.elif.flatMap((item) => [quiet(runList(item.clause, maybe)), runList(item.then, maybe)]),
        ...(node.else === undefined ? [] : [runList(node.else, maybe)]),
      ]);
    case "For":
    case "Select": {
      const values = node.wordlist?.flatMap((word) => expandWord(word, run)) ?? run.frame.positional;
      run.frame.variables.set(node.name.value, values.length === 0 ? [unknownValue("free")] : values);
      return runList(node.body, maybe);
    }
    case "ArithmeticFor":
      for (const part of [node.initialize, node.test, node.update]) if (part !== undefined) arithmetic(part, run);
      return runList(node.body, maybe);
    case "While":
      return all([quiet(runList(node.clause, maybe)), runList(node.body, maybe)]);
    case "Case":
      expandWord(node.word, run);
      return all(
        node.items.map((item) => {
          for (const pattern of item.pattern) expandWord(pattern, run);
          return runList(item.body, maybe);
        }),
      );
    case "Function":
      defineFunction(node.name.value, [statementOf(node.body)], run);
      return EMPTY;
    case "Coproc":
      return node.body.type === "CompoundList" ? runList(node.body, run) : runNode(node.body, run);
    case "TestCommand":
      for (const word of wordsOf(node)) for (const value of expandAssigned(word, run)) runSubscripts(value.text, run);
      return EMPTY;
    case "ArithmeticCommand":
      arithmetic(node, run);
      return EMPTY;
  }
}

/** What conditions print is rarely meant, but it is printed. */
function quiet(content: Content): Content {
  return content.text === undefined ? content : { ...content, text: "" };
}

function statementOf(body: CommandNode | CompoundList): Statement {
  const command: CommandNode =
    body.type === "CompoundList" ? { type: "BraceGroup", pos: body.pos, end: body.end, body } : body;
  return { type: "Statement", pos: body.pos, end: body.end, command, background: undefined };
}

/** What an arithmetic expression runs; variables in it whose values do were looked at where they were set. */
function arithmetic(node: SyntaxNode, run: Run): void {
  runInside(node, run);
  for (const text of arithmeticTexts(node)) runSubscripts(text, run);
}

function arithmeticTexts(node: SyntaxNode): readonly string[] {
  return collected(node, (item) => (item.type === "ArithmeticWord" ? item.value.replace(/['"]/g, "") : undefined));
}

function wordsOf(node: SyntaxNode): readonly Word[] {
  return collected(node, (item) => (item.type === "Word" ? item : undefined));
}

/** What is found in a node's tree, without what stands inside of what was found. */
function collected<T>(node: SyntaxNode, pick: (item: SyntaxNode) => T | undefined): readonly T[] {
  const found: T[] = [];
  const pending: SyntaxNode[] = [node];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const picked = pick(item);
    if (picked === undefined) forEachChild(item, (child) => pending.push(child));
    else found.push(picked);
  }
  return found;
}

function runCommand(command: Command, run: Run): Content {
  if (run.budget.commands > MAX_COMMANDS) {
    run.collector.worsen("limit");
    return EMPTY;
  }
  return redirected(command.redirects, run, (inner) => {
    const assignments = command.prefix.filter((item): item is Assignment => item.type === "Assignment");
    if (command.name === undefined) {
      run.budget.commands += 1;
      for (const assignment of assignments) assign(assignment, inner, true);
      return EMPTY;
    }
    const alternatives = alternativesOf(command.name, inner);
    const names = expandWord(command.name, inner);
    const rest = command.suffix.filter((item): item is Word | Assignment => !isRedirection(item));
    const argv = rest.flatMap((item) =>
      item.type === "Word" ? expandWord(item, inner) : assignedArgument(item, inner),
    );
    return withAssigned(assignments, inner, () => {
      // A variable with several values in the place of the program is several commands.
      if (alternatives.length > 1)
        return all(alternatives.map((words) => inner.exec([...words, ...argv], inner, true)));
      return inner.exec([...names, ...argv], inner, true);
    });
  });
}

/** Variables that are set for one command: it may start a shell, or be a builtin, that uses them. */
function withAssigned(assignments: readonly Assignment[], run: Run, body: () => Content): Content {
  const { variables } = run.frame;
  const before = assignments.map(({ name }) => [name, variables.get(name)] as const);
  for (const assignment of assignments) assign(assignment, run, false);
  const content = body();
  for (const [name, values] of before) {
    if (values === undefined) variables.delete(name);
    else variables.set(name, values);
  }
  return content;
}

/** The words of a command's name for each value that it may have, where it is one variable with several. */
function alternativesOf(name: Word, run: Run): readonly (readonly Value[])[] {
  const [part, more] = name.parts ?? [];
  if (part?.type !== "SimpleExpansion" || more !== undefined) return [];
  const variable = part.text.slice(1);
  const values = run.frame.variables.get(variable) ?? [];
  if (values.length < 2) return [];
  return values.map((value) => {
    const frame = childFrame(run.frame);
    frame.variables.set(variable, [value]);
    return expandWord(name, { ...run, frame });
  });
}

function isRedirection(item: Word | Assignment | Redirection): item is Redirection {
  return item.type !== "Word" && item.type !== "Assignment";
}

/** `export A=b`, `dd if=x`: a word with an equals sign in it. */
function assignedArgument(item: Assignment, run: Run) {
  if (item.index !== undefined) runInside(item.index, run);
  if (item.value.type === "ArrayValue") {
    // The builtin that gets it only takes names: what the list holds stays in the variable.
    assign(item, run, true);
    return [literal(item.name)];
  }
  return expandAssigned(item.value, run).map((value) => ({ ...value, text: `${item.name}=${value.text}` }));
}
