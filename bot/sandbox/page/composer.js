/** Where somebody writes: text, attachments, a message replied to or corrected, ready sentences. */

import { el } from "./elements.js";
import { typicalSentences } from "./sentences.js";
import { LANGUAGES, spokenLanguage, word } from "./words.js";

const LANGUAGE_SIGNS = { "zh-Hant": "繁", "zh-Hans": "简", en: "EN" };

export class Composer {
  #send;
  #draft;
  #about = null; // {kind: "reply" | "edit", message}
  #files = [];
  #exampleLanguage = spokenLanguage();

  /**
   * `pane` chooses the ready sentences; `draft` is a `{text}` kept when the pane is drawn again;
   * `send({text, files, about})` is called for everything said.
   */
  constructor({ pane, draft, send }) {
    this.pane = pane;
    this.#send = send;
    this.#draft = draft;
    this.#build();
    this.#drawExamples();
    this.#fit();
  }

  focus() {
    this.field.focus();
  }

  /** Shows what the next message answers (kind "reply") or corrects (kind "edit"). */
  refer(kind, message, title, line) {
    this.#about = { kind, message };
    if (kind === "edit") this.#write(message.text);
    this.aboutBar.replaceChildren(
      el("div", {}, el("strong", {}, title), el("span", {}, line)),
      iconButton("✕", word("cancel"), () => this.#drop()),
    );
    this.aboutBar.hidden = false;
    this.focus();
  }

  /** What could not be sent is put back, unless something else is being written already. */
  giveBack({ text, files, about }) {
    if (this.field.value || this.#files.length) return;
    this.#write(text);
    this.#attach(files);
    this.#about = about;
    this.aboutBar.hidden = !about;
  }

  #build() {
    this.examples = el("div", { class: "examples", role: "group", "aria-label": word("try_saying") });
    this.aboutBar = el("div", { class: "about", hidden: true });
    this.attachments = el("ul", { class: "attachments", hidden: true });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#pick() });
    this.field = el("textarea", {
      rows: "1",
      placeholder: word("write"),
      "aria-label": word("write"),
      onkeydown: (event) => this.#typed(event),
      oninput: () => this.#fit(),
      onpaste: (event) => this.#pasted(event),
    });
    this.field.value = this.#draft.text ?? "";
    const attach = iconButton("＋", word("attach"), () => this.picker.click());
    const name = word("send");
    const send = el("button", { type: "submit", class: "send", "aria-label": name, title: name }, "➤");
    const row = el("div", { class: "row" }, attach, this.picker, this.field, send);
    this.element = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submitted(event) },
      this.examples,
      this.aboutBar,
      this.attachments,
      row,
    );
  }

  #drawExamples() {
    const sentences = typicalSentences(this.pane, this.#exampleLanguage);
    const sign = LANGUAGE_SIGNS[this.#exampleLanguage];
    const next = iconButton(sign, word("examples_in"), () => this.#nextLanguage());
    const chips = sentences.map((text) =>
      el("button", { type: "button", onclick: () => this.#say(text) }, text),
    );
    this.examples.replaceChildren(next, ...chips);
    this.examples.lang = this.#exampleLanguage;
  }

  #nextLanguage() {
    const place = LANGUAGES.indexOf(this.#exampleLanguage);
    this.#exampleLanguage = LANGUAGES[(place + 1) % LANGUAGES.length];
    this.#drawExamples();
    this.examples.firstElementChild.focus();
  }

  #typed(event) {
    // Enter also ends the choosing of a character in a Chinese input method; that sends nothing.
    const isChoosing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isChoosing) this.#submitted(event);
    if (event.key === "Escape" && this.#about) {
      event.preventDefault();
      this.#drop();
    }
  }

  #submitted(event) {
    event.preventDefault();
    this.#say(this.field.value.trim());
  }

  #say(text) {
    if (!text && !this.#files.length) return;
    const speech = { text, files: this.#files, about: this.#about };
    const isOwnText = text === this.field.value.trim();
    this.#files = [];
    this.#drawAttachments();
    this.#about = null;
    this.aboutBar.hidden = true;
    if (isOwnText) this.#write("");
    this.#send(speech);
  }

  #drop() {
    if (this.#about.kind === "edit") this.#write("");
    this.#about = null;
    this.aboutBar.hidden = true;
    this.focus();
  }

  #write(text) {
    this.field.value = text;
    this.#fit();
  }

  /** The field grows with its text, up to what the style sheet allows. */
  #fit() {
    this.#draft.text = this.field.value;
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #pick() {
    this.#attach([...this.picker.files]);
    this.picker.value = "";
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.#attach(files);
  }

  #attach(files) {
    this.#files.push(...files);
    this.#drawAttachments();
    this.focus();
  }

  #drawAttachments() {
    this.attachments.hidden = !this.#files.length;
    this.attachments.replaceChildren(...this.#files.map((file) => this.#attachment(file)));
  }

  #attachment(file) {
    const remove = () => {
      this.#files = this.#files.filter((kept) => kept !== file);
      this.#drawAttachments();
      this.focus();
    };
    return el("li", {}, el("span", {}, file.name), iconButton("✕", word("remove", { name: file.name }), remove));
  }
}

function iconButton(sign, name, onclick) {
  return el("button", { type: "button", class: "icon", title: name, "aria-label": name, onclick }, sign);
}
