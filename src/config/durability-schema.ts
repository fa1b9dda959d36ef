import { Type } from "typebox";

/** A journal's file is sealed at 8 MiB; fewer than some of them would be full at once. */
const MIN_SPOOL_BYTES = 16 * 1024 * 1024;

/** Whoever goes on for longer without the database needs another plan. */
const MAX_OUTAGE_S = 604_800;

/** When a decision may be answered, of all tiers or of each. */
export const DURABILITY_SCHEMA = Type.Unknown({
  document: true,
  env: "WRIT_DURABILITY",
  default: "committed",
  description:
    "`committed`: a decision is in PostgreSQL before it is answered. `spooled`: it is on this machine's disk, and goes on to PostgreSQL. `relaxed`: it may be answered before either, and lost in a crash. One word for all, or one by tier: docs/records.md.",
});

/** How much, and for how long, decisions may wait on disk. */
export const SPOOL_SCHEMA = Type.Object({
  max_bytes: Type.Integer({
    minimum: MIN_SPOOL_BYTES,
    maximum: Number.MAX_SAFE_INTEGER,
    env: "WRIT_SPOOL_MAX_BYTES",
    default: 1_073_741_824,
    description: "Bytes that may wait on disk in each worker; past it decisions are committed, or blocked.",
  }),
  max_outage_s: Type.Integer({
    minimum: 1,
    maximum: MAX_OUTAGE_S,
    env: "WRIT_SPOOL_MAX_OUTAGE_S",
    default: 14_400,
    description:
      "How long decisions are spooled while PostgreSQL cannot be heard, and with it no revocation; then they are blocked.",
  }),
});
