import { LIBRARIES } from "../shared/files.js";

export const ENGINE = "pyodide/pyodide.asm.wasm";

/** The paths of all WebAssembly that a start takes. */
export const WASM = [ENGINE, ...LIBRARIES.map(({ file }) => file)];
