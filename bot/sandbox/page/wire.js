/** Talks to the sandbox: what people do goes out, what happened comes in. */

const RETRY_AFTER_MS = 1500;

/** The sandbox understood and said no; the message is a sentence for people. */
export class Refusal extends Error {}

async function ask(path, options = {}) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.error ?? `${response.status} ${response.statusText}`);
  return body;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const say = (speech) => post("/sandbox/say", speech);
export const tap = (press) => post("/sandbox/tap", press);
export const people = async () => (await ask("/sandbox/people")).people;
export const chats = async () => (await ask("/sandbox/chats")).chats;
export const clock = async () => new Date((await ask("/sandbox/clock")).now);
export const advanceClock = (span) => post("/sandbox/clock", { advance: span });
export const setClock = (moment) => post("/sandbox/clock", { set: moment });
export const fault = (fault) => post("/sandbox/fault", fault);
export const clearFaults = () => ask("/sandbox/fault", { method: "DELETE" });
export const block = (person) => post("/sandbox/block", { as: person });
export const unblock = (person) => post("/sandbox/unblock", { as: person });
export const migrate = (chat) => post("/sandbox/migrate", { chat });
export const deleteTopic = (chat, topic) => post("/sandbox/delete_topic", { chat, topic });

/** Everything said in a chat so far. */
export async function history(chat) {
  return (await ask(`/sandbox/chats/${encodeURIComponent(chat)}/messages?after=0`)).messages;
}

/**
 * Listens to all that happens for as long as the page lives. `heard(happening)` gets each event,
 * `connected()` every (re)connection, `lost()` every break.
 */
export function listen({ heard, connected, lost }) {
  const source = new EventSource("/sandbox/events");
  source.onopen = connected;
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onerror = () => {
    lost();
    // A browser gives up for good when a dying server answers anything but a stream.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen({ heard, connected, lost }), RETRY_AFTER_MS);
    }
  };
}
