// Says that files are too many or too large before they are sent, in the words and the place of the server's own error.

export function checkFiles() {
  for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
    input.addEventListener("change", () => show(input, problem(input)));
    input.form?.addEventListener("submit", (event) => {
      const says = problem(input);
      if (!says) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      show(input, says);
      input.focus();
    }, { capture: true });
  }
}

function problem(input) {
  const files = [...input.files];
  const many = Number(input.dataset.maxFiles);
  const most = Number(input.dataset.maxBytes);
  if (files.length > many) return `You can select up to ${many} ${many === 1 ? "file" : "files"} at a time. You selected ${files.length}`;
  const large = files.find((file) => file.size > most);
  if (large) return `“${large.name}” is ${size(large.size)}. A file must be ${size(most)} or smaller`;
  const empty = files.find((file) => file.size === 0);
  if (empty) return `“${empty.name}” is empty`;
  const inputs = input.form?.querySelectorAll("input[type=file]") ?? [input];
  const total = [...inputs].flatMap((each) => [...each.files]).reduce((sum, file) => sum + file.size, 0);
  const limit = Number(input.dataset.maxTotal);
  return total > limit ? `The files are ${size(total)} together. You can send up to ${size(limit)} at a time` : "";
}

export function size(bytes) {
  const [power, unit] = bytes >= 1024 ** 3 ? [3, "GB"] : bytes >= 1024 ** 2 ? [2, "MB"] : bytes >= 1024 ? [1, "kB"] : [0, "bytes"];
  const number = bytes / 1024 ** power;
  return `${number >= 10 || Number.isInteger(number) ? number.toFixed(0) : number.toFixed(1)} ${unit}`;
}

function show(input, says) {
  const group = input.closest(".govuk-form-group");
  const id = `${input.id}-error`;
  let error = document.getElementById(id);
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (!says) {
    error?.remove();
    described.delete(id);
  } else {
    if (!error) {
      error = document.createElement("p");
      error.id = id;
      error.className = "govuk-error-message";
      error.setAttribute("role", "alert");
      input.before(error);
    }
    error.textContent = `Error: ${says}`;
    described.add(id);
  }
  group?.classList.toggle("govuk-form-group--error", Boolean(says));
  input.classList.toggle("govuk-file-upload--error", Boolean(says));
  if (described.size) input.setAttribute("aria-describedby", [...described].join(" "));
  else input.removeAttribute("aria-describedby");
}
