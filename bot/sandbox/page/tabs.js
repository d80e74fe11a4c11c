/** Where there is no room for three panes side by side, tabs choose the one in view. */

import { el } from "./elements.js";
import { unreadMark } from "./unread.js";
import { word } from "./words.js";

const NARROW = window.matchMedia("(max-width: 1099px)"); // as in style.css

export class Tabs {
  constructor(bar, panes, desk) {
    this.bar = bar;
    this.panes = panes;
    this.desk = desk;
    NARROW.addEventListener("change", () => this.refresh());
    this.bar.addEventListener("keydown", (event) => this.#walk(event));
    this.refresh();
  }

  choose(key) {
    this.desk.settings.set("tab", key);
    this.refresh();
    this.desk.unread.look();
  }

  shows(pane) {
    return !NARROW.matches || pane.key === this.desk.settings.get("tab");
  }

  refresh() {
    const hadFocus = this.bar.contains(document.activeElement);
    this.bar.replaceChildren(...this.panes.map((pane) => this.#tab(pane)));
    for (const pane of this.panes) {
      pane.element.classList.toggle("out-of-view", !this.shows(pane));
    }
    if (hadFocus) this.bar.querySelector('[aria-selected="true"]').focus();
  }

  #tab(pane) {
    const isChosen = pane.key === this.desk.settings.get("tab");
    return el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${pane.key}`,
        "aria-selected": String(isChosen),
        "aria-controls": `pane-${pane.key}`,
        tabindex: isChosen ? "0" : "-1",
        onclick: () => this.choose(pane.key),
      },
      word(pane.key),
      !this.shows(pane) && this.#hasNews(pane) && unreadMark(),
    );
  }

  #hasNews(pane) {
    const { unread } = this.desk;
    return pane.key === "staff" ? unread.hasTopics() : unread.has(pane.person);
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const place = this.panes.findIndex((pane) => pane.key === this.desk.settings.get("tab"));
    this.choose(this.panes.at((place + step) % this.panes.length).key);
  }
}
