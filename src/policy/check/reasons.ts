import { isJsonObject } from "../../domain/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import { startsWith } from "../rego/refs.ts";
import { mistake } from "./finding.ts";
import type { IndexedRule, PolicyIndex } from "./index-policy.ts";

const REASON_OF = ["data", "writ", "reasons", "of"];
const ANNOTATION_KEYS = [
  "title",
  "description",
  "custom",
  "scope",
  "organizations",
  "related_resources",
  "authors",
  "schemas",
  "entrypoint",
];

/** Rules whose reason is undefined, because `reasons.of` finds no title or no controls: they would never hold. */
export function checkReasons({ own }: PolicyIndex): readonly Problem[] {
  return own.flatMap(({ file, rules }) =>
    rules.filter(isAsked).flatMap((rule) => {
      const value = rule.annotation?.value;
      const { title, custom } = value ?? {};
      const controls = isJsonObject(custom) ? custom["controls"] : undefined;
      const lacks = [
        ...(typeof title === "string" && title !== "" ? [] : ["title"]),
        ...(Array.isArray(controls) ? [] : ["custom.controls"]),
      ];
      if (lacks.length === 0) return [];
      const misspelt = Object.keys(value ?? {}).flatMap((key) =>
        ANNOTATION_KEYS.includes(key) ? [] : [didYouMean(key, ANNOTATION_KEYS)],
      );
      const message = `the rule never holds: reasons.of finds no ${lacks.join(" and no ")} in METADATA right above it`;
      const hint = misspelt[0] ?? "put above it: # METADATA, # title: <code>, # custom:, #   controls: []";
      return [mistake(file, rule.name, "rule-without-code", message, hint)];
    }),
  );
}

function isAsked({ refs }: IndexedRule): boolean {
  return refs.some(({ parts, isCall }) => isCall && startsWith(parts, REASON_OF)) && refs.some(isOwnMetadata);
}

function isOwnMetadata({ parts }: IndexedRule["refs"][number]): boolean {
  return startsWith(parts, ["rego", "metadata", "rule"]);
}
