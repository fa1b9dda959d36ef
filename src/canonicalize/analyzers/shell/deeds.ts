import type { StandardVerb } from "../../../domain/vocabulary.ts";
import { partOf } from "../analysis.ts";
import { fileResource } from "../paths/index.ts";
import { forget, touched } from "./files.ts";
import type { Io } from "./io.ts";
import { type Invocation, optionTable } from "./options.ts";
import { CREDENTIAL_WORDS } from "./searched.ts";
import type { ProgramSpec } from "./spec.ts";
import type { Run } from "./state.ts";
import { literal } from "./value.ts";

/** Programs that change nothing but what is below the folder where they run, if they name no other. */
const IN_PLACE = new Set(
  `7z ar bun c++ cc clang clang++ g++ gcc ghc javac rustc cargo cmake cpio dolt dotnet fossil gem git go gradle gunzip gzip hg hub jar jj make meson mix mvn ninja npm
  npx patch pnpm poetry prettier rails rake ruff sbt sfdk split svn tar terraform tofu tsc unrar unzip uv yarn zapier zip`.split(
    /\s+/,
  ),
);

/** Programs that search below a folder always do, or have an option for it. */
export function isRecursive(spec: ProgramSpec, call: Invocation): boolean {
  if (!optionTable(spec).byName.has("--recursive")) return true;
  return call.options.some(({ name }) => RECURSIVE.has(name));
}

const RECURSIVE = new Set(["-r", "-R", "-d", "--recursive", "--dereference-recursive", "--directories"]);
const WIDE_PLACES = new Set(["home", "system", "outside"]);

/** Whoever looks for passwords outside of the workspace is not at the task. */
export function noteSearch(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  if (!io.recursive || !(spec.operands ?? "").includes("search")) return;
  const [pattern, ...places] = call.operands;
  if (pattern === undefined || !CREDENTIAL_WORDS.test(pattern.text)) return;
  if (places.some((place) => WIDE_PLACES.has(touched(place, "mention", run).place)))
    run.collector.signal("credential.search", program);
}

/** What a program does without naming a file, it does in the folder where it runs: a build, tests, a checkout. */
export function does(verb: StandardVerb, program: string, io: Io, run: Run): void {
  // Sent to somebody whom the line does not name.
  if (SENDS.has(verb)) io.sinks.push({ kind: "host", value: "", classes: [] });
  // Files that it does not name may be any that the line wrote before.
  if (verb === "file.write" || verb === "code.run") for (const path of run.frame.written.keys()) forget(path, run);
  const here = verb === "code.run" || (verb.startsWith("file.") && IN_PLACE.has(program));
  if (!here || run.frame.cwd === undefined) run.collector.does(verb);
  else run.collector.part(partOf(verb, { resource: fileResource(touched(literal("."), "mention", run)) }));
}

const SENDS: ReadonlySet<StandardVerb> = new Set(["net.upload", "message.send", "web.submit"]);

/** What is unpacked or compiled into the folder is not what was there: it came from what the program read. */
export function noteInPlace(program: string, spec: ProgramSpec, io: Io, run: Run): void {
  const { cwd, written } = run.frame;
  if (cwd === undefined || !IN_PLACE.has(program) || spec.does?.includes("file.write") !== true) return;
  written.set(folderKey(cwd), { sources: io.sources, kind: "content" });
}

/** How `written` names a folder of which some file was written, nobody said which. */
export function folderKey(folder: string): string {
  return `${folder.replace(/\/+$/, "")}/`;
}

/** A behaviour; one with credentials is also where data comes from. */
export function signal(code: NonNullable<ProgramSpec["signals"]>[number], program: string, io: Io, run: Run): void {
  run.collector.signal(code, program);
  if (code.startsWith("credential.")) io.sources.push({ kind: "command", value: program, classes: [code] });
}

/** Whether a rule is true of a call. */
export function holds(rule: NonNullable<ProgramSpec["rules"]>[number], call: Invocation): boolean {
  if (rule.bare === true && call.operands.length > 0) return false;
  if (rule.lacks !== undefined && call.options.some(({ name }) => rule.lacks?.split(" ").includes(name))) return false;
  if (rule.operand !== undefined && !call.operands.some(({ text }) => rule.operand?.test(text))) return false;
  if (rule.option === undefined) return true;
  const names = rule.option.split(" ");
  const { value } = rule;
  return call.options.some(
    (given) => names.includes(given.name) && (value === undefined || value.test(given.value?.text ?? "")),
  );
}
