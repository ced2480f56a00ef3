// Shows how far slow work is: asks the same page every few seconds, and takes over what it says in [data-progress].
// When the page has none any more the work has ended, and the whole of it is shown. Asking keeps the session alive: whoever
// watches is there, and slow work ends. While the tab is hidden nothing is asked.

const EVERY = 5000; // milliseconds

export function watchProgress() {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  place.setAttribute("role", "status"); // said by a screen reader when it changes, without moving the focus
  const ask = async () => {
    if (!document.hidden && !place.contains(document.activeElement)) {
      const now = await shown();
      if (now === null) return location.reload();
      if (now && now.innerHTML !== place.innerHTML) place.innerHTML = now.innerHTML;
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}

// The place as the server has it now; null when it has gone, undefined when the server cannot be reached.
async function shown() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.status >= 500) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  } catch {
    return undefined;
  }
}
