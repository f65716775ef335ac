/** `files.js` is written by the build. */

/**
 * Each file the worker fetches, by its path beside `files.js`; `sha256` is in hex. What is fetched
 * while Python waits has a CRC-32, too.
 */
export const FILES: Record<string, { bytes: number; sha256: string; type: string; crc32?: number }>;

/** NumPy's extension modules: which file holds each, and where Python looks for it. */
export const LIBRARIES: { file: string; path: string }[];

/** The names of the trained networks, the one to begin with first. */
export const MODELS: string[];

/** Pyodide's lock for this site. */
export const LOCK: object;

/** Images of MNIST's test set, by the path beside `files.js`. */
export const TEST_DIGITS: { path: string; sha256: string };

/** Names this build: a hash of all its files. */
export const VERSION: string;

/** The page's own files, by their paths beside `files.js`. */
export const PAGE_FILES: typeof FILES;
