import type { JsonObject } from "../domain/json.ts";
import { project, type Reads } from "../domain/reads.ts";

/** The policy's input as JSON text. */
export interface InputText {
  /** All of it, for the record. */
  readonly whole: string;
  /** What the policy can read of it, or the whole where that is no less work. */
  readonly judged: string;
}

/** A part of which some can be read is handed over as it is when it is shorter: to write it twice would take longer than to read it. */
const WORTH_PROJECTING_CHARS = 512;

/** Writes the members that the policy reads first, once for both texts, and those that it does not read behind. */
export function inputText(input: Readonly<Record<string, unknown>>, reads: Reads): InputText {
  if (reads === "everything") {
    const whole = JSON.stringify(input);
    return { whole, judged: whole };
  }
  const read: Record<string, unknown> = {};
  const unread: Record<string, unknown> = {};
  const partly: string[] = [];
  const partlyJudged: string[] = [];
  for (const key in input) {
    const inner = reads.get(key);
    if (inner === undefined) unread[key] = input[key];
    else if (inner === "everything" || input[key] === undefined) read[key] = input[key];
    else {
      const text = JSON.stringify(input[key]);
      const member = `${JSON.stringify(key)}:`;
      partly.push(member + text);
      const projected =
        text.length < WORTH_PROJECTING_CHARS ? text : JSON.stringify(project(input[key] as JsonObject, inner));
      partlyJudged.push(member + projected);
    }
  }
  const first = membersOf(JSON.stringify(read));
  const rest = membersOf(JSON.stringify(unread));
  return { whole: objectOf([first, ...partly, rest]), judged: objectOf([first, ...partlyJudged]) };
}

function membersOf(object: string): string {
  return object.slice(1, -1);
}

function objectOf(members: readonly string[]): string {
  return `{${members.filter((text) => text !== "").join(",")}}`;
}
