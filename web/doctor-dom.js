/**
 * A new element with a class, and what is in it.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function create(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {string} testId
 * @param {() => void} onClick
 */
export function createButton(text, testId, onClick) {
  const button = create("button", "button", text);
  button.type = "button";
  button.dataset.testid = testId;
  button.addEventListener("click", onClick);
  return button;
}
