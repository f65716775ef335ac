/**
 * Undo and redo over values that are never changed in place.
 *
 * @template T
 * @typedef {{past: T[], present: T, future: T[]}} History
 */

/**
 * @template T
 * @param {T} present
 * @returns {History<T>}
 */
export function startHistory(present) {
  return { past: [], present, future: [] };
}

/**
 * Take a new value; what had been undone is forgotten.
 *
 * @template T
 * @param {History<T>} history
 * @param {T} present
 * @returns {History<T>}
 */
export function record(history, present) {
  return { past: [...history.past, history.present], present, future: [] };
}

/**
 * One step back; the same history where there is none.
 *
 * @template T
 * @param {History<T>} history
 * @returns {History<T>}
 */
export function undo({ past, present, future }) {
  if (past.length === 0) return { past, present, future };
  return { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
}

/**
 * One step forward again; the same history where there is none.
 *
 * @template T
 * @param {History<T>} history
 * @returns {History<T>}
 */
export function redo({ past, present, future }) {
  if (future.length === 0) return { past, present, future };
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}
