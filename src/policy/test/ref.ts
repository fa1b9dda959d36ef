/** A name that OPA writes without brackets; `#` numbers tests of one name. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_#]*/;
const BRACKETED = /^\[("(?:[^"\\]|\\.)*")\]/;

/** The parts of a reference as OPA writes it: `data.a["b-c"].d` is `["data", "a", "b-c", "d"]`. */
export function refParts(ref: string): readonly string[] {
  const parts: string[] = [];
  let rest = ref;
  while (rest !== "") {
    const plain = PLAIN.exec(rest)?.[0];
    const bracketed = BRACKETED.exec(rest);
    if (plain !== undefined) parts.push(plain);
    else if (bracketed !== null) parts.push(JSON.parse(bracketed[1] as string) as string);
    else throw new SyntaxError(`not a reference: ${ref}`);
    rest = rest.slice((plain ?? bracketed?.[0] ?? "").length).replace(/^\./, "");
  }
  return parts;
}

/** How `opa build -e` names a rule: its path below `data`. */
export function entrypointOf(parts: readonly string[]): string {
  return parts.join("/");
}
