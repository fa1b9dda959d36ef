/** What calls have come to. */
export interface Counts {
  readonly calls: number;
  readonly by_verb: Readonly<Record<string, number>>;
  /** `server/name`, or the name alone. */
  readonly by_tool: Readonly<Record<string, number>>;
  /** Exact decimal by currency. */
  readonly spent: Readonly<Record<string, string>>;
  /** What was read or exported. */
  readonly records: number;
  /** Different ones. */
  readonly destinations: number;
}

/** What the calls of the last minute, hour and day have come to. */
export interface Windows {
  readonly minute: Counts;
  readonly hour: Counts;
  readonly day: Counts;
}

/** What a session began with, so that policy sees what is another since. */
export interface Beginning {
  /** Ids; `intent` is "" where none was sent. */
  readonly agent: string;
  readonly intent: string;
  /** The catalogue's digest. */
  readonly catalogue: string;
  readonly environment: string;
}

/** The call that set a label first. */
export interface LabelSource {
  readonly decision_id: string;
  readonly tool: string;
  /** RFC 3339. */
  readonly at: string;
}

export type LabelSources = Readonly<Record<string, LabelSource>>;

/** The calls of one session so far, as policy sees it; sessions that are older than the memory of it have no beginning. */
export interface Session extends Counts, Partial<Beginning> {
  readonly id: string;
  /** Raised by revocation and by resumption: grants of an earlier epoch are dead. */
  readonly epoch: number;
  readonly task: string;
  /** RFC 3339: when its first call was asked. */
  readonly began_at: string;
  readonly closed: boolean;
  /** Calls that went on and whose outcome nobody has reported yet. */
  readonly in_flight: number;
  readonly in_flight_by_verb: Readonly<Record<string, number>>;
  readonly in_flight_by_tool: Readonly<Record<string, number>>;
  readonly labels: readonly string[];
  readonly sources: LabelSources;
  /** Calls that policy has refused since the last one that went on. */
  readonly denials: number;
  /** Calls of tools that the catalogue does not have. */
  readonly unknown_tools: number;
  /** The points that policy has given. */
  readonly risk: number;
  readonly windows: Windows;
}

/** What is known of a call's task. The counts are there where the intent limits the task's calls together. */
export interface TaskFacts extends Partial<Counts> {
  readonly id: string;
  /** Of the task's other sessions, where the policy can read them. */
  readonly labels?: readonly string[];
  readonly sources?: LabelSources;
}

/** What an agent's and a task's calls have come to, whatever sessions they are in, where the policy can read it. */
export interface UsageFacts {
  readonly agent?: Windows;
  readonly task?: Windows & { readonly total: Counts };
}
