/** Draws one message, or one album, as it looks in a messenger. */

import { el } from "./elements.js";
import { safeAddress } from "./links.js";
import { formatted } from "./safe_html.js";
import { clockTime } from "./times.js";
import { hasWord, word } from "./words.js";

export const BOT = "guanjia";
const NAME_COLOURS = 5; // beside the bot's own

/**
 * `messages` are one message or the parts of an album. `view` says who looks (`me`), whether
 * names are shown (`inGroup`), how to find people and other messages (`world`), and what the
 * buttons do (`deeds`: tap, reply, edit, jump).
 */
export function bubble(messages, view) {
  const [first] = messages;
  return first.service ? serviceLine(first, view) : talk(messages, view);
}

/** What a message is about, in one line of plain text. */
export function gist(message, world) {
  if (message.service) return serviceText(message, senderName(message, world));
  const text = message.text.replace(/\s+/g, " ").trim();
  if (text) return text;
  if (message.location) return "📍";
  if (message.contact) return `👤 ${message.contact.first_name}`;
  const [file] = message.files;
  return file ? `[${file.kind === "photo" ? word("photo") : file.name || word("file")}]` : "…";
}

export function senderName(message, world) {
  return message.from === BOT ? "管家" : world.person(message.from).name;
}

export function colourOf(key) {
  if (key === BOT) return "name-0";
  let sum = 0;
  // These numbers give the five of the seeded cast five different colours.
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) % 971;
  return `name-${1 + (sum % NAME_COLOURS)}`;
}

function serviceLine(message, { world }) {
  return el("p", { class: "service", "data-message": message.id }, gist(message, world));
}

function serviceText(message, name) {
  const key = `service_${message.service}`;
  const said = hasWord(key) ? word(key, { name }) : message.service.replaceAll("_", " ");
  return message.text ? `${said} · ${message.text}` : said;
}

function talk(messages, view) {
  const [first] = messages;
  const last = messages.at(-1);
  const spoken = messages.find((message) => message.text) ?? first;
  const whose = first.from === view.me ? "own" : "other";
  return el(
    "article",
    { class: `talk ${whose}`, "data-message": first.id, tabindex: "-1" },
    el(
      "div",
      { class: "bubble" },
      view.inGroup && whose === "other" && sender(first, view),
      first.forwarded && el("p", { class: "forwarded" }, word("forwarded")),
      first.reply_to && quote(first, view),
      files(messages),
      first.location && place(first.location),
      first.contact && contact(first.contact),
      spoken.text && el("div", { class: "text" }, formatted(spoken.html)),
      meta(spoken, last),
      tools(spoken, whose, view),
    ),
    keyboard(spoken, view),
  );
}

function sender(message, { world }) {
  return el("p", { class: `sender ${colourOf(message.from)}` }, senderName(message, world));
}

function quote(message, { world, deeds }) {
  const quoted = world.message(message.chat, message.reply_to);
  const name = quoted ? senderName(quoted, world) : "";
  const jump = () => deeds.jump(message.reply_to);
  return el(
    "button",
    { type: "button", class: "quote", onclick: jump },
    el("strong", {}, name),
    el("span", {}, quoted ? gist(quoted, world) : word("deleted_message")),
  );
}

function meta(spoken, last) {
  const moment = new Date(last.date);
  return el(
    "p",
    { class: "meta" },
    spoken.reactions.length > 0 && el("span", { class: "reactions" }, spoken.reactions.join("")),
    last.silent && el("span", { role: "img", title: word("silent"), "aria-label": word("silent") }, "🔕"),
    spoken.edited && el("span", {}, word("edited")),
    el("time", { datetime: last.date }, clockTime(moment)),
  );
}

function tools(message, whose, { deeds }) {
  const can = whose === "own" && message.text;
  return el(
    "div",
    { class: "tools" },
    tool("↩", word("reply"), () => deeds.reply(message)),
    can && tool("✎", word("edit"), () => deeds.edit(message)),
  );
}

function tool(sign, name, onclick) {
  return el("button", { type: "button", title: name, "aria-label": name, onclick }, sign);
}

function keyboard(message, view) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row) =>
    el("div", { class: "keys" }, row.map((button) => key(message, button, view))),
  );
  return el("div", { class: "keyboard", onkeydown: walkKeys }, rows);
}

function key(message, button, { deeds }) {
  const address = button.url && safeAddress(button.url);
  if (address) {
    const away = { href: address, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { class: "key", ...away }, button.text, el("span", { "aria-hidden": "true" }, " ↗"));
  }
  const press = (event) => deeds.tap(message, button, event.currentTarget);
  return el("button", { type: "button", class: "key", onclick: press }, button.text);
}

/** Arrow keys walk from button to button under a message. */
function walkKeys(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const keys = [...event.currentTarget.querySelectorAll(".key")];
  keys.at((keys.indexOf(document.activeElement) + step) % keys.length).focus();
}

function files(messages) {
  const all = messages.flatMap((message) => message.files);
  if (!all.length) return null;
  const album = all.filter((file) => file.kind === "photo").length > 1;
  return el("div", { class: album ? "files album" : "files" }, all.map(shownFile));
}

function place({ latitude, longitude }) {
  return el("p", {}, `📍 ${latitude}, ${longitude}`);
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return el("p", {}, "👤 ", [first, last].filter(Boolean).join(" "), el("br"), phone);
}

const PLAYERS = { video: "video", voice: "audio", audio: "audio" };

function shownFile(file) {
  const isPicture = file.kind === "photo" || file.kind === "sticker";
  const name = file.name || word("file");
  if (isPicture) {
    const picture = el("img", { src: file.url, alt: word("photo"), loading: "lazy" });
    return el("a", { class: file.kind, href: file.url, target: "_blank", rel: "noopener" }, picture);
  }
  const player = PLAYERS[file.kind];
  if (player) return el(player, { src: file.url, controls: true, preload: "metadata", "aria-label": name });
  return el(
    "a",
    { class: "document", href: file.url, download: name },
    el("span", { class: "sheet", "aria-hidden": "true" }, "📄"),
    el("span", {}, el("strong", {}, name), el("small", {}, weight(file.size))),
  );
}

function weight(bytes) {
  if (!bytes) return "";
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
