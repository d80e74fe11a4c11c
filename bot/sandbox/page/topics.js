/** The list of topics of the staff group: General first, then the liveliest, closed ones last. */

import { gist } from "./bubble.js";
import { el } from "./elements.js";
import { clockTime } from "./times.js";
import { topicKey, unreadMark } from "./unread.js";
import { word } from "./words.js";
import { STAFF_GROUP } from "./world.js";

/** Fills `list`; `open(topic)` is called for the one chosen, null being General. */
export function topicList(list, { world, unread, current, open }) {
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.topic;
  const latest = world.latestByTopic(STAFF_GROUP);
  const general = { topic: null, name: word("general"), closed: false };
  const rows = [general, ...ordered(world.topics, latest)].map((topic) => {
    const isCurrent = topic.topic === current;
    const isUnread = unread.has(topicKey(topic.topic));
    const last = latest.get(topic.topic);
    return row(topic, { last, line: last && gist(last, world), isCurrent, isUnread, open });
  });
  list.replaceChildren(...rows);
  if (focused !== false) list.querySelector(`[data-topic="${focused}"]`)?.focus();
}

function ordered(topics, latest) {
  const liveliness = ({ topic }) => latest.get(topic)?.id ?? topic;
  return [...topics].sort(
    (one, other) => Number(one.closed) - Number(other.closed) || liveliness(other) - liveliness(one),
  );
}

function row(topic, { last, line, isCurrent, isUnread, open }) {
  return el(
    "button",
    {
      type: "button",
      class: `topic${topic.closed ? " closed" : ""}`,
      "data-topic": topic.topic ?? "",
      "aria-current": isCurrent ? "true" : null,
      title: topic.name,
      onclick: () => open(topic.topic),
    },
    el("strong", {}, topic.name),
    el("span", { class: "gist" }, topic.closed ? word("closed") : line),
    last && el("time", {}, clockTime(new Date(last.date))),
    isUnread && unreadMark(),
  );
}
