/**
 * What the words of a tool's name and description say that it does. Tools are named with the same few hundred English verbs;
 * a word that stands nowhere here says nothing, and a tool of which no word says anything is suggested as privileged.
 */

/** What a tool does to the things of its domain. */
export type Operation =
  | "read"
  | "list"
  | "search"
  | "create"
  | "update"
  | "act"
  | "move"
  | "copy"
  | "append"
  | "delete"
  | "export"
  | "send"
  | "share"
  | "pay"
  | "refund"
  | "schedule"
  | "execute"
  | "install"
  | "grant";

export type WordTable = Readonly<Partial<Record<Operation, string>>>;

/** Verbs that only look. */
export const READING: WordTable = {
  read: `aggregate analyse analyze answer ask audit browse calculate check classify collect compare compute count decode
    describe detect determine diff display enumerate estimate examine expand explain extract fetch forecast gather geocode get
    grep help identify inspect investigate lint look lookup measure observe obtain parse peek ping predict preview read reason
    recommend research retrieve scrape show simulate stat suggest sum summarise summarize tail tell think transcribe translate
    validate view visualise visualize whoami`,
  list: "dir glob list ls",
  search: "discover explore filter find locate match query search",
};

/** Verbs that change something wherever they stand: "get_or_create", "issue_write", "confirm_delete". */
export const FIRM: WordTable = {
  create: `add attach bootstrap compose create generate ingest initialise initialize insert instantiate populate provision
    register save scaffold synthesize upload`,
  update: `activate assign configure deactivate disable edit enable manage modify mutate overwrite prioritize rename reopen
    reorder replace reprioritize reset restore rewrite unarchive unassign unfollow unlink unpin unresolve unset unstar update
    upsert write`,
  append: "append prepend",
  delete: `delete deprovision deregister destroy erase evict prune purge remove revoke rm rmdir terminate trash truncate
    uninstall unregister wipe`,
  send: "broadcast notify send submit",
  pay: "buy pay purchase withdraw",
  refund: "reimburse",
  execute: "eval exec execute invoke relaunch rerun spawn sudo",
  install: "install",
  grant: "elevate grant impersonate",
};

/** Verbs that change something unless a verb that looks stands before them: an "open" issue, a "start" date, a record "set". */
export const LOOSE: WordTable = {
  create: `capture clone compile download draft duplicate enroll fork import init make new render reserve stage stash
    subscribe`,
  update: `accept acknowledge adjust apply approve archive arm authorise authorize ban block bump calibrate change claim close
    commit complete confirm convert decline decrement demote dim disarm dismiss downgrade enqueue escalate finalize finish fix
    follow format hide increment join leave like link lock map mark merge migrate mute optimise optimize patch pause permit pin
    promote queue react rebase refresh reindex reject release reload request resize resolve restart resume revert rollback rotate
    scale set sign silence snooze start stop switch sync toggle transition triage turn unblock unlock unmute upgrade vacuum
    verify vote warm watch`,
  act: `act authenticate back begin click connect crawl disconnect drag emulate end fill focus forward go handle hover
    interact load login logout mount navigate open pan play press print scroll select skip swipe tap type unload unmount use
    wait zoom`,
  move: "move relocate",
  copy: "copy cp",
  delete: "abort cancel clear detach discard drain drop empty expire flush kill",
  export: "backup dump export",
  send: "announce deliver email invite message post publish push reply tweet",
  share: "share",
  pay: "bid charge deposit donate mint redeem sell stake swap trade transfer",
  schedule: "schedule",
  execute: "automate boot call deploy dispatch evaluate launch reboot run shutdown trigger",
};

/** Words that name a thing more often than they say what is done. Beside a verb that looks they change nothing; alone they do. */
export const NOUNS_OR_VERBS: WordTable = {
  create: "book branch cache comment embed index label log note plan record report store tag",
  update: "assignment pull rank rate review star",
  delete: "cleanup",
  send: "chat mail sms",
  pay: "checkout invoice order payment",
  refund: "refund return",
  execute: "bash build code command javascript job python script shell terminal test workflow",
};

/** The last words of names without a verb: "server_info", "database_stats", "browser_snapshot". */
export const READING_NOUNS = `analysis content contents count counts definition definitions details detail detection
  diagnostics docs documentation explanation explorer finder health history info information inspector listing logs metadata
  metrics overview reader references schema screenshot sequentialthinking similarity snapshot statistics stats status
  suggestions summary symbols thinking tree types usage version versions viewer`;

/** Verbs that look and are never nouns: as the last word they turn all before them into nouns ("deploy_plan_get"). */
export const PURE_READING = "describe fetch get retrieve";

/** What a description says of a tool that answers; in a name these words mean something else ("return_items"). */
export const ANSWERING = "contains gives outputs presents returns shows";

/** Fetching a file is how many tools read it: the name alone says that one writes it, a description or a choice of methods does not. */
export const FETCHING = "download";

/** Verbs as which nothing but the end of a name is read as a noun: "get_status_update" reads an update. */
export const NOUNS_AT_END = "edit install purchase register reset update upload";

/** Plurals of nouns that look like verbs: "Lists comments and updates". */
export const PLURALS = "edits installs purchases registers resets updates uploads";

/** Two words that are one noun, whatever each of them is. */
export const COMPOUNDS = "change-request feature-request merge-request pull-request service-request support-request";

/** Verbs that only look when they stand before one of certain words. */
export const READING_PHRASES: Readonly<Record<string, string>> = {
  convert: "currency date format time timezone timestamp unit units",
  resolve: "dns domain handle host hostname id ids library name names reference symbol url",
};

/** After one of these the next word is a verb again. */
export const CONJUNCTIONS = "and or then";

/** Words with which a description begins before it says what the tool does. */
export const FILLERS = `a able accurately agent agents allow allows also an and api are automatically be can command directly does
  easily easy efficiently enables endpoint fast for function helper helps i if immediately instantly interactively is it lets
  may mcp method needed only operation optionally performs permanently please precise provides quickly safely server simply
  that the then this to tool tools use used user users which will you your`;

/** Before one of these a dangerous word says that the tool is harmless. */
export const NEGATIONS = "aren't cannot doesn't don't isn't never no non not without won't";

/** What a description says of a tool's effects beside its verbs. */
export const DANGERS = "destructive irreversible irreversibly modifies mutates overwritten overwrites undone";

/** What a description says of a tool that runs queries and changes nothing, if nothing in it says otherwise. */
export const HARMLESS: readonly string[] = [
  "read-only",
  "read only",
  "readonly",
  "select query",
  "select queries",
  "select statement",
];
export const NOT_HARMLESS = "alter bypass create ddl delete dml drop insert mode unless update write writes";
