/** Remembers between visits who holds which phone and in what language the page speaks. */

const STORE = "guanjia.sandbox";

export class Settings {
  #values;

  constructor(defaults) {
    this.#values = { ...defaults, ...stored() };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    try {
      localStorage.setItem(STORE, JSON.stringify(this.#values));
    } catch {
      // A private window may refuse to remember; the page works all the same.
    }
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}");
  } catch {
    return {};
  }
}
