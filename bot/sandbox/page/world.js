/** Remembers what the page knows of the sandbox: people, chats, messages, the time. */

import * as wire from "./wire.js";

export const STAFF_GROUP = "staff";
const RETRY_MS = 1500;
const REREAD_MS = 40;

/**
 * Events: "message" {change, message, isNew}, "chats", "people", "clock", "connection" {up},
 * "refilled" {chat} when a chat's whole history was read (again).
 */
export class World extends EventTarget {
  people = new Map();
  topics = [];
  staff = []; // who is in the staff group
  #chatKeys = new Set();
  #shelves = new Map();
  #clockShift = 0;
  #rereading = null;

  /** Resolves when the sandbox was reached and first read; from then on everything is live. */
  open() {
    return new Promise((opened) => {
      wire.listen({
        heard: (happening) => this.#hear(happening),
        connected: () => this.#connected().then(opened),
        lost: () => this.#tell("connection", { up: false }),
      });
    });
  }

  /** The present moment of the sandbox. */
  now() {
    return new Date(Date.now() + this.#clockShift);
  }

  person(key) {
    return this.people.get(key) ?? { key, name: key };
  }

  /** Somebody who will exist as soon as they say something. */
  expect(key) {
    if (!this.people.has(key)) this.people.set(key, { key, name: capitalised(key) });
    this.#tell("people");
  }

  /** The messages of a chat or of one of its topics, oldest first, once they are there. */
  async messages(chat, topic = null) {
    const shelf = this.#shelf(chat);
    await shelf.filled;
    return this.known(chat, topic);
  }

  /** As `messages`, but only what has been read already. */
  known(chat, topic = null) {
    const all = [...this.#shelf(chat).messages.values()];
    const wanted = chat === STAFF_GROUP ? all.filter((message) => (message.topic ?? null) === topic) : all;
    return wanted.sort((one, other) => one.id - other.id);
  }

  /** The newest message of each topic that has one. */
  latestByTopic(chat) {
    const latest = new Map();
    for (const message of this.#shelf(chat).messages.values()) {
      const topic = message.topic ?? null;
      if (!(latest.get(topic)?.id > message.id)) latest.set(topic, message);
    }
    return latest;
  }

  message(chat, id) {
    return this.#shelf(chat).messages.get(id);
  }

  async refreshPeople() {
    for (const person of await wire.people()) this.people.set(person.as, readPerson(person));
    this.#tell("people");
  }

  async refreshChats() {
    const chats = await wire.chats();
    this.#chatKeys = new Set(chats.map(({ chat }) => chat));
    const group = chats.find(({ chat }) => chat === STAFF_GROUP);
    this.topics = group.topics;
    this.staff = group.members;
    this.#tell("chats");
  }

  async refreshClock() {
    this.#setClock(await wire.clock());
  }

  #setClock(moment) {
    this.#clockShift = moment.getTime() - Date.now();
    this.#tell("clock");
  }

  #shelf(chat) {
    if (!this.#shelves.has(chat)) {
      const shelf = { messages: new Map(), filled: null };
      this.#shelves.set(chat, shelf);
      this.#fill(chat, shelf);
    }
    return this.#shelves.get(chat);
  }

  #fill(chat, shelf) {
    const history = this.#chatKeys.has(chat) ? wire.history(chat) : Promise.resolve([]);
    shelf.filled = history.then(
      (messages) => {
        shelf.messages = new Map(messages.map((message) => [message.id, message]));
        this.#tell("refilled", { chat });
      },
      () => {}, // the next connection reads it again
    );
  }

  #hear(happening) {
    const hearers = {
      message: () => this.#keep("new", happening.message),
      edited: () => this.#keep("edited", happening.message),
      deleted: () => this.#forget(happening),
      topic: () => this.#rereadSoon(),
      chat: () => this.#rereadSoon(),
      clock: () => this.#setClock(new Date(happening.now)),
    };
    hearers[happening.type]?.();
  }

  /** A message heard while its chat is still being read waits, or the older copy would win. */
  async #keep(change, message) {
    const shelf = this.#shelf(message.chat);
    await shelf.filled;
    const known = shelf.messages.has(message.id);
    shelf.messages.set(message.id, message);
    this.#tell("message", { change: known ? "edited" : change, message, isNew: change === "new" });
  }

  async #forget({ chat, message_id: id }) {
    const shelf = this.#shelf(chat);
    await shelf.filled;
    const message = shelf.messages.get(id);
    shelf.messages.delete(id);
    if (message) this.#tell("message", { change: "deleted", message });
  }

  /** Changes that come close together are read at once; a failure is made good by reconnecting. */
  #rereadSoon() {
    this.#rereading ??= pause(REREAD_MS).then(() => {
      this.#rereading = null;
      return Promise.all([this.refreshPeople(), this.refreshChats()]).catch(() => {});
    });
  }

  /** Anything may have happened since the last connection: it is all read again. */
  async #connected() {
    try {
      await Promise.all([this.refreshPeople(), this.refreshChats(), this.refreshClock()]);
    } catch {
      await pause(RETRY_MS);
      return this.#connected();
    }
    for (const [chat, shelf] of this.#shelves) this.#fill(chat, shelf);
    return this.#tell("connection", { up: true });
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function pause(ms) {
  return new Promise((over) => setTimeout(over, ms));
}

const HAN = /\p{Script=Han}/u;

/** Family name first where the name is Chinese. */
function readPerson({ as, first_name: first, last_name: last, blocked: hasBlocked }) {
  const isChinese = HAN.test(first + (last ?? ""));
  const name = isChinese ? `${last ?? ""}${first}` : [first, last].filter(Boolean).join(" ");
  return { key: as, name, hasBlocked };
}

function capitalised(key) {
  return key[0].toUpperCase() + key.slice(1);
}
