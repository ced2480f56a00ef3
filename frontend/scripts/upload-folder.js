// Files and folders that are dropped, and a button to choose a folder.

const SYSTEM = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i; // what computers put into folders for themselves

export function withoutSystemFiles(files) {
  const kept = files.filter((file) => !SYSTEM.test(file.name));
  return { kept, left: files.length - kept.length };
}

export function dropped(group, input, take) {
  group.classList.add("ts-drop");
  const words = document.createElement("p");
  words.className = "govuk-hint";
  words.textContent = "Or drop files or a folder here.";
  input.after(words);
  if ("webkitdirectory" in input) words.after(folderButton());
  const over = (on) => (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    group.classList.toggle("ts-drop--over", on);
  };
  group.addEventListener("dragover", over(true));
  group.addEventListener("dragleave", over(false));
  group.addEventListener("drop", async (event) => {
    over(false)(event);
    // Asked for at once: after the first pause the browser has forgotten them.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files];
    take(entries.length ? (await Promise.all(entries.map(inside))).flat() : plain);
  });
}

// What is chosen with it is a change of the form, like what is chosen with the other.
function folderButton() {
  const folder = document.createElement("input");
  folder.type = "file";
  folder.webkitdirectory = true;
  folder.hidden = true;
  folder.setAttribute("aria-label", "A folder");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary ts-drop__folder";
  button.textContent = "Choose a folder";
  button.addEventListener("click", () => folder.click());
  button.append(folder);
  return button;
}

// Every file in an entry, however deep. What cannot be read is left out: its folder says so by its number of files.
async function inside(entry) {
  if (entry.isFile) return new Promise((resolve) => entry.file((file) => resolve([file]), () => resolve([])));
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([]))); // a hundred at a time
    if (!some.length) return (await Promise.all(found.map(inside))).flat();
    found.push(...some);
  }
}
