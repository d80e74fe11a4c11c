/** Builds DOM elements in one expression, so that no text is ever parsed as HTML. */

/**
 * `attributes` take DOM attributes; `on…` keys take listeners; null, false and undefined are left
 * out, true becomes an empty attribute. `children` may be nodes, strings or nothing.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...present(children));
  return element;
}

/** A list without its gaps, for parts of an element that may not be there. */
export function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false);
}
