import { REPLAY_CHANGES, type ReplayChange } from "../changes.ts";
import type { Said } from "../judge.ts";
import { CHANGE_MEANING, type ReplayReport } from "../report.ts";
import type { ByName, Example, Tally } from "../tally.ts";

/** Most changed first. */
export function byChange(names: readonly ByName[]): readonly ByName[] {
  return names.toSorted((a, b) => b.changed - a.changed || b.judged - a.judged || (a.name < b.name ? -1 : 1));
}

/** Changes that there are, with their counts and what they mean. */
export function changesFound({
  changes,
}: Pick<Tally, "changes">): readonly (readonly [ReplayChange, number, string])[] {
  return REPLAY_CHANGES.filter((kind) => changes[kind] > 0).map((kind) => [kind, changes[kind], CHANGE_MEANING[kind]]);
}

/** `block, a person may lift it: no_rule_allows` */
function saidText({ effect, approval, reasons }: Said): string {
  const lifted = approval ? ", a person may lift it" : "";
  return `${effect}${lifted}${reasons.length === 0 ? "" : `: ${reasons.join(", ")}`}`;
}

/** What a record would become, on one line. */
export function becomes({ recorded, replayed }: Example): string {
  return `${saidText(recorded)} -> ${saidText(replayed)}`;
}

/** One line on what the report is about and what it found. */
export function headline({ tally, bundle }: ReplayReport): string {
  const { judged, changed } = tally;
  return `${counted(judged, "record")} judged by ${bundle.digest.slice(0, 19)} (${bundle.path}): ${changed} would change`;
}

/** What was not compared, or not wholly, a sentence each. */
export function caveats({ tally }: ReplayReport): readonly string[] {
  const { unreplayable, not_asked, older, other_catalogue, judged_redacted, same_bundle, not_reproduced } = tally;
  const { redacted, erased, unreadable, altered } = unreplayable;
  const lines: readonly (readonly [number, string])[] = [
    [not_reproduced, `of ${same_bundle} that this very bundle decided come out otherwise now`],
    [redacted, "not judged: secrets were taken out of the input"],
    [erased, "not judged: a person's data was erased from the input"],
    [unreadable, "not judged: the record cannot be read"],
    [altered, "not judged: the record is not what was written (see writ audit verify)"],
    [judged_redacted, "judged although something was taken out of the input"],
    [not_asked, "blocked by Writ before any policy was asked: unchanged"],
    [older, "older than the record of demands on approvals, grants and sessions, which are not compared there"],
    [other_catalogue, "decided under another catalogue: judged as their action was understood then"],
  ];
  return lines.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
