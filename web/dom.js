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
