import { choiceField, objectField, optionalField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { DURABILITIES, type Durability, type DurabilityByTier } from "../domain/record.ts";
import { TIERS } from "../domain/vocabulary.ts";

export const COMMITTED: DurabilityByTier = everywhere("committed");

/** `durability`: a word for all tiers, or one for each; a tier that is not named is committed. @throws WritError */
export function readDurability(value: JsonValue): DurabilityByTier {
  if (typeof value === "string") return everywhere(durabilityOf(value, ""));
  const fields = objectField(value, "", TIERS);
  const read = (tier: (typeof TIERS)[number]) => optionalField(tier, fields, "", durabilityOf);
  return { ...COMMITTED, ...read("read_only"), ...read("bounded_write"), ...read("privileged") };
}

function everywhere(durability: Durability): DurabilityByTier {
  return { read_only: durability, bounded_write: durability, privileged: durability };
}

function durabilityOf(value: JsonValue, at: string): Durability {
  return choiceField(value, at, DURABILITIES);
}
