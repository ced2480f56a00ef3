// Keeps what somebody types in a form, in this browser tab alone, until it has been sent and taken.
//
// sessionStorage: gone with the tab, never shared with another. Keyed by person, so the next one at a shared computer sees
// nothing; all of it goes at sign-out. A form asks for it with data-draft; passwords, files and hidden fields are never kept.
// A submitted draft stays until the next page shows that it was taken: a page of the same person without that form refused.

const PREFIX = "touchstone-draft:";
const WAIT = 400; // milliseconds after the last key

export function keepDrafts() {
  const person = document.body.dataset.person;
  settle(person);
  if (!person) return;
  document.querySelectorAll("form[data-draft]").forEach((form, index) => {
    watch(form, keyOf(form, index, person));
  });
  document.querySelectorAll("form[data-sign-out]").forEach((form) => {
    form.addEventListener("submit", () => keys().forEach((key) => store()?.removeItem(key)));
  });
  // What the server kept is sent: the copy in this tab is the same text once more.
  document.querySelectorAll("form[data-kept]").forEach((form) => {
    const copies = `${PREFIX}${person}:${addressOf(form)}:`;
    form.addEventListener("submit", () =>
      keys().forEach((key) => key.startsWith(copies) && store()?.removeItem(key)),
    );
  });
}

// What the page just loaded says about drafts that were on their way.
function settle(person) {
  const refused = [...document.querySelectorAll("form[data-draft]")]
    .map((form, index) => (form.hasAttribute("data-refused") ? keyOf(form, index, person) : null))
    .filter(Boolean);
  const unsure = !person || "keepDrafts" in document.body.dataset; // sign-in or error page: not known whether it arrived
  for (const key of keys()) {
    if (person && !key.startsWith(`${PREFIX}${person}:`)) {
      store().removeItem(key);
      continue;
    }
    const draft = read(key);
    if (!draft?.sent) continue;
    if (unsure || refused.includes(key)) write(key, { ...draft, sent: false });
    else store().removeItem(key);
  }
}

function watch(form, key) {
  const draft = read(key);
  if (draft && !form.hasAttribute("data-refused") && differs(form, draft.values)) offer(form, key, draft);
  let timer;
  const keep = () => write(key, { values: values(form), sent: false });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { values: values(form), sent: true });
  });
  window.addEventListener("pagehide", () => {
    if (timer !== undefined && !read(key)?.sent) keep();
  });
}

// Says that there is a draft and lets the person choose: nothing they see is replaced unasked.
function offer(form, key, draft) {
  const box = document.createElement("div");
  box.className = "ts-kept";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Kept text");
  const words = document.createElement("p");
  words.textContent = "You typed something here that was not saved. It was kept in this browser tab.";
  box.append(
    words,
    button("Put it back", () => {
      fill(form, draft.values);
      box.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    }),
    button("Delete it", () => {
      store().removeItem(key);
      box.remove();
    }),
  );
  form.before(box);
}

function button(text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "ts-link-button";
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function keyOf(form, index, person) {
  return `${PREFIX}${person}:${addressOf(form)}:${index}`;
}

function addressOf(form) {
  return new URL(form.getAttribute("action") || location.href, location.href).pathname;
}

function kept(form) {
  return [...form.elements].filter(
    (control) => control.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(control.type),
  );
}

function values(form) {
  return kept(form).map((control) => [
    control.name,
    control.value,
    control.type === "checkbox" || control.type === "radio" ? control.checked : null,
  ]);
}

function differs(form, wanted) {
  return JSON.stringify(values(form)) !== JSON.stringify(wanted);
}

function fill(form, wanted) {
  const controls = kept(form);
  const used = new Set();
  for (const [name, value, checked] of wanted) {
    const control = controls.find(
      (one) => !used.has(one) && one.name === name && (checked === null || one.value === value),
    );
    if (!control) continue;
    used.add(control);
    if (checked === null) control.value = value;
    else if (control.checked !== checked) control.click(); // a click, so that what a choice reveals is revealed
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function keys() {
  const storage = store();
  return storage ? Object.keys(storage).filter((key) => key.startsWith(PREFIX)) : [];
}

function read(key) {
  try {
    return JSON.parse(store()?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    store()?.setItem(key, JSON.stringify(draft));
  } catch {
    // Full or forbidden storage: the form works as it would without a draft.
  }
}

function store() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
