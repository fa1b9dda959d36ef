/** A Lightning invoice is the longest; what is longer is taken as it is. */
const MAX_ADDRESS_CHARS = 2048;
/** `bitcoin:<address>` and the like (BIP 21, EIP-681, BOLT 11). */
const LINK = /^([a-z]{3,16}):(?:\/\/)?(?=[a-z0-9])/i;
const EVM = /^(?:eip155:\d{1,10}:)?0x[0-9a-f]{40}$/i;
const NAME = /^[\p{L}\p{N}-]{1,64}(?:\.[\p{L}\p{N}-]{1,64}){0,4}\.(?:eth|sol|crypto|x|nft|bnb|lens|ens|base\.eth)$/iu;
const BECH32 = /^([a-z]{1,10})1([02-9ac-hj-np-z]{8,1024})$/;
const BECH32_CHARS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** What the checksum of Bech32 (BIP 173) and of Bech32m (BIP 350) comes to. */
const BECH32_SUMS: readonly number[] = [1, 0x2bc830a3];

/**
 * A wallet's address in the one form of its spellings. Addresses that are the same in upper and lower case (EVM, Bech32
 * with a right checksum, names) are in lower case; in others case matters, and they stay as they are. So does a link that
 * says more than the address.
 */
export function walletForm(text: string): string {
  const written = text.trim();
  if (text.length > MAX_ADDRESS_CHARS || EVM.test(written))
    return text.length > MAX_ADDRESS_CHARS ? text : written.toLowerCase();
  const link = LINK.exec(written);
  const address = link === null ? written : written.slice(link[0].length);
  const lower = address.toLowerCase();
  // Bech32 says itself which chain it is of, so that the link's name adds nothing.
  if ((address === lower || address === address.toUpperCase()) && isBech32(lower)) return lower;
  const form = EVM.test(address) || NAME.test(address) ? lower : address;
  return link === null ? form : `${link[1]?.toLowerCase()}:${form}`;
}

function isBech32(lower: string): boolean {
  const [, prefix = "", data = ""] = BECH32.exec(lower) ?? [];
  if (data === "") return false;
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  const values = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  for (const char of data) values.push(BECH32_CHARS.indexOf(char));
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of BECH32_GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= term;
  }
  return BECH32_SUMS.includes(sum >>> 0);
}
