/**
 * Letters that look like an ASCII letter in most typefaces, from the Unicode Consortium's confusables.txt (UTS #39),
 * as pairs: the letter, then the ASCII letter. Letters that only resemble one (µ, и, π) are left out.
 */
const PAIRS = [
  // Cyrillic
  "аaеeоoрpсcуyхxіiјjѕsԁdԛqԝwһhѵvӏlкkгrьbвBнHмMтTӕæ",
  "АAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԚQԜWӀIҮYѴVԌGЗ3Ьb",
  // Greek
  "οoνvρpυuιiκkαaγyχxωwτt",
  "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX",
  // Armenian
  "օoոnսuհhցgզqյjՍUՏSԼLՕO",
  // Cherokee
  "ᎠDᎡRᎢTᎪAᎫJᎬEᎳWᎷMᎻHᏀGᏃZᏒRᏔWᏕSᏙVᏞLᏟCᏢPᏦKᏴB",
  // Latin letters outside ASCII without a mark, and small capitals
  "ɑaɡgɩiʟLᴀAʙBᴄcᴅDᴇEɢGʜHɪIᴊJᴋKᴍMɴNᴏoᴘPʀRꜱsᴛTᴜuᴠvᴡwʏYᴢz",
];

export const CONFUSABLES: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap((pairs) => {
    const letters = [...pairs];
    return letters.flatMap((letter, i): [string, string][] =>
      i % 2 === 0 ? [[letter, letters[i + 1] as string]] : [],
    );
  }).filter(([, ascii]) => /^[A-Za-z0-9]$/.test(ascii)),
);

/** Marks that look like ones with a meaning in paths, hosts and commands. */
export const CONFUSABLE_MARKS: ReadonlyMap<string, string> = new Map([
  ["\u2044", "/"],
  ["\u2215", "/"],
  ["\u29f8", "/"],
  ["\u2024", "."],
  ["\ua789", ":"],
  ["\u02d0", ":"],
  ["\u2216", "\\"],
  ["\u29f5", "\\"],
  ["\u2010", "-"],
  ["\u2011", "-"],
  ["\u2212", "-"],
]);
