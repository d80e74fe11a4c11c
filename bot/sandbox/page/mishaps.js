/** The menu of things that go wrong: limits, refusals, broken connections, blocks, migrations. */

import { toast } from "./dialogs.js";
import { el } from "./elements.js";
import * as wire from "./wire.js";
import { word } from "./words.js";
import { STAFF_GROUP } from "./world.js";

const FAULTS = {
  429: { code: 429, retry_after: 3 },
  403: { code: 403 },
  break: { code: 0 },
  lost: { code: 0, after_delivery: true },
};

export class Mishaps {
  /** `owner()` and `topicInView()` tell what the panes show when a mishap is chosen. */
  constructor(world, { owner, topicInView }) {
    this.world = world;
    this.owner = owner;
    this.topicInView = topicInView;
    this.menu = document.getElementById("mishaps");
    this.target = document.getElementById("mishap-target");
    this.menu.addEventListener("toggle", () => this.relabel());
    world.addEventListener("people", () => this.relabel());
    this.menu.addEventListener("click", (event) => this.#clicked(event.target.closest("button")));
    this.relabel();
  }

  relabel() {
    const { name, hasBlocked } = this.world.person(this.owner());
    this.#button("block").textContent = word("block", { name });
    this.#button("unblock").textContent = word("unblock", { name });
    this.#button("block").hidden = hasBlocked;
    this.#button("unblock").hidden = !hasBlocked;
    this.#button("delete_topic").disabled = this.topicInView() === null;
    this.#listTargets();
  }

  #button(mishap) {
    return this.menu.querySelector(`[data-mishap="${mishap}"]`);
  }

  #listTargets() {
    const chosen = this.target.value;
    const people = [...this.world.people.values()].map(({ key, name }) => el("option", { value: key }, name));
    const group = el("option", { value: STAFF_GROUP }, word("staff"));
    this.target.replaceChildren(el("option", { value: "" }, word("anybody")), ...people, group);
    this.target.value = chosen;
  }

  async #clicked(button) {
    if (!button) return;
    const notes = document.getElementById("toasts");
    try {
      toast(notes, await this.#happen(button.dataset));
    } catch (error) {
      toast(notes, error instanceof wire.Refusal ? error.message : word("not_sent"), "trouble");
    }
  }

  async #happen({ fault, mishap }) {
    if (fault) return this.#breakNext(FAULTS[fault]);
    const deeds = {
      clear: () => wire.clearFaults(),
      block: () => wire.block(this.owner()),
      unblock: () => wire.unblock(this.owner()),
      migrate: () => wire.migrate(STAFF_GROUP),
      delete_topic: () => wire.deleteTopic(STAFF_GROUP, this.topicInView()),
    };
    await deeds[mishap]();
    return word(mishap === "clear" ? "faults_cleared" : "done");
  }

  async #breakNext(fault) {
    const aim = this.target.value ? { chat: this.target.value } : {};
    await wire.fault({ method: "sendMessage", times: 1, ...aim, ...fault });
    return word("fault_set");
  }
}
