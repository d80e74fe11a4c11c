/** The three panes: two phones and the staff group, each with the person who holds it. */

import { colourOf } from "./bubble.js";
import { Conversation } from "./conversation.js";
import { askWord } from "./dialogs.js";
import { el } from "./elements.js";
import { topicList } from "./topics.js";
import { topicKey } from "./unread.js";
import { hasWord, word } from "./words.js";
import { STAFF_GROUP } from "./world.js";

const PERSON_KEY = "[a-z][a-z0-9_]{1,31}";
const STAFF = ["bob", "sue", "mei"];
const MANAGERS = ["mei", "sue"];

class Pane {
  conversation = null;

  /** `desk` holds what all panes share: world, settings, unread, openLink. */
  constructor(key, desk) {
    this.key = key;
    this.desk = desk;
    this.draft = {};
    this.element = el("section", { class: `pane ${key}`, id: `pane-${key}`, "aria-labelledby": `pane-${key}-title` });
  }

  get person() {
    return this.desk.settings.get(this.key);
  }

  /** Draws everything again, e.g. for another person or in another language. */
  draw() {
    this.conversation?.end();
    this.conversation = new Conversation(this.desk.world, this.place(), {
      draft: this.draft,
      openLink: (link) => this.desk.openLink(link, this),
    });
    this.element.replaceChildren(this.header(), ...this.body());
    this.desk.unread.look();
  }

  play(person) {
    this.desk.settings.set(this.key, person);
    this.draft = {};
    this.draw();
  }

  header() {
    const { world } = this.desk;
    const name = world.person(this.person).name;
    return el(
      "header",
      { class: "holder" },
      el("span", { class: `avatar ${colourOf(this.person)}`, "aria-hidden": "true" }, initial(name)),
      el("div", {}, el("h2", { id: `pane-${this.key}-title` }, word(this.key)), this.switcher()),
      this.aside(),
    );
  }

  switcher() {
    const choose = (event) => {
      this.play(event.target.value);
      this.element.querySelector("select").focus();
    };
    const options = this.candidates().map((key) => this.option(key));
    return el("select", { "aria-label": word("speaks_as"), onchange: choose }, options);
  }

  option(key) {
    const mark = this.desk.unread.has(key) && key !== this.person ? "● " : "";
    const { name } = this.desk.world.person(key);
    const text = `${mark}${name} · ${roleOf(key)}`;
    return el("option", { value: key, selected: key === this.person }, text);
  }

  /** Names and unread marks have changed, nothing else. */
  refreshSwitcher() {
    const select = this.element.querySelector(".holder select");
    select.replaceChildren(...this.candidates().map((key) => this.option(key)));
  }

  aside() {
    return null;
  }

  body() {
    return [this.conversation.element];
  }
}

export class PhonePane extends Pane {
  candidates() {
    if (this.key === "manager") return MANAGERS;
    return [...this.desk.world.people.keys()].filter((key) => !STAFF.includes(key));
  }

  place() {
    const { name } = this.desk.world.person(this.person);
    return { pane: this.key, as: this.person, chat: this.person, topic: null, name };
  }

  aside() {
    if (this.key === "manager") return null;
    const welcome = async () => {
      const key = await this.desk.meetNeighbour();
      if (key) this.play(key);
    };
    const name = word("new_neighbour");
    return el("button", { type: "button", class: "icon", title: name, "aria-label": name, onclick: welcome }, "＋");
  }

  /** The chat in view, as the unread marks know it. */
  viewing() {
    return this.person;
  }
}

export class GroupPane extends Pane {
  topic = null;

  /** The staff of the first day, then whoever joined; who left may still try to speak. */
  candidates() {
    return [...new Set([...STAFF, ...this.desk.world.staff])];
  }

  place() {
    const name = this.desk.world.topics.find(({ topic }) => topic === this.topic)?.name ?? word("general");
    return { pane: this.key, as: this.person, chat: STAFF_GROUP, topic: this.topic, name };
  }

  async open(topic, message) {
    this.topic = topic;
    this.draft = {};
    this.draw();
    await this.desk.world.messages(STAFF_GROUP, topic);
    if (message) this.conversation.jumpTo(message);
  }

  /** Back to General when the topic in view is no more. */
  leaveDeletedTopic() {
    const isThere = this.desk.world.topics.some(({ topic }) => topic === this.topic);
    if (this.topic !== null && !isThere) this.open(null);
  }

  body() {
    this.list = el("nav", { class: "topics", "aria-label": word("topics") });
    this.refreshTopics();
    return [el("div", { class: "forum" }, this.list, this.conversation.element)];
  }

  refreshTopics() {
    topicList(this.list, {
      world: this.desk.world,
      unread: this.desk.unread,
      current: this.topic,
      open: (topic) => this.open(topic),
    });
  }

  viewing() {
    return topicKey(this.topic);
  }
}

/** The key of somebody new, null if it was thought better of. */
export function askNeighbour() {
  return askWord(word("new_neighbour_ask"), word("new_neighbour_rule"), PERSON_KEY);
}

function roleOf(key) {
  return word(hasWord(`role_${key}`) ? `role_${key}` : "role_stranger");
}

function initial(name) {
  return [...name][0];
}
