/** Layers of encoding that are undone; nothing honest has more than two. */
export const MAX_DEPTH = 5;

/** Characters of all layers together that are looked at, besides the text itself: decoding never makes a text longer than it was. */
export const MAX_LAYER_CHARS = 128 * 1024;

/** Decoded texts of one text; a text with more is as suspicious as one with these. */
export const MAX_DECODED = 32;

/** Encoded stretches of one layer that are tried: each costs a buffer. */
export const MAX_STRETCHES = 512;

/** Shorter decoded texts come up by chance in words and ids. */
export const MIN_DECODED_CHARS = 6;

/** Compressed stretches of one text that are inflated: each costs some hundred microseconds, fit or not. */
export const MAX_INFLATED = 8;
