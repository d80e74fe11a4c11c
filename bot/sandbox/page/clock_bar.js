/** Shows the sandbox's time and lets people move it. */

import { toast } from "./dialogs.js";
import { clockTime, fieldValue, fromFieldValue, longDay, shortDay } from "./times.js";
import * as wire from "./wire.js";
import { word } from "./words.js";

export class ClockBar {
  constructor(world) {
    this.world = world;
    this.bar = document.getElementById("clock");
    this.setting = document.getElementById("clock-setting");
    this.field = document.getElementById("moment");
    this.#listen();
    setInterval(() => this.show(), 1000);
    this.show();
  }

  show() {
    const now = this.world.now();
    document.getElementById("now-date").textContent = longDay(now);
    document.getElementById("now-day").textContent = shortDay(now); // where there is little room
    document.getElementById("now-time").textContent = clockTime(now);
    document.getElementById("now").dateTime = now.toISOString();
  }

  #listen() {
    this.world.addEventListener("clock", () => this.show());
    for (const button of this.bar.querySelectorAll("[data-advance]")) {
      button.addEventListener("click", () => this.#move(() => wire.advanceClock(button.dataset.advance)));
    }
    this.setting.addEventListener("toggle", (event) => {
      if (event.newState === "open") this.field.value = fieldValue(this.world.now());
    });
    this.setting.addEventListener("submit", (event) => {
      event.preventDefault();
      this.setting.hidePopover();
      this.#move(() => wire.setClock(fromFieldValue(this.field.value)));
    });
  }

  async #move(deed) {
    if (this.bar.getAttribute("aria-busy") === "true") return;
    const notes = document.getElementById("toasts");
    this.#busy(true);
    try {
      const { sent, edited } = await deed();
      toast(notes, word("time_passed", { sent: sent.length, edited: edited.length }));
    } catch (error) {
      toast(notes, error instanceof wire.Refusal ? error.message : word("not_sent"), "trouble");
    } finally {
      this.#busy(false);
    }
  }

  /** The buttons stay focusable while time passes, so that nobody at the keyboard loses the place. */
  #busy(isBusy) {
    this.bar.setAttribute("aria-busy", String(isBusy));
    document.getElementById("clock-progress").hidden = !isBusy;
    for (const button of this.bar.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", String(isBusy));
    }
  }
}
