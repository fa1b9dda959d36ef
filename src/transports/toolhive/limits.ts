/** Names of tools and URIs of resources: longer ones are no names. */
export const MAX_NAME_CHARS = 8_192;

/** Signatures that one worker remembers until their window is over: at a thousand requests a second, those of five minutes. */
export const MAX_REMEMBERED = 300_000;
