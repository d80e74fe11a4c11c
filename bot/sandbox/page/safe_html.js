/** Shows a message's formatted text: a whitelist of tags is rebuilt, everything else is dropped. */

import { el } from "./elements.js";
import { safeAddress } from "./links.js";

const TOKEN = /<(?<closing>\/?)(?<tag>[a-z][a-z0-9-]*)(?<attributes>[^<>]*)>|(?<text>[^<]+|<)/gi;
const ENTITY = /&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot|apos|nbsp));/gi;
const CHARACTERS = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0" };
const ADDRESS = /https?:\/\/[^\s<>"'「」（）。，]+|\bt\.me\/[\w./?=&-]+/;
const COMMAND = /(?<![\w/.])\/[a-z][a-z0-9_]{0,31}(?![\w/])/;
const CLICKABLE = new RegExp(`(${ADDRESS.source}|${COMMAND.source})`, "g");

const BLOCKS = new Set(["blockquote", "pre"]);
const PLAIN_TAGS = new Set(["b", "strong", "i", "em", "u", "ins", "s", "del", "code", ...BLOCKS]);
const LITERAL = new Set(["a", "code", "pre", "button"]); // nothing inside is made clickable
const UNSPOKEN = new Set(["script", "style"]);

/**
 * The nodes of `html`, safe to append. The browser never parses it: tags are read one by one, and
 * only these come out again, with no attribute but a link's address.
 */
export function formatted(html) {
  const root = document.createDocumentFragment();
  const open = [{ tag: "", node: root }];
  for (const { groups } of html.matchAll(TOKEN)) read(groups, open);
  return root;
}

function read({ closing, tag, attributes, text }, open) {
  if (text !== undefined) write(decoded(text), open);
  else if (closing) close(tag.toLowerCase(), open);
  else begin(tag.toLowerCase(), attributes, open);
}

/** An unknown tag is remembered until it closes, but its words go into what surrounds it. */
function begin(tag, attributes, open) {
  const around = open.at(-1).node;
  if (tag === "br") return around.append("\n");
  const isUnspoken = UNSPOKEN.has(tag);
  const element = isUnspoken ? document.createDocumentFragment() : rebuilt(tag, attributes);
  if (element && !isUnspoken) around.append(element);
  return open.push({ tag, node: element ?? around });
}

function close(tag, open) {
  const depth = open.findLastIndex((opened) => opened.tag === tag);
  if (depth > 0) open.length = depth;
}

function rebuilt(tag, attributes) {
  if (PLAIN_TAGS.has(tag)) return el(tag);
  if (tag === "tg-spoiler" || /\bclass="?tg-spoiler\b/.test(attributes)) return spoiler();
  if (tag !== "a") return null;
  const address = safeAddress(decoded(/\bhref\s*=\s*"([^"]*)"/i.exec(attributes)?.[1] ?? ""));
  return address && anchor(address);
}

function write(text, open) {
  const { node } = open.at(-1);
  // A block ends its line by itself; the newline written after it would show as an empty one.
  const words = BLOCKS.has(node.lastChild?.localName) ? text.replace(/^\n/, "") : text;
  if (open.some(({ node: opened }) => LITERAL.has(opened.localName))) node.append(words);
  else node.append(...words.split(CLICKABLE).map(clickable));
}

function decoded(text) {
  return text.replace(ENTITY, (_, decimal, hex, name) => {
    if (name) return CHARACTERS[name.toLowerCase()];
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** Bare addresses and /commands can be clicked, as people expect of a messenger. */
function clickable(piece) {
  if (/^\/[a-z]/.test(piece)) {
    return el("button", { type: "button", class: "command", "data-command": piece }, piece);
  }
  const address = /^(https?:\/\/|t\.me\/)/.test(piece) ? safeAddress(piece) : null;
  return address ? anchor(address, piece) : piece;
}

function anchor(address, ...inside) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, inside);
}

function spoiler() {
  const reveal = (event) => event.currentTarget.classList.add("revealed");
  return el("button", { type: "button", class: "spoiler", onclick: reveal });
}
