/** Tells what a link in a message would do inside a messenger. */

const SAFE_SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/** The address if it may be put on the page, else null. */
export function safeAddress(text) {
  const address = text.startsWith("t.me/") ? `https://${text}` : text;
  try {
    return SAFE_SCHEMES.has(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/**
 * What opening `address` means: `{start: token}` greets the bot with a token, `{topic, message}`
 * opens a topic of the staff group, null is an ordinary link.
 */
export function readLink(address) {
  const url = new URL(address);
  if (url.protocol === "tg:") return greeting(url);
  if (url.hostname !== "t.me" && url.hostname !== "telegram.me") return null;
  const inGroup = /^\/c\/\d+\/(\d+)(?:\/(\d+))?$/.exec(url.pathname);
  if (inGroup) return { topic: Number(inGroup[1]), message: Number(inGroup[2] ?? 0) };
  return greeting(url);
}

function greeting(url) {
  return url.searchParams.has("start") ? { start: url.searchParams.get("start") } : null;
}
