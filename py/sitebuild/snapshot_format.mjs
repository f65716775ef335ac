/** From Pyodide's format of snapshots to the page's, which `web/snapshot.js` describes. */
import { PAGE } from "../../web/snapshot.js";

/** Where the header of Pyodide's own format says how long it is, and how long its JSON. */
const WORDS = { memory: 1, json: 2, jsonStart: 48 };

/** `snapshot` is as `makeMemorySnapshot` returns it, `module` is Emscripten's. */
export function pack(snapshot, module, notes) {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4);
  const json = snapshot.subarray(WORDS.jsonStart, WORDS.jsonStart + words[WORDS.json]);
  const memory = snapshot.subarray(words[WORDS.memory]);
  const handles = Object.entries(module.LDSO.loadedLibsByHandle);
  return assemble(memory, {
    config: JSON.parse(new TextDecoder().decode(json)),
    libraries: Object.fromEntries(handles.map(([handle, { name }]) => [handle, name])),
    size: memory.length,
    runs: runsOf(memory),
    notes,
  });
}

function assemble(memory, header) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((json.length + 1) / PAGE) * PAGE;
  const length = header.runs.reduce((sum, [, size]) => sum + size, start);
  const packed = new Uint8Array(length);
  packed.set(json);
  let end = start;
  for (const [offset, size] of header.runs) {
    packed.set(memory.subarray(offset, offset + size), end);
    end += size;
  }
  return packed;
}

/** The stretches of whole pages that hold anything but zeros. */
function runsOf(memory) {
  const words = new BigUint64Array(memory.slice().buffer);
  const perPage = PAGE / 8;
  const runs = [];
  for (let page = 0; page * PAGE < memory.length; page++) {
    const isZero = words
      .subarray(page * perPage, (page + 1) * perPage)
      .every((word) => word === 0n);
    if (isZero) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page * PAGE) last[1] += PAGE;
    else runs.push([page * PAGE, PAGE]);
  }
  return runs;
}
