// Asks a passkey or security key, where a form says what to ask it. Loaded by those pages alone.
// data-key-create, data-key-get: the options as JSON. data-key-fetch: the address that gives them.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create({ publicKey }, alone) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone ? { userVerification: "required" } : {}),
      },
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
}

function asJson(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function ask(form) {
  const { keyCreate, keyGet, keyFetch } = form.dataset;
  if (keyCreate) return create(JSON.parse(keyCreate), form.elements.passwordless?.checked ?? false);
  if (keyGet) return get(JSON.parse(keyGet));
  const answer = await fetch(keyFetch, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return get((await answer.json()).request_options);
}

function words(error) {
  if (error.name === "InvalidStateError") return "This key has been added already.";
  if (error.name === "SecurityError") return "Your browser does not let this address use passkeys.";
  return "The key was not used. Try again, or use another way.";
}

for (const form of document.querySelectorAll("[data-key-create], [data-key-get], [data-key-fetch]")) {
  if (!window.PublicKeyCredential) break;
  const says = form.querySelector("[data-key-says]");
  form.querySelector("[data-key-none]")?.setAttribute("hidden", "");
  for (const part of [form.closest("[data-key-part]"), form.querySelector("[data-key-ask]")]) {
    part?.removeAttribute("hidden");
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.hidden = true;
    try {
      form.elements.credential.value = asJson(await ask(form));
      form.submit();
    } catch (error) {
      says.textContent = words(error);
      says.hidden = false;
    }
  });
}
