const SCRUBBED = "[credential]";

/** Shorter pieces would be found in text that has nothing to do with the credential. */
const MIN_CHARS = 8;

/** A text without the credential in it, in whichever of the usual forms a target sends it back. */
export function scrub(text: string, credential: string): string {
  if (credential.length < MIN_CHARS) throw new Error(`a credential has at least ${MIN_CHARS} characters`);
  let clean = text;
  for (const form of formsOf(credential)) clean = clean.replaceAll(form, SCRUBBED);
  return clean.replace(inBase64(credential), SCRUBBED);
}

/** The longest first: none leaves half of another behind. */
function formsOf(credential: string): readonly string[] {
  const hex = Buffer.from(credential).toString("hex");
  const forms = [
    credential,
    encodeURIComponent(credential),
    JSON.stringify(credential).slice(1, -1),
    hex,
    hex.toUpperCase(),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/**
 * Every word of base64 (RFC 4648 sections 4 and 5) that has the credential in it. A text looks different at each of three
 * offsets; what lies between the bits that it shares with its neighbours is the same.
 */
function inBase64(credential: string): RegExp {
  const bytes = Buffer.from(credential);
  const inner = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = padded.toString("base64").replace(/=+$/, "");
    return whole.slice(Math.ceil((offset * 8) / 6), Math.floor((padded.length * 8) / 6));
  });
  const either = inner.map((text) => text.replace(/[+/]/g, (char) => (char === "+" ? "[+-]" : "[/_]")));
  return new RegExp(`[A-Za-z0-9+/_-]*(?:${either.join("|")})[A-Za-z0-9+/_-]*={0,2}`, "g");
}
