// Making and changing elements. Text is only ever set as text: nothing here, nor anywhere in the page, parses HTML.

/** An element with attributes (null and false are left out) and children: nodes, or strings as text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    setAttribute(made, key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function drawing(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    setAttribute(made, key, value);
  }
  made.append(...children);
  return made;
}

/** Sets or removes (null, false) an attribute, only where that changes it. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
    return;
  }
  const written = value === true ? "" : String(value);
  if (node.getAttribute(name) !== written) {
    node.setAttribute(name, written);
  }
}

/** Sets a node's text, only where that changes it: a selection in it stays. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Shows or hides. */
export function setShown(node, shown) {
  if (node.hidden === shown) {
    node.hidden = !shown;
  }
}

/** The page's element of this id. */
export function part(id) {
  return document.getElementById(id);
}

/**
 * Makes the children of `parent` those of `items`, in their order: one that is there already is kept and updated, so focus,
 * selection and scroll position stay with it.
 *
 * @param key what an item is known by; of two with the same key the first counts
 * @param create makes a node of an item
 * @param update shows the item in its node; called for new ones as well
 */
export function each(parent, items, key, create, update) {
  const known = (parent.known ??= new Map());
  const wanted = new Map();
  for (const item of items) {
    const name = String(key(item));
    if (!wanted.has(name)) {
      wanted.set(name, item);
    }
  }
  const focused = document.activeElement;
  for (const [name, node] of known) {
    if (!wanted.has(name)) {
      node.remove();
      known.delete(name);
    }
  }
  let next = parent.firstChild;
  for (const [name, item] of wanted) {
    let node = known.get(name);
    if (!node) {
      node = create(item);
      known.set(name, node);
    }
    if (node === next) {
      next = next.nextSibling;
    } else {
      parent.insertBefore(node, next);
    }
    update(node, item);
  }
  // Moving a node takes the focus from it.
  if (focused && focused !== document.activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * Makes a list of controls one stop of the tab order, in which the arrow keys, Home and End go from one to the next.
 *
 * @param container what holds them
 * @param selector which they are
 */
export function roving(container, selector) {
  const all = () => [...container.querySelectorAll(selector)];
  container.addEventListener("focusin", (event) => {
    const control = event.target.closest(selector);
    if (control) {
      for (const other of all()) {
        other.tabIndex = other === control ? 0 : -1;
      }
    }
  });
  container.addEventListener("keydown", (event) => {
    const control = event.target.closest(selector);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!control || step === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const controls = all();
    const to = Math.min(Math.max(controls.indexOf(control) + step, 0), controls.length - 1);
    controls[to].focus();
    event.preventDefault();
  });
}

/** Sees to it that one control of a roving list can be reached with Tab; to be called when the list has changed. */
export function keepReachable(container, selector) {
  const controls = [...container.querySelectorAll(selector)];
  const reachable = controls.find((control) => control.tabIndex === 0) ?? controls[0];
  for (const control of controls) {
    control.tabIndex = control === reachable ? 0 : -1;
  }
}
