/** Inflating gzip while it arrives, in the thread that calls. */
export function createInflater() {
  const { readable, writable } = new DecompressionStream("gzip");
  const inflated = new Response(readable).arrayBuffer();
  inflated.catch(() => {}); // told at the end
  const writer = writable.getWriter();
  return {
    /** @param {Uint8Array<ArrayBuffer>} piece */
    write(piece) {
      writer.write(piece).catch(() => {}); // told at the end
    },

    /**
     * @returns {Promise<Uint8Array<ArrayBuffer>>} all of it
     * @throws {TypeError} if it is damaged or not whole
     */
    async end() {
      await writer.close();
      return new Uint8Array(await inflated);
    },
  };
}
