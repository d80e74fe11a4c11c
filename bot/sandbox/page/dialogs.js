/** Asks and tells: questions that wait for an answer, notes that pass by themselves. */

import { el } from "./elements.js";
import { word } from "./words.js";

const TOAST_MS = 5000;

/** A note that goes away by itself, in `place` (which screen readers listen to). */
export function toast(place, text, kind = "note") {
  const note = el("p", { class: `toast ${kind}` }, text);
  place.append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/** Shows text until it is acknowledged. */
export function tell(text) {
  return open(el("p", {}, text), chief(word("ok"), "ok"));
}

/** The value of the chosen option, null when nothing was chosen. Options are `{value, text}`. */
export function choose(question, options) {
  const buttons = options.map(({ value, text }) => submit(text, value));
  return open(el("h2", {}, question), el("div", { class: "choices" }, buttons), dismissal());
}

/** A word that fits `pattern`, null when the question was dismissed. */
export async function askWord(question, rule, pattern) {
  const unassisted = { autocomplete: "off", autocapitalize: "none", spellcheck: "false" };
  const needed = { pattern, required: true, autofocus: true, "aria-label": question };
  const field = el("input", { type: "text", ...needed, ...unassisted });
  const actions = el("div", { class: "actions" }, dismissal(), chief(word("ok"), "ok"));
  const answer = await open(el("h2", {}, question), field, el("p", { class: "rule" }, rule), actions);
  return answer === null ? null : field.value;
}

function submit(text, value, kind = "") {
  return el("button", { type: "submit", value, class: kind }, text);
}

function chief(text, value) {
  return submit(text, value, "chief");
}

function dismissal() {
  const close = (event) => event.currentTarget.closest("dialog").close("");
  return el("button", { type: "button", class: "quiet", onclick: close }, word("cancel"));
}

function open(...content) {
  const dialog = el("dialog", { class: "dialog" }, el("form", { method: "dialog" }, content));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answered) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answered(dialog.returnValue || null);
    });
  });
}
