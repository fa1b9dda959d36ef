/** A notebook's cell: Python with lines that are none. */
export interface Cell {
  readonly rest: string;
  /** Lines of shell. */
  readonly commands: readonly string[];
  /** Whether each of the other lines is known to do nothing. */
  readonly complete: boolean;
}

/** Line and cell magics that only show or time something (IPython's built-in magics). */
const HARMLESS =
  /^%{1,2}(?:matplotlib|time|timeit|pylab|precision|pprint|who|whos|who_ls|reset|autoreload|load_ext autoreload)\b/;
const SHELL_CELL = /^%%(?:bash|sh|script\s{1,9}(?:ba)?sh)\b[^\n]{0,200}\n/;

/** The cell without its shell escapes (`!ls`, `%%bash`) and magics; undefined where it has none. */
export function withoutMagics(text: string): Cell | undefined {
  const cell = SHELL_CELL.exec(text);
  if (cell !== null) return { rest: "", commands: [text.slice(cell[0].length)], complete: true };
  if (!/^[ \t]*(?:[!%]|[A-Za-z_][A-Za-z0-9_]* ?= ?!)/m.test(text)) return undefined;
  const commands: string[] = [];
  const rest: string[] = [];
  let complete = true;
  let found = false;
  for (const line of text.split("\n")) {
    const command = /^([ \t]*)(?:([A-Za-z_][A-Za-z0-9_]*) ?= ?)?!{1,2}(?!=)(.*)$/.exec(line);
    if (command !== null) {
      commands.push((command[3] ?? "").replace(/\{[^{}]{0,200}\}/g, "\uE000"));
      rest.push(`${command[1]}${command[2] === undefined ? "pass" : `${command[2]} = str(0)`}`);
      found = true;
    } else if (/^[ \t]*%/.test(line)) {
      const magic = line.trim();
      const pip = /^%(?:pip|conda|mamba|uv)\b.*/.exec(magic);
      if (pip !== null) commands.push(magic.slice(1));
      else if (!HARMLESS.test(magic)) complete = false;
      rest.push(`${/^[ \t]*/.exec(line)?.[0] ?? ""}pass`);
      found = true;
    } else rest.push(line);
  }
  return found ? { rest: rest.join("\n"), commands, complete } : undefined;
}
