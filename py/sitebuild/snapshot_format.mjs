/** From Pyodide's format of snapshots to the page's, which `web/runtime/snapshot.js` describes. */
import { checksumOf } from "../../web/runtime/checksum.js";
import {
  CHECKSUM,
  fillMemory,
  LENGTH,
  LONGEST_HEADER,
  newMemory,
  PAGE,
  TEXT,
} from "../../web/runtime/snapshot.js";

/** Where the header of Pyodide's own format says how long it is, and how long its JSON. */
const WORDS = { memory: 1, json: 2, jsonStart: 48 };

/**
 * `snapshot` is as `makeMemorySnapshot` returns it, `module` is Emscripten's; `touched` and `notes` go
 * into the header.
 */
export function pack(snapshot, module, notes, touched) {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4);
  const json = snapshot.subarray(WORDS.jsonStart, WORDS.jsonStart + words[WORDS.json]);
  const memory = snapshot.subarray(words[WORDS.memory]);
  const handles = Object.entries(module.LDSO.loadedLibsByHandle);
  return assemble(memory, {
    config: JSON.parse(new TextDecoder().decode(json)),
    libraries: Object.fromEntries(handles.map(([handle, { name }]) => [handle, name])),
    runs: runsOf(memory),
    touched,
    notes,
  });
}

/** Returns new memory filled with the snapshot, as `startAsPage` takes it. */
export function filled(packed) {
  const memory = newMemory();
  const read = (target, at) => target.set(packed.subarray(at, at + target.length));
  return { memory, image: fillMemory(memory, read) };
}

/** The offsets of the pages in which memory is not as the snapshot says, unless that is zero. */
export function differing(memory, packed) {
  const built = filled(packed);
  const [now, then] = [memory, built.memory].map(({ buffer }) => Buffer.from(buffer));
  const { runs } = built.image.header;
  const pages = runs.flatMap(([offset, size]) =>
    Array.from({ length: size / PAGE }, (_, i) => offset + i * PAGE),
  );
  return pages.filter((offset) => now.compare(then, offset, offset + PAGE, offset, offset + PAGE));
}

function assemble(memory, header) {
  const whole = newMemory();
  if (memory.length > whole.buffer.byteLength) {
    throw new Error(`Python's memory has grown to ${memory.length} bytes; begin with more.`);
  }
  const bytes = new Uint8Array(whole.buffer);
  bytes.set(memory);
  const sum = checksumOf(whole);
  const runs = header.runs.map(([offset, size]) => [offset, size, String(sum(offset, size))]);
  const pages = runs.map(([offset, size]) => memory.slice(offset, offset + size));
  return Buffer.concat([headerOf({ ...header, runs }, whole, sum), ...pages]);
}

function headerOf(header, scratch, sum) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil((TEXT + json.length + 1) / PAGE) * PAGE;
  const [[offset, size]] = header.runs;
  if (offset !== 0 || size < LONGEST_HEADER || length > LONGEST_HEADER) {
    throw new Error("The header does not fit into the first pages of memory.");
  }
  const bytes = new Uint8Array(scratch.buffer, 0, length).fill(0);
  const view = new DataView(scratch.buffer);
  view.setUint32(LENGTH, length, true);
  bytes.set(json, TEXT);
  for (const [i, word] of sum(LENGTH, length - LENGTH).entries()) {
    view.setBigInt64(CHECKSUM + 8 * i, word, true);
  }
  return bytes.slice();
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
