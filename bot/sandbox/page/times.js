/** Writes moments the way people in Taipei read them, in the page's language. */

import { spokenLanguage } from "./words.js";

const ZONE = "Asia/Taipei";
const UTC_OFFSET = "+08:00"; // Taipei keeps no summer time
const LOCALES = { "zh-Hant": "zh-TW", "zh-Hans": "zh-CN", en: "en-GB" };
const SORTABLE = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" });
const formats = new Map();

function format(moment, style) {
  const key = spokenLanguage() + JSON.stringify(style);
  if (!formats.has(key)) {
    const locale = LOCALES[spokenLanguage()];
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...style }));
  }
  return formats.get(key).format(moment);
}

export function clockTime(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function shortDay(moment) {
  return format(moment, { month: "short", day: "numeric", weekday: "short" });
}

export function longDay(moment) {
  return format(moment, { year: "numeric", month: "long", day: "numeric", weekday: "short" });
}

/** "2026-11-23T21:33", as a date-time field wants it. */
export function fieldValue(moment) {
  return SORTABLE.format(moment).replace(" ", "T");
}

export function fromFieldValue(value) {
  return `${value.length === 16 ? `${value}:00` : value}${UTC_OFFSET}`;
}

/** Equal for two moments of the same Taipei day. */
export function dayKey(moment) {
  return fieldValue(moment).slice(0, 10);
}
