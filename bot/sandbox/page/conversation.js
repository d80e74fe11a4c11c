/** One person's view of one chat or topic: pinned card, messages, what they can do there. */

import { gist, senderName } from "./bubble.js";
import { Composer } from "./composer.js";
import { tell, toast } from "./dialogs.js";
import { el } from "./elements.js";
import { readLink } from "./links.js";
import { speeches } from "./speech.js";
import { Transcript } from "./transcript.js";
import * as wire from "./wire.js";
import { word } from "./words.js";
import { STAFF_GROUP } from "./world.js";

const THINKING_AFTER_MS = 350; // a quick answer needs no sign that it is coming

export class Conversation {
  #world;
  #place;
  #ending = new AbortController();
  #underWay = 0;

  /**
   * `place` is `{pane, as, chat, topic, name}`; `draft` survives redrawing; `openLink(link)` is
   * told of links that mean something inside a messenger.
   */
  constructor(world, place, { draft, openLink }) {
    this.#world = world;
    this.#place = place;
    this.openLink = openLink;
    this.composer = new Composer({ pane: place.pane, draft, send: (speech) => this.#say(speech) });
    this.transcript = new Transcript(this.#view(), {
      name: word("conversation", { name: place.name }),
      emptyNote: () => this.#emptyNote(),
    });
    this.element = this.#build();
    this.#listen();
    this.#fill();
  }

  /** The conversation is no longer shown: it stops listening. */
  end() {
    this.#ending.abort();
  }

  /** Says something in this place as if it had been typed. */
  say(text) {
    return this.#say({ text, files: [], about: null });
  }

  jumpTo(message) {
    this.transcript.jumpTo(message);
  }

  #view() {
    return {
      world: this.#world,
      me: this.#place.as,
      inGroup: this.#place.chat === STAFF_GROUP,
      deeds: {
        tap: (message, button, key) => this.#tap(message, button, key),
        reply: (message) => this.#replyTo(message),
        edit: (message) => this.composer.refer("edit", message, word("editing"), gist(message, this.#world)),
        jump: (id) => this.transcript.jumpTo(id),
      },
    };
  }

  #build() {
    this.pinned = el("div", { class: "pinned", hidden: true });
    const name = word("thinking");
    const dots = [el("i"), el("i"), el("i")];
    this.thinking = el("p", { class: "thinking", role: "status", "aria-label": name, hidden: true }, dots);
    this.notes = el("div", { class: "notes", role: "status" });
    const scroller = el("div", { class: "scroller" }, this.transcript.log, this.transcript.toEnd, this.notes);
    return el(
      "div",
      { class: "conversation", onclick: (event) => this.#clicked(event) },
      this.pinned,
      scroller,
      this.thinking,
      this.composer.element,
    );
  }

  #listen() {
    const until = { signal: this.#ending.signal };
    this.#world.addEventListener("message", ({ detail }) => this.#hear(detail), until);
    this.#world.addEventListener("refilled", ({ detail }) => this.#refilled(detail), until);
  }

  async #fill() {
    const { chat, topic } = this.#place;
    this.transcript.fill(await this.#world.messages(chat, topic));
    this.#showPinned();
  }

  #refilled({ chat }) {
    if (chat === this.#place.chat) this.#fill();
  }

  #hear({ change, message }) {
    const { chat, topic } = this.#place;
    if (message.chat !== chat || (message.topic ?? null) !== topic) return;
    if (change === "new") this.transcript.add(message);
    if (change === "edited") this.transcript.replace(message);
    if (change === "deleted") this.transcript.remove(message);
    this.#showPinned();
  }

  #showPinned() {
    const { chat, topic } = this.#place;
    const card = this.#world.known(chat, topic).findLast((message) => message.pinned);
    this.pinned.hidden = !card;
    if (!card) return;
    const show = () => this.transcript.jumpTo(card.id);
    this.pinned.replaceChildren(
      el("button", { type: "button", onclick: show }, el("strong", {}, word("pinned")), el("span", {}, gist(card, this.#world))),
    );
  }

  #replyTo(message) {
    const name = senderName(message, this.#world);
    this.composer.refer("reply", message, word("replying_to", { name }), gist(message, this.#world));
  }

  async #say(speech) {
    const { as, chat, topic } = this.#place;
    const place = chat === STAFF_GROUP ? { as, chat, ...(topic === null ? {} : { topic }) } : { as };
    const wasSaid = await this.#attempt(async () => {
      for (const one of await speeches(speech, place)) await wire.say(one);
    });
    if (!wasSaid) this.composer.giveBack(speech);
  }

  async #tap(message, button, key) {
    key.setAttribute("aria-busy", "true");
    await this.#attempt(async () => {
      const press = { as: this.#place.as, chat: message.chat, message_id: message.id, button: button.data };
      const { answer } = await wire.tap(press);
      if (answer?.text) await (answer.alert ? tell(answer.text) : toast(this.notes, answer.text));
    });
    key.removeAttribute("aria-busy");
  }

  /** True when it went well; otherwise the reason is shown. */
  async #attempt(deed) {
    this.#underWay += 1;
    setTimeout(() => this.#showThinking(), THINKING_AFTER_MS);
    try {
      await deed();
      return true;
    } catch (error) {
      toast(this.notes, error instanceof wire.Refusal ? error.message : word("not_sent"), "trouble");
      return false;
    } finally {
      this.#underWay -= 1;
      this.#showThinking();
    }
  }

  #showThinking() {
    this.thinking.hidden = this.#underWay === 0;
  }

  #clicked(event) {
    const command = event.target.closest("[data-command]");
    if (command) this.say(command.dataset.command);
    const anchor = event.target.closest("a[href]");
    const link = anchor && readLink(anchor.href);
    if (!link) return;
    event.preventDefault();
    this.openLink(link);
  }

  #emptyNote() {
    if (this.#place.chat === STAFF_GROUP) return el("p", { class: "empty" }, word("empty_group"));
    const start = el("button", { type: "button", class: "chief", onclick: () => this.say("/start") }, word("start"));
    return el("div", { class: "empty" }, el("p", {}, word("empty_phone")), start);
  }
}
