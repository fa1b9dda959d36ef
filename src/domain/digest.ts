/** `sha256:` and the digest in lower-case hexadecimal: how every digest is written. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

export const DIGEST_EXPECTED = "must be sha256: and 64 lower-case hexadecimal digits";
