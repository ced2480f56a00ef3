// SHA-256 of a file of any size, a slice at a time: the browser's own takes all of it at once or nothing.

const SLICE = 4 * 1024 * 1024; // bytes
const ROUNDS = constants();

// The hash in hexadecimal. progress(share) is told how far it is; a file that cannot be read any more rejects.
export async function sha256(file, progress, stopped) {
  const state = start();
  for (let at = 0; at < file.size && !stopped(); at += SLICE) {
    add(state, new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    progress(Math.min(1, (at + SLICE) / file.size));
  }
  return end(state);
}

function start() {
  return { words: Int32Array.from(ROUNDS.first), rest: new Uint8Array(64), held: 0, length: 0, w: new Int32Array(64) };
}

function add(state, bytes) {
  state.length += bytes.length;
  let at = 0;
  if (state.held) {
    at = Math.min(64 - state.held, bytes.length);
    state.rest.set(bytes.subarray(0, at), state.held);
    state.held += at;
    if (state.held < 64) return;
    blocks(state, state.rest, 0, 64);
    state.held = 0;
  }
  const whole = at + Math.floor((bytes.length - at) / 64) * 64;
  blocks(state, bytes, at, whole);
  state.rest.set(bytes.subarray(whole));
  state.held = bytes.length - whole;
}

function end(state) {
  const tail = new Uint8Array(state.held < 56 ? 64 : 128);
  tail.set(state.rest.subarray(0, state.held));
  tail[state.held] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(state.length / 0x20000000));
  view.setUint32(tail.length - 4, (state.length << 3) >>> 0);
  blocks(state, tail, 0, tail.length);
  return [...state.words].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function blocks(state, bytes, from, to) {
  const { words, w } = state;
  const k = ROUNDS.each;
  for (let at = from; at < to; at += 64) {
    for (let i = 0; i < 16; i += 1) {
      const p = at + i * 4;
      w[i] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let a = words[0];
    let b = words[1];
    let c = words[2];
    let d = words[3];
    let e = words[4];
    let f = words[5];
    let g = words[6];
    let h = words[7];
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const one = (h + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    words[0] += a;
    words[1] += b;
    words[2] += c;
    words[3] += d;
    words[4] += e;
    words[5] += f;
    words[6] += g;
    words[7] += h;
  }
}

// The standard takes them from the roots of the first primes: the first bits behind the point.
function constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const behind = (root) => ((root % 1) * 0x100000000) | 0;
  return { first: primes.slice(0, 8).map((n) => behind(Math.sqrt(n))), each: Int32Array.from(primes, (n) => behind(Math.cbrt(n))) };
}
