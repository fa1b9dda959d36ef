import { HOLE, textOf, type Value } from "../value.ts";

/** `template % values` of Python, for the conversions that put a text in as it is. */
export function percentFormat(template: string, values: readonly Value[]): string {
  let at = 0;
  return template.replace(/%(?:%|\([^()%]{0,80}\)[sdrif]|[-+ #0-9.*]{0,20}[a-zA-Z])/g, (token) => {
    if (token === "%%") return "%";
    const value = values[at];
    at += 1;
    return value !== undefined && /^%[sd]$/.test(token) ? textOf(value) : HOLE;
  });
}

/** `template.format(…)` of Python, for fields without conversions. */
export function braceFormat(template: string, positional: readonly Value[], named: ReadonlyMap<string, Value>): string {
  let at = 0;
  return template.replace(/\{\{|\}\}|\{([^{}]{0,200})\}/g, (token, field?: string) => {
    if (token === "{{") return "{";
    if (token === "}}") return "}";
    if (field === undefined || /[!:.[]/.test(field)) return HOLE;
    const value = field === "" ? positional[at++] : /^\d+$/.test(field) ? positional[Number(field)] : named.get(field);
    return value === undefined ? HOLE : textOf(value);
  });
}
