// What somebody sees of the files they send: a row each, and a word for all of them now and then.

import { size } from "./files.js";

const QUIET = 8000; // milliseconds between two announcements of the same kind
const TONES = { refused: "bad", arrived: "good", stopped: "bad", cut: "waiting" }; // the others are as they should be
const WORDS = { waiting: "Waiting for its turn", paused: "Paused", cut: "Interrupted", stopped: "Stopped", refused: "Not added", arrived: "Arrived" };

export function makeList(group) {
  const list = element("ul", "ts-uploads");
  const note = element("p", "ts-uploads__note");
  const spoken = element("p", "govuk-visually-hidden");
  spoken.setAttribute("role", "status");
  note.setAttribute("role", "status");
  list.tabIndex = -1;
  list.setAttribute("aria-label", "Files you chose");
  group.after(note, list, spoken);
  let last = "";
  let saidAt = 0;
  let timer;
  const say = (text) => {
    clearTimeout(timer);
    if (!text || text === last) return;
    const wait = saidAt + QUIET - Date.now();
    if (wait > 0) return (timer = setTimeout(() => say(text), wait));
    [last, saidAt] = [text, Date.now()];
    spoken.textContent = text;
  };
  return {
    add: (sending) => row(list, sending),
    note: (text) => (note.textContent = text),
    focus: () => list.focus(),
    summary(files) {
      const of = (...states) => files.filter((one) => !one.removed && states.includes(one.state)).length;
      const all = files.filter((one) => !one.removed).length;
      if (!all) return;
      const trouble = of("cut", "stopped", "refused");
      say(`${of("arrived")} of ${all} ${all === 1 ? "file has" : "files have"} arrived.${trouble ? ` ${trouble} ${trouble === 1 ? "needs" : "need"} you or the network.` : ""}`);
    },
  };
}

function row(list, sending) {
  const item = element("li", "ts-upload");
  const name = element("p", "ts-upload__name", sending.file.name);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", sending.file.name);
  const says = element("p", "ts-upload__says");
  const acts = element("p", "ts-upload__acts");
  item.append(name, bar, says, acts);
  list.append(item);
  let drawn = "";
  const show = () => {
    const { state } = sending;
    item.dataset.state = state;
    bar.hidden = ["arrived", "refused"].includes(state);
    bar.value = Math.floor((state === "checking" ? sending.share : sending.sent / sending.file.size) * 100);
    says.replaceChildren(...words(sending));
    if (drawn === `${state}${sending.kept}`) return; // a button that is drawn anew loses the focus
    drawn = `${state}${sending.kept}`;
    const had = acts.contains(document.activeElement);
    acts.replaceChildren(...buttons(sending, show));
    if (had) acts.querySelector("button")?.focus();
  };
  show();
  return {
    show,
    give(field, id) {
      if (item.querySelector("input[type=hidden]")) return;
      const given = document.createElement("input");
      Object.assign(given, { type: "hidden", name: field, value: id });
      item.append(given);
    },
    remove: () => item.remove(),
  };
}

// What stands in the row, as nodes and strings: how it is, where that is decided with a tone and a sign, then the rest.
function words(sending) {
  const { state, file } = sending;
  if (state === "sending") return [`${Math.floor((sending.sent / file.size) * 100)}% of ${size(file.size)}${left(sending.left)}`];
  if (state === "checking") return ["Everything has been sent. Checking that it is the same as on your device"];
  const same = sending.kept ? null : sending.same;
  if (state === "arrived" && same) {
    return toned("waiting", WORDS.arrived, `The same file is here already, ${same.in ? `in “${same.in}”` : `as “${same.name}”`}. Keep both, or remove this one?`);
  }
  const rest = sending.says || size(file.size);
  return TONES[state] ? toned(TONES[state], WORDS[state], rest) : [`${WORDS[state]}. ${rest}`];
}

function toned(tone, word, rest) {
  return [element("strong", `ts-status ts-status--${tone}`, word), element("span", "govuk-visually-hidden", ". "), rest];
}

function left(seconds) {
  if (seconds === null) return "";
  if (seconds < 60) return ", less than a minute left";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `, about ${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
  const hours = Math.round(minutes / 60);
  return `, about ${hours} ${hours === 1 ? "hour" : "hours"} left`;
}

function buttons(sending, show) {
  const made = [];
  const { state } = sending;
  if (state === "sending") made.push(button("Pause", sending, () => sending.pause()));
  if (state === "paused" || state === "cut" || state === "stopped") made.push(button("Go on", sending, () => sending.start()));
  if (state === "arrived" && sending.same && !sending.kept) {
    made.push(button("Keep both", sending, () => {
      sending.kept = true;
      show();
    }));
  }
  made.push(button("Remove", sending, () => sending.remove()));
  return made;
}

function button(text, sending, act) {
  const made = element("button", "ts-link-button", text);
  made.type = "button";
  made.append(element("span", "govuk-visually-hidden", ` ${sending.file.name}`));
  made.addEventListener("click", act);
  return made;
}

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
