/** Calls from a page into a worker, and the worker's end of them. */

/**
 * @param {Worker} worker one that `answer`s
 * @returns {(method: string, ...args: unknown[]) => Promise<unknown>}
 */
export function asking(worker) {
  const waiting = new Map();
  let nextId = 0;
  worker.onmessage = ({ data: { id, result, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(result);
  };
  return (method, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++nextId, { resolve, reject });
      worker.postMessage({ id: nextId, method, args });
    });
}

/**
 * Answers calls in a worker, one at a time.
 *
 * @param {Record<string, (...args: any[]) => unknown>} methods
 */
export function answer(methods) {
  let last = Promise.resolve();
  self.onmessage = ({ data: { id, method, args } }) => {
    last = last.then(async () => {
      try {
        self.postMessage({ id, result: await methods[method](...args) });
      } catch (error) {
        self.postMessage({ id, error: error.message });
      }
    });
  };
}
