/**
 * Letters that look like Latin ones in common fonts, from Unicode's confusables data (UTS 39), as far as domain names may
 * hold them and one could be taken for the other in a word: pairs of the letter and what it looks like. Letters of Latin
 * alphabets with marks or strokes are left out: they spell names of their own.
 */
const PAIRS = [
  // Cyrillic.
  "аa вb сc ԁd еe ѐe ёe ҽe ғf ԍg һh ћh іi їi јj кk ќk ӏl мm нh оo ӧo рp ԛq гr ґr ѕs тt ѵv ԝw хx уy ўy ӱy ӳy зz ӡz ьb ӑa ӓa ҫc ӗe џu",
  // Greek.
  "αa άa γy εe έe ηn ήn ιi ίi ϊi κk νv οo όo ρp σo ςs τt υu ύu ϋu χx ωw ώw ϲc ϳj ϱp ϐb ϑo",
  // Armenian.
  "աw զq գq ցg հh յj ոn պw սu օo քp ռn ղn լl եt",
  // Latin letters of phonetic alphabets, and without their dot.
  "ıi ȷj ɑa ƅb ɓb ɖd ɗd ɛe ɠg ɡg ɦh ɩi ɨi ɭl ɱm ɲn ɴn ɵo ƿp ʀr ɽr ʂs ƽs ʈt ʋu ʊu ɯw ʏy ʐz ʙb ᴀa ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ᴏo ᴘp ꜱs ᴛt ᴜu ᴠv ᴡw ᴢz",
  // Coptic, Malayalam, Oriya, Myanmar, Cherokee.
  "ⲟo ⲣp ⲥc ⲭx ഠo ଠo ၀o ᴑo ꭇr ꭈr ꮃw ꮋh ꮯc ꮪs ꮮl ꭰd ꭺe ꮶk ꮇm ꮲp ꮢr ꮖi ꮓz",
];

const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap((line) => line.split(" ")).flatMap((pair) => {
    const [letter, latin] = [...pair];
    return letter === undefined || latin === undefined ? [] : [[letter, latin] as const];
  }),
);

const ASCII_NAME = /^[\x21-\x7e]+$/;
const MARK = /^\p{Mn}$/u;

/** The ASCII text that a name looks like without being it, or undefined where it looks like none. */
export function looksLike(name: string): string | undefined {
  if (ASCII_NAME.test(name)) return undefined;
  let skeleton = "";
  let afterLookAlike = false;
  for (const char of name.normalize("NFKD")) {
    if (afterLookAlike && MARK.test(char)) continue;
    const latin = LOOKS_LIKE.get(char);
    afterLookAlike = latin !== undefined;
    skeleton += latin ?? char;
  }
  return ASCII_NAME.test(skeleton) ? skeleton : undefined;
}

const SCRIPTS = [
  "Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam",
  "Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Georgian", "Ethiopic", "Khmer", "Mongolian", "Cherokee", "Coptic", "Latin",
]; // biome-ignore format: one list
/** Scripts that are written with each other (UTS 39, highly restrictive). */
const TOGETHER = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Hangul"],
  ["Latin", "Han", "Bopomofo"],
];

const WHOLE: readonly RegExp[] = [...SCRIPTS.map((script) => [script]), ...TOGETHER].map((scripts) => {
  const letters = [...scripts, "Common", "Inherited"].map((script) => `\\p{Script=${script}}`).join("");
  return new RegExp(`^[${letters}]*$`, "u");
});

/** Whether one label of a name mixes scripts that nobody writes together. */
export function mixesScripts(label: string): boolean {
  return !WHOLE.some((whole) => whole.test(label));
}
