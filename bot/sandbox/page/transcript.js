/** Shows a long conversation quickly: the newest part first, the rest as one scrolls up. */

import { bubble } from "./bubble.js";
import { el, present } from "./elements.js";
import { dayKey, longDay } from "./times.js";
import { word } from "./words.js";

const STRETCH = 60; // messages drawn at a time
const NEAR_END_PX = 120;
const NEAR_START_PX = 60;

export class Transcript {
  #view;
  #entries = []; // {key, messages}: one message, or an album
  #firstShown = 0;
  #earlier;
  #nodes = new Map();
  #emptyNote;
  #stayAtEnd = true;

  constructor(view, { name, emptyNote }) {
    this.#view = view;
    this.#emptyNote = emptyNote;
    this.#earlier = button("earlier", word("earlier"), () => this.#showEarlier());
    this.toEnd = button("to-end", "↓", () => this.scrollToEnd());
    this.toEnd.setAttribute("aria-label", word("to_end"));
    this.toEnd.hidden = true;
    this.log = el("div", { class: "log", role: "log", tabindex: "0", "aria-live": "polite", "aria-label": name });
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.log.addEventListener("load", () => this.#follow(), { capture: true });
    new ResizeObserver(() => this.#follow()).observe(this.log);
  }

  /** Starts anew with these messages, oldest first. */
  fill(messages) {
    this.#entries = [];
    for (const message of messages) this.#file(message);
    this.#firstShown = Math.max(0, this.#entries.length - STRETCH);
    this.#draw();
    this.scrollToEnd();
  }

  add(message) {
    const mine = message.from === this.#view.me;
    const [entry, isNew] = this.#file(message);
    if (!isNew) return this.#redraw(entry);
    if (this.#entries.length === 1) this.#draw();
    else this.log.append(...this.#nodesOf(this.#entries.length - 1));
    if (mine) this.#stayAtEnd = true;
    return this.#follow();
  }

  replace(message) {
    const entry = this.#entryOf(message);
    if (!entry) return;
    entry.messages = entry.messages.map((known) => (known.id === message.id ? message : known));
    this.#redraw(entry);
    this.#follow();
  }

  remove(message) {
    const entry = this.#entryOf(message);
    if (!entry) return;
    entry.messages = entry.messages.filter((known) => known.id !== message.id);
    this.#entries = this.#entries.filter((known) => known.messages.length);
    this.#firstShown = Math.min(this.#firstShown, Math.max(0, this.#entries.length - 1));
    this.#draw();
    this.#follow();
  }

  /** Brings a message into sight and points it out. */
  jumpTo(id) {
    const index = this.#entries.findIndex((entry) => entry.messages.some((message) => message.id === id));
    if (index < 0) return;
    if (index < this.#firstShown) {
      this.#firstShown = index;
      this.#draw();
    }
    const node = this.#nodes.get(this.#entries[index].key);
    this.#stayAtEnd = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("pointed-out");
    requestAnimationFrame(() => node.classList.add("pointed-out"));
  }

  scrollToEnd() {
    this.#stayAtEnd = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.toEnd.hidden = true;
  }

  #file(message) {
    const known = message.album && this.#entryOf(message);
    if (known) {
      known.messages.push(message);
      return [known, false];
    }
    const entry = { key: keyOf(message), messages: [message] };
    this.#entries.push(entry);
    return [entry, true];
  }

  /** Searched from the end: it is the newest messages that change. */
  #entryOf(message) {
    const key = keyOf(message);
    for (let index = this.#entries.length - 1; index >= 0; index -= 1) {
      if (this.#entries[index].key === key) return this.#entries[index];
    }
    return undefined;
  }

  #draw() {
    this.log.setAttribute("aria-busy", "true");
    this.#nodes.clear();
    const shown = [];
    for (let index = this.#firstShown; index < this.#entries.length; index += 1) {
      shown.push(...this.#nodesOf(index));
    }
    const note = this.#entries.length ? null : this.#emptyNote();
    this.log.replaceChildren(...present([this.#firstShown > 0 && this.#earlier, note, ...shown]));
    this.log.removeAttribute("aria-busy");
  }

  #nodesOf(index) {
    const entry = this.#entries[index];
    const before = this.#entries[index - 1];
    const node = this.#node(entry, before);
    const isNewDay = index === this.#firstShown || dayOf(before) !== dayOf(entry);
    return isNewDay ? [daySeparator(entry), node] : [node];
  }

  #node(entry, before) {
    const node = bubble(entry.messages, this.#view);
    const [message] = entry.messages;
    const previous = before?.messages[0];
    const continues = previous && !previous.service && previous.from === message.from;
    node.classList.toggle("continues", Boolean(continues) && dayOf(before) === dayOf(entry));
    this.#nodes.set(entry.key, node);
    return node;
  }

  #redraw(entry) {
    const old = this.#nodes.get(entry.key);
    if (!old) return;
    const index = this.#entries.indexOf(entry);
    const fresh = this.#node(entry, this.#entries[index - 1]);
    const refocus = focusKeeper(old, fresh);
    old.replaceWith(fresh);
    refocus();
  }

  #showEarlier() {
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    this.#firstShown = Math.max(0, this.#firstShown - STRETCH);
    this.#draw();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }

  #scrolled() {
    const left = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    this.#stayAtEnd = left < NEAR_END_PX;
    this.toEnd.hidden = this.#stayAtEnd;
    if (this.log.scrollTop < NEAR_START_PX && this.#firstShown > 0) this.#showEarlier();
  }

  #follow() {
    if (this.#stayAtEnd) this.scrollToEnd();
    else this.toEnd.hidden = false;
  }
}

function button(kind, text, onclick) {
  return el("button", { type: "button", class: kind, onclick }, text);
}

function keyOf(message) {
  return message.album ? `album-${message.album}` : `message-${message.id}`;
}

function dayOf(entry) {
  return dayKey(new Date(entry.messages[0].date));
}

function daySeparator(entry) {
  return el("p", { class: "day" }, longDay(new Date(entry.messages[0].date)));
}

/** A redrawn message must not throw somebody at the keyboard back to the top of the page. */
function focusKeeper(old, fresh) {
  if (!old.contains(document.activeElement)) return () => {};
  const place = focusable(old).indexOf(document.activeElement);
  return () => (focusable(fresh)[place] ?? fresh).focus({ preventScroll: true });
}

function focusable(node) {
  return [...node.querySelectorAll("button, a[href]")];
}
