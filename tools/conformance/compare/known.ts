import type { Difference } from "./compare.ts";

/** A way in which ours are known to differ, and why that stays. */
interface Known {
  readonly why: string;
  readonly name: RegExp;
  readonly is: (difference: Difference) => boolean;
}

const LINE_END = /[\x85\u2028\u2029\ufeff]/;

/** Nearly all leave undefined what OPA has a result for. What passes a limit of ours ends an evaluation, and is not compared. */
const KNOWN: readonly Known[] = [
  {
    why: "the machine's own time zone would make decisions depend on where they are made",
    name: /^time\./,
    is: ({ args, ours }) => args.includes('"Local"') && ours === "error",
  },
  {
    why: "line ends of Unicode in YAML are refused outside quotes, and written as escapes",
    name: /^yaml\./,
    is: ({ args }) => LINE_END.test(args),
  },
  {
    why: "the YAML library is stricter about indentation, and about the characters of tags",
    name: /^yaml\.(?:unmarshal|is_valid)$/,
    is: ({ ours, opa }) => ours === "error" || (ours === "value false" && opa === "value true"),
  },
  {
    why: "go-yaml takes a colon in front of a plain text in a flow for an empty key",
    name: /^yaml\.(?:unmarshal|is_valid)$/,
    is: ({ args }) => /[{,[]\s*:/.test(args),
  },
  {
    why: "go-yaml reads documents behind the first one in another state",
    name: /^yaml\.(?:unmarshal|is_valid)$/,
    is: ({ args }) => args.includes("---"),
  },
  {
    why: "a private key whose numbers are incomplete or contradict each other signs nothing, or signs all the same",
    name: /^io\.jwt\.encode_sign/,
    is: ({ args }) => /"d\\?":|"d\\?" ?:|1e400/.test(args),
  },
  {
    why: "text behind a JSON Web Key is refused",
    name: /^io\.jwt\.(?:verify|decode_verify|encode_sign_raw)/,
    is: ({ args, ours }) => ours === "error" && /kty/i.test(args),
  },
  {
    why: "classes of characters are written as RE2 has them, which `regex.match` is; Go also reads \\p{l}",
    name: /^regex\./,
    is: ({ args, ours }) => ours === "error" && /\\p/i.test(args),
  },
  {
    why: "OpenSSL reads certificates with names that Go refuses, and refuses keys of kinds that it does not know",
    name: /^io\.jwt\.(?:verify|decode_verify)/,
    is: ({ args, ours, opa }) => (opa === "error" || ours === "error") && args.includes("BEGIN CERTIFICATE"),
  },
  {
    why: "a header that is no JSON is not signed",
    name: /^io\.jwt\.encode_sign_raw$/,
    is: ({ ours }) => ours === "error",
  },
];

/** Why the difference stays; undefined for one that is a bug. */
export function knownReason(difference: Difference): string | undefined {
  return KNOWN.find(({ name, is }) => name.test(difference.name) && is(difference))?.why;
}
