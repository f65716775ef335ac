/** Pictures that are dropped or pasted, wherever on the page. */

/**
 * The root element's `data-drag` is there while something is dragged over the page.
 *
 * @param {object} listeners
 * @param {() => void} listeners.onDrag something is dragged over the page
 * @param {(file: File) => void} listeners.onFile
 * @param {() => void} listeners.onOther what was dropped is no file
 */
export function watchArrivals({ onDrag, onFile, onOther }) {
  const root = document.documentElement;
  /** What is dragged from the page itself, a link say, is nothing new to it. */
  let isOwn = false;

  /** @param {DragEvent} event */
  const carries = ({ dataTransfer }) =>
    !isOwn &&
    Boolean(dataTransfer?.types.some((type) => ["Files", "text/uri-list"].includes(type)));
  const end = () => {
    isOwn = false;
    delete root.dataset.drag;
  };

  document.addEventListener("dragstart", () => {
    isOwn = true;
  });
  document.addEventListener("dragend", end);
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault(); // else the browser would leave the page for what is dropped
    if (root.dataset.drag) return;
    root.dataset.drag = "over";
    onDrag();
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) end();
  });
  document.addEventListener("drop", (event) => {
    if (carries(event)) {
      event.preventDefault();
      const file = pictureAmong(event.dataTransfer);
      if (file) onFile(file);
      else onOther();
    }
    end();
  });
  document.addEventListener("paste", ({ clipboardData }) => {
    const file = pictureAmong(clipboardData);
    if (file) onFile(file);
  });
}

/**
 * @param {DataTransfer | null} data
 * @returns {File | undefined} the first that says it is a picture, else the first
 */
function pictureAmong(data) {
  const files = [...(data?.files ?? [])];
  return files.find(({ type }) => type.startsWith("image/")) ?? files[0];
}
