/** Every bound on what a bundle may be, with the reason for its size. A bundle is hostile until its signature is verified. */

/** Compressed. A policy of a thousand packages with ten thousand catalogue entries has some 4 MB. */
export const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;

/** Uncompressed, in all: the largest module (64 MiB) and the largest data (48 MiB) that are loaded, and their sources. */
export const MAX_BUNDLE_BYTES = 128 * 1024 * 1024;

/** One file: the largest module that is loaded. */
export const MAX_ENTRY_BYTES = 64 * 1024 * 1024;

/** JSON of ten thousand alike entries shrinks to a fortieth; deflate's own limit is 1,032. */
export const MAX_COMPRESSION_RATIO = 200;

/** Up to here the ratio says nothing: a tar of small files is padding for the most part. */
export const RATIO_FREE_BYTES = 1024 * 1024;

/** Files and folders. The largest public bundles have some two thousand. */
export const MAX_ENTRIES = 10_000;

/** A last good bundle is kept on disk, under a folder of its own; 255 bytes are what every file system takes. */
export const MAX_PATH_BYTES = 255;

/** Each name takes some 200 bytes of signature, and every entry may have the longest name. */
export const MAX_SIGNATURES_BYTES = 8 * 1024 * 1024;

/** Manifest, index and token answers of a registry are a few kilobytes. */
export const MAX_REGISTRY_ANSWER_BYTES = 4 * 1024 * 1024;

/** Documents nest some ten levels deep; recursive readers must not be what ends a deeper one. */
export const MAX_DATA_DEPTH = 500;
