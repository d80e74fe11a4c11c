/** Knows which chats and topics have something new that nobody has looked at. */

import { el } from "./elements.js";
import { word } from "./words.js";
import { STAFF_GROUP } from "./world.js";

export class Unread extends EventTarget {
  #keys = new Set();

  /** `viewed()` lists the keys of what is in view at the moment. */
  constructor(viewed) {
    super();
    this.viewed = viewed;
  }

  has(key) {
    return this.#keys.has(key);
  }

  hasTopics() {
    return [...this.#keys].some((key) => key.startsWith(`${STAFF_GROUP}/`));
  }

  note(key) {
    if (this.#keys.has(key) || this.viewed().includes(key)) return;
    this.#keys.add(key);
    this.#tell();
  }

  /** What is in view now has been looked at. */
  look() {
    const seen = this.viewed().filter((key) => this.#keys.delete(key));
    if (seen.length) this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** A topic's key; General is null. A private chat's key is the chat's own. */
export function topicKey(topic) {
  return `${STAFF_GROUP}/${topic ?? ""}`;
}

/** The mark on what is unread: a dot, and words for those who cannot see it. */
export function unreadMark() {
  return el("span", { class: "dot" }, el("span", { class: "unseen" }, ` ${word("unread")}`));
}
