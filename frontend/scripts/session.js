// Warns before the session ends, and keeps it alive when asked to. Tabs tell each other when one of them was active.

const WARN = 120; // seconds before the end; WCAG asks for at least 20
const CHANNEL = "touchstone-session";

export function watchSession() {
  const { keepAlive, sessionSeconds } = document.body.dataset;
  if (!keepAlive || !sessionSeconds) return;
  const length = Number(sessionSeconds) * 1000;
  const warnAfter = Math.max(length - WARN * 1000, length / 2);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const dialog = makeDialog();
  let started = Date.now(); // the clock, not a timer: a sleeping computer stops timers
  const restart = () => {
    started = Date.now();
    if (dialog.element.open) dialog.element.close();
  };
  if (tabs) {
    tabs.postMessage("active");
    tabs.addEventListener("message", restart);
  }

  const stay = async () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(keepAlive, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      restart();
      tabs?.postMessage("active");
    } catch {
      dialog.ended();
    }
  };
  dialog.stay.addEventListener("click", stay);
  dialog.element.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape means "I am here"
    stay();
  });

  setInterval(() => {
    const gone = Date.now() - started;
    if (gone >= length) dialog.ended();
    else if (gone >= warnAfter) dialog.warn(Math.ceil((length - gone) / 60000));
  }, 1000);
}

function makeDialog() {
  const element = document.createElement("dialog");
  element.className = "ts-session";
  element.setAttribute("aria-labelledby", "ts-session-title");
  element.setAttribute("aria-describedby", "ts-session-words");
  const title = document.createElement("h2");
  title.id = "ts-session-title";
  title.className = "govuk-heading-m";
  const words = document.createElement("p");
  words.id = "ts-session-words";
  words.className = "govuk-body";
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "govuk-button";
  stay.textContent = "Stay signed in";
  const again = document.createElement("a");
  again.className = "govuk-button";
  again.href = location.href; // leads to sign-in and back here
  again.textContent = "Sign in again";
  again.hidden = true;
  element.append(title, words, stay, again);
  document.body.append(element);

  const say = (heading, text) => {
    if (title.textContent !== heading) title.textContent = heading;
    if (words.textContent !== text) words.textContent = text;
    if (!element.open) element.showModal();
  };
  return {
    element,
    stay,
    warn(minutes) {
      stay.hidden = false;
      again.hidden = true;
      const left = minutes === 1 ? "1 minute" : `${minutes} minutes`;
      say("You will soon be signed out", `For your security, this happens in ${left}. Your text stays on this page.`);
    },
    ended() {
      stay.hidden = true;
      again.hidden = false;
      say("You have been signed out", "What you typed is kept in this browser tab. Sign in again and put it back.");
    },
  };
}
