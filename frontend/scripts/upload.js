// Sends chosen files in pieces, several at a time, so that nothing that has arrived is sent twice. Loaded by the pages
// that have a place for it; without it their form sends the files at once.
import { Sending } from "./upload-file.js";
import { dropped, withoutSystemFiles } from "./upload-folder.js";
import { makeList } from "./upload-list.js";

const AT_ONCE = 3;

const place = document.querySelector("[data-uploads]");
const input = document.querySelector("input[type=file][name=uploads]");
if (place && input) begin(input.form, input.closest(".govuk-form-group"));

function begin(form, group) {
  const files = [];
  const field = place.dataset.field;
  const most = field ? Number(input.dataset.maxFiles) : Infinity;
  const list = makeList(group);
  const next = document.querySelector("[data-uploads-next]");
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  if (!field) form.querySelector(".govuk-button-group button").hidden = true; // they are sent as they are chosen
  input.multiple = true;

  const open = () => files.filter((one) => !one.over);
  const waiting = () => files.find((one) => one.state === "waiting" && !one.removed);
  const changed = () => {
    // One that starts calls this again, so who waits is asked anew each time: else one file starts twice.
    for (let one; files.filter((each) => each.busy).length < AT_ONCE && (one = waiting()); ) one.start();
    list.summary(files);
    const arrived = files.filter((one) => one.stored);
    if (next) next.hidden = !arrived.length || Boolean(open().length);
  };

  const take = (chosen) => {
    const { kept, left } = withoutSystemFiles(chosen);
    const room = most - kinds(form, field) - open().length;
    const taken = kept.slice(0, Math.max(0, room));
    const says = [];
    if (left) says.push(left === 1 ? "1 system file was left out." : `${left} system files were left out.`);
    if (taken.length < kept.length) {
      says.push(`A piece can have up to ${most} files, so ${kept.length - taken.length} were left out. “Add several files” on the list of evidence takes more.`);
    }
    list.note(says.join(" "));
    for (const file of taken) {
      const one = new Sending(file, {
        begin: place.dataset.uploads,
        piece: place.dataset.piece,
        resume: unfinished(file),
        token,
        changed: () => {
          row.show();
          if (one.stored && field && !one.removed) row.give(field, one.stored);
          if (one.removed) row.remove();
          changed();
        },
      });
      const row = list.add(one);
      files.push(one);
    }
    changed();
  };

  // Before the page's own check, whose limits are those of a form that is sent at once.
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    event.stopImmediatePropagation();
    take([...event.target.files]);
    event.target.value = "";
  }, { capture: true });
  window.addEventListener("submit", (event) => {
    if (event.target !== form || !open().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    list.note("Some files have not arrived yet. Wait for them, or remove them, then save.");
    list.focus();
  }, { capture: true });
  window.addEventListener("beforeunload", (event) => {
    if (files.some((one) => one.busy)) event.preventDefault();
  });
  window.addEventListener("online", () => files.forEach((one) => one.networkIsBack()));
  dropped(group, input, take);
}

// How many files the form has ticked or taken already.
function kinds(form, field) {
  return field ? [...form.querySelectorAll(`[name=${field}]`)].filter((one) => one.type === "hidden" || one.checked).length : 0;
}

// The address of this file's unfinished upload, where the page lists one. It is this file by name, size and date; that
// it has not changed is found by its hash at the end.
function unfinished(file) {
  const listed = [...place.querySelectorAll("[data-unfinished]")].find(
    ({ dataset }) =>
      dataset.name === file.name.normalize("NFC") &&
      Number(dataset.size) === file.size &&
      dataset.modified === String(file.lastModified),
  );
  if (!listed) return null;
  const address = listed.dataset.unfinished;
  listed.remove();
  return address;
}
