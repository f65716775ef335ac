/** `files.js` is written by the build. */

/** Each file the worker fetches, by its path beside `files.js`; `sha256` is in hex. */
export const FILES: Record<string, { bytes: number; sha256: string; type: string }>;

/** What has to be there before Python can start, JavaScript modules excepted. */
export const START: string[];

/** The names of the trained networks, the one to begin with first. */
export const MODELS: string[];

/** Pyodide's lock for this site: NumPy and the package. */
export const LOCK: object;
