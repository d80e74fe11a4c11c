/** Puts the page together: the world, the panes, the bar above them. */

import { BOT } from "./bubble.js";
import { ClockBar } from "./clock_bar.js";
import { choose } from "./dialogs.js";
import { Mishaps } from "./mishaps.js";
import { askNeighbour, GroupPane, PhonePane } from "./panes.js";
import { Settings } from "./settings.js";
import { Tabs } from "./tabs.js";
import { topicKey, Unread } from "./unread.js";
import { label, nearestLanguage, speak, spokenLanguage, word } from "./words.js";
import { STAFF_GROUP, World } from "./world.js";

class Desk {
  world = new World();
  settings = new Settings({
    language: nearestLanguage(navigator.language),
    owner: "alice",
    staff: "bob",
    manager: "mei",
    tab: "owner",
  });
  unread = new Unread(() => this.#inView());

  async open() {
    speak(this.settings.get("language"));
    label(document);
    this.#showConnection(true);
    this.#listen();
    await this.world.open();
    this.#meetOldAcquaintances();
    this.#build();
  }

  /** Asks for somebody new and gives their key, or null. */
  async meetNeighbour() {
    const key = await askNeighbour();
    if (key) this.world.expect(key);
    return key;
  }

  async openLink(link, pane) {
    if (link.topic) {
      this.tabs.choose("staff");
      return this.staff.open(link.topic, link.message);
    }
    const person = await this.#whoOpens(pane);
    if (!person) return undefined;
    const phone = this.#phoneOf(person, pane);
    if (phone.person !== person) phone.play(person);
    this.tabs.choose(phone.key);
    return phone.conversation.say(link.start ? `/start ${link.start}` : "/start");
  }

  async #whoOpens(pane) {
    const keys = [...new Set([pane.person, ...this.world.people.keys()])];
    const people = keys.map((key) => ({ value: key, text: this.world.person(key).name }));
    const chosen = await choose(word("who_opens"), [...people, { value: "+", text: word("new_neighbour") }]);
    return chosen === "+" ? this.meetNeighbour() : chosen;
  }

  /** The phone a person's answer should appear on; the owner's phone passes from hand to hand. */
  #phoneOf(person, pane) {
    if (pane !== this.staff && pane.person === person) return pane;
    return this.manager.candidates().includes(person) ? this.manager : this.owner;
  }

  /** Somebody new from an earlier visit may have said nothing yet. */
  #meetOldAcquaintances() {
    const owner = this.settings.get("owner");
    if (!this.world.people.has(owner)) this.world.expect(owner);
  }

  #build() {
    this.owner = new PhonePane("owner", this);
    this.staff = new GroupPane("staff", this);
    this.manager = new PhonePane("manager", this);
    this.panes = [this.owner, this.staff, this.manager];
    this.tabs = new Tabs(document.getElementById("tabs"), this.panes, this);
    for (const pane of this.panes) pane.draw();
    document.getElementById("panes").append(...this.panes.map((pane) => pane.element));
    this.clock = new ClockBar(this.world);
    this.mishaps = new Mishaps(this.world, {
      owner: () => this.owner.person,
      topicInView: () => this.staff.topic,
    });
    this.#markLanguage();
  }

  #listen() {
    const { world, unread } = this;
    world.addEventListener("message", ({ detail }) => this.#heard(detail));
    world.addEventListener("refilled", ({ detail }) => detail.chat === STAFF_GROUP && this.#refreshTopics());
    world.addEventListener("chats", () => this.#refreshGroup());
    world.addEventListener("people", () => this.#refreshPeople());
    world.addEventListener("connection", ({ detail }) => this.#showConnection(detail.up));
    unread.addEventListener("change", () => this.#marksChanged());
    for (const button of document.querySelectorAll("[data-language]")) {
      button.addEventListener("click", () => this.#speak(button.dataset.language));
    }
  }

  #heard({ message, isNew }) {
    const isGroup = message.chat === STAFF_GROUP;
    const isNews = isNew && !message.service;
    if (isNews && (isGroup || message.from === BOT)) {
      this.unread.note(isGroup ? topicKey(message.topic ?? null) : message.chat);
    }
    if (isGroup) this.#refreshTopics();
  }

  #refreshTopics() {
    if (this.staff?.list) this.staff.refreshTopics();
  }

  #refreshGroup() {
    if (!this.staff?.list) return;
    this.staff.leaveDeletedTopic();
    this.staff.refreshTopics();
    this.staff.refreshSwitcher();
  }

  #refreshPeople() {
    for (const pane of this.panes ?? []) pane.refreshSwitcher();
  }

  #marksChanged() {
    this.#refreshTopics();
    this.#refreshPeople();
    this.tabs?.refresh();
  }

  #inView() {
    return (this.panes ?? []).filter((pane) => this.tabs.shows(pane)).map((pane) => pane.viewing());
  }

  #showConnection(isUp) {
    const banner = document.getElementById("banner");
    banner.hidden = isUp;
    banner.textContent = isUp ? "" : word("connection_lost");
  }

  #speak(language) {
    this.settings.set("language", language);
    speak(language);
    label(document);
    for (const pane of this.panes ?? []) pane.draw();
    this.tabs?.refresh();
    this.clock?.show();
    this.mishaps?.relabel();
    this.#markLanguage();
  }

  #markLanguage() {
    document.title = word("title");
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === spokenLanguage()));
    }
  }
}

await new Desk().open();
