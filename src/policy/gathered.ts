/** What main gathers from packages `policy.*`, in the order in which it counts. */
export const GATHERED = [
  "block",
  "require_approval",
  "warn",
  "allow",
  "oblige",
  "grant",
  "label",
  "risk",
  "revoke",
  "redact",
] as const;

export type Gathered = (typeof GATHERED)[number];
