/**
 * The element of the page with a `data-testid`, which are the names the page keeps stable.
 *
 * @template {Element} T
 * @param {string} testId
 * @param {new () => T} type
 * @returns {T}
 */
export function byTestId(testId, type) {
  return find(`[data-testid="${testId}"]`, type);
}

/**
 * @param {string} className
 * @returns {HTMLElement}
 */
export function byClass(className) {
  return find(`.${className}`, HTMLElement);
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function find(selector, type) {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`The page lacks ${selector}.`);
  return element;
}

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
