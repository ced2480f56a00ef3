// One file on its way: sent in pieces, taken up again after whatever stopped it, compared at the end.
import { Upload } from "tus-js-client";
import { sha256 } from "./upload-sha256.js";

const PIECE = 16 * 1024 * 1024; // bytes: what a lost network costs at most, and what a proxy has to let through
const AGAIN = 15000; // milliseconds until what did not work is tried once more
const RETRIES = [0, 1000, 3000, 5000, 10000];
const GONE = "It cannot be read any more: it was changed, moved or deleted on your device since you chose it. Choose it again.";
const SIGNED_OUT = "You have been signed out. Sign in again in another tab, then go on here.";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("touchstone-session") : null;

// state: waiting, sending, checking, arrived; paused; cut (goes on by itself); stopped (somebody has to act); refused.
export class Sending {
  constructor(file, { begin, piece, resume, token, changed }) {
    Object.assign(this, { file, token, changed, state: "waiting", says: "", sent: 0, share: 0, stored: "", removed: false });
    this.same = null;
    this.marks = [];
    this.upload = new Upload(file, {
      endpoint: begin,
      uploadUrl: resume,
      chunkSize: PIECE,
      retryDelays: RETRIES,
      storeFingerprintForResuming: false, // the page knows what is unfinished: nothing stays in the browser
      metadata: { filename: file.name, lastmodified: String(file.lastModified), piece },
      headers: { "X-CSRFToken": token },
      onShouldRetry: (error) => [409, 423, 503].includes(status(error)) || (!status(error) && navigator.onLine),
      onProgress: (sent) => this.moved(sent),
      onChunkComplete: () => tabs?.postMessage("active"), // whoever sends a file is there: the session goes on
      onSuccess: () => this.check(),
      onError: (error) => this.failed(error),
    });
  }

  get busy() {
    return !this.removed && (this.state === "sending" || this.state === "checking");
  }

  get over() {
    return this.removed || this.state === "arrived" || this.state === "refused";
  }

  // Seconds left, from what moved lately; null while nobody can say.
  get left() {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    const speed = first && last.at > first.at ? (last.sent - first.sent) / (last.at - first.at) : 0;
    return speed > 0 && this.marks.length > 3 ? (this.file.size - this.sent) / speed / 1000 : null;
  }

  start() {
    clearTimeout(this.timer);
    this.marks = [];
    if (this.sent === this.file.size && this.upload.url) return this.check();
    this.become("sending");
    this.upload.start();
  }

  pause() {
    clearTimeout(this.timer);
    this.become("paused");
    this.upload.abort();
  }

  async remove() {
    clearTimeout(this.timer);
    this.removed = true;
    this.upload.abort();
    const address = this.upload.url ?? this.upload.options.uploadUrl;
    this.changed();
    if (!address || this.state === "refused") return;
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token };
    await fetch(address, { method: "DELETE", headers }).catch(() => {}); // what is left over expires
  }

  networkIsBack() {
    if (this.state === "cut") this.start();
  }

  moved(sent) {
    this.sent = sent;
    this.share = sent / this.file.size;
    const now = Date.now();
    if (!this.marks.length || now - this.marks.at(-1).at > 250) this.marks.push({ at: now, sent });
    this.marks = this.marks.filter((mark) => now - mark.at < 10000);
    if (this.state === "sending") this.changed();
  }

  // Everything has arrived: read the file once more, and let the server compare.
  async check() {
    this.sent = this.file.size;
    this.share = 0;
    this.become("checking");
    try {
      this.hash ??= await sha256(this.file, (share) => this.reading(share), () => this.state !== "checking");
    } catch {
      return this.become("stopped", GONE);
    }
    if (this.state !== "checking") return (this.hash = undefined);
    await this.finish();
  }

  reading(share) {
    this.share = share;
    if (this.state === "checking") this.changed();
  }

  async finish() {
    const body = new URLSearchParams({ sha256: this.hash });
    const headers = { "X-CSRFToken": this.token };
    let answer, said;
    try {
      answer = await fetch(this.upload.url, { method: "POST", body, headers });
      said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    } catch {
      return this.later("cut", "The network is gone. It goes on by itself.");
    }
    if (this.removed) return;
    if (answer.ok && said) {
      this.stored = said.file;
      this.same = said.same && { name: said.same, in: said.in };
      return this.become("arrived");
    }
    if (answer.status === 422 && said) return this.become("refused", said.says);
    if (said) return this.later("cut", said.says);
    if (answer.status === 409 || answer.status === 404) return this.anew();
    if (answer.status >= 500 || answer.status === 423) return this.later("cut", "The site does not answer. It goes on by itself.");
    return this.become("stopped", SIGNED_OUT);
  }

  // The site has less of it than we thought: ask where to go on.
  anew() {
    this.sent = 0;
    this.start();
  }

  async failed(error) {
    if (this.state === "paused" || this.removed) return;
    const response = error.originalResponse;
    if (!response) {
      try {
        await this.file.slice(0, 1).arrayBuffer();
      } catch {
        return this.become("stopped", GONE);
      }
      return this.later("cut", "The network is gone. It goes on by itself.");
    }
    const says = response.getHeader("Tus-Resumable") ? response.getBody() : "";
    if (response.getStatus() >= 500 || [409, 423].includes(response.getStatus())) {
      return this.later("cut", says || "The site does not answer. It goes on by itself.");
    }
    if (says) return this.become("refused", says);
    return this.become("stopped", SIGNED_OUT);
  }

  later(state, says) {
    if (this.removed) return;
    this.become(state, says);
    this.timer = setTimeout(() => this.networkIsBack(), AGAIN);
  }

  become(state, says = "") {
    Object.assign(this, { state, says });
    this.changed();
  }
}

function status(error) {
  return error.originalResponse?.getStatus() ?? 0;
}
