import type { HttpAnswer } from "../transports/native/protocol.ts";

/** Contrast of texts is at least 7 to 1, of borders that say something 3 to 1, in both schemes (WCAG 2.2, 1.4.6 and 1.4.11). */
const CSS = `
:root { --paper: #fff; --ink: #1a1a1a; --quiet: #4a4a4a; --line: #767676; --link: #003f8a; --warn: #fff4d6; --warn-line: #8a5a00; --yes: #0b5d1e; --no: #8f1414; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #f0f0f0; --quiet: #c4c4c4; --line: #8f8f8f; --link: #a8cbff; --warn: #3a2f12; --warn-line: #e0b44c; --yes: #8fdba0; --no: #ffb0a8; --on: #10120f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 42rem; margin: 0 auto; padding: 0.75rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; border-bottom: 1px solid var(--line); }
.person { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; color: var(--quiet); }
h1 { font-size: 1.35rem; line-height: 1.35; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.warnings { background: var(--warn); border-left: 0.35rem solid var(--warn-line); padding: 0.5rem 1rem; }
.warnings h2 { margin-top: 0.25rem; }
.warnings ul { margin: 0; padding-left: 1.2rem; }
.state { font-weight: 600; }
dt { color: var(--quiet); margin-top: 0.6rem; font-size: 0.95rem; }
dd { margin: 0; white-space: pre-wrap; }
.list { list-style: none; padding: 0; }
.list li { border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.75rem 1rem; margin: 0.75rem 0; }
.list p { margin: 0.25rem 0 0; color: var(--quiet); }
.list .waits { font-weight: 600; }
label { display: block; margin-top: 1rem; }
textarea { width: 100%; min-height: 5rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.5rem; }
button, .button { display: inline-block; font: inherit; min-height: 2.75rem; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 0.4rem; background: var(--paper); color: var(--ink); text-decoration: none; cursor: pointer; }
.answers { display: flex; flex-direction: column; gap: 0.75rem; margin: 1rem 0 2rem; }
.answers button { min-height: 3.25rem; font-weight: 600; border: 2px solid; }
.answers .yes { background: var(--yes); border-color: var(--yes); color: var(--on); }
.answers .no { color: var(--no); border-color: var(--no); }
@media (min-width: 34rem) { .answers { flex-direction: row; } .answers button { flex: 1; } }
`;

export async function stylesheet(): Promise<HttpAnswer> {
  const headers = { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=300" };
  return { status: 200, headers, body: CSS };
}
