// A passkey in software: what a browser's navigator.credentials does with it
// (WebAuthn level 2, ES256, attestation none).

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const PRESENT = 0x01;
const VERIFIED = 0x04;
const MAY_BE_BACKED_UP = 0x08;
const BACKED_UP = 0x10;
const HAS_CREDENTIAL = 0x40;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const bufferOf = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/** As much of CBOR as a credential needs: integers, bytes, texts and maps. */
function cbor(value) {
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function head(major, length) {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

export class Authenticator {
  /** What it keeps, by credential id in base64url: {jwk, rpId, userHandle, counter}. */
  credentials = new Map();
  /** Things to do wrongly: origin, challenge, rpId, counter, signature. */
  wrong = {};

  constructor({ origin, verifiesUser = true, backedUp = false }) {
    Object.assign(this, { origin, verifiesUser, backedUp });
  }

  #client(type, challenge) {
    const said = {
      type,
      challenge: Buffer.from(challenge).toString("base64url"),
      origin: this.origin,
      crossOrigin: false,
    };
    const { origin = said.origin, challenge: other = said.challenge } = this.wrong;
    return Buffer.from(JSON.stringify({ ...said, origin, challenge: other }));
  }

  #data(rpId, counter, more = Buffer.alloc(0)) {
    const flags =
      PRESENT |
      (this.verifiesUser ? VERIFIED : 0) |
      (this.backedUp ? MAY_BE_BACKED_UP | BACKED_UP : 0) |
      (more.length > 0 ? HAS_CREDENTIAL : 0);
    const tail = Buffer.alloc(5);
    tail[0] = flags;
    tail.writeUInt32BE(this.wrong.counter ?? counter, 1);
    return Buffer.concat([sha256(this.wrong.rpId ?? rpId), tail, more]);
  }

  /** navigator.credentials.create */
  async create({ publicKey: { rp, user, challenge, excludeCredentials = [] } }) {
    if (excludeCredentials.some(({ id }) => this.credentials.has(Buffer.from(id).toString("base64url"))))
      throw new DOMException("already here", "InvalidStateError");
    const id = randomBytes(32);
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = privateKey.export({ format: "jwk" });
    const kept = { jwk, rpId: rp.id, userHandle: Buffer.from(user.id).toString("base64url"), counter: 0 };
    this.credentials.set(id.toString("base64url"), kept);
    const [x, y] = [jwk.x, jwk.y].map((text) => Buffer.from(text, "base64url"));
    // EC2 key of COSE (RFC 9053): kty, alg, crv, x, y.
    const cose = cbor(
      new Map([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, x],
        [-3, y],
      ]),
    );
    const authData = this.#data(rp.id, 0, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]));
    return credential(id, {
      clientDataJSON: bufferOf(this.#client("webauthn.create", challenge)),
      attestationObject: bufferOf(
        cbor(
          new Map([
            ["fmt", "none"],
            ["attStmt", new Map()],
            ["authData", authData],
          ]),
        ),
      ),
      getTransports: () => ["internal"],
      getPublicKeyAlgorithm: () => -7,
      getPublicKey: () => bufferOf(createPublicKey(privateKey).export({ format: "der", type: "spki" })),
      getAuthenticatorData: () => bufferOf(authData),
    });
  }

  /** navigator.credentials.get */
  async get({ publicKey: { rpId, challenge, allowCredentials = [] } }) {
    const allowed = allowCredentials.map(({ id }) => Buffer.from(id).toString("base64url"));
    const found = [...this.credentials].find(
      ([id, one]) => one.rpId === rpId && (allowed.length === 0 || allowed.includes(id)),
    );
    if (!found) throw new DOMException("none of mine", "NotAllowedError");
    const [id, kept] = found;
    kept.counter += 1;
    const authenticatorData = this.#data(rpId, kept.counter);
    const clientDataJSON = this.#client("webauthn.get", challenge);
    const key = createPrivateKey({ key: kept.jwk, format: "jwk" });
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientDataJSON)]), key);
    if (this.wrong.signature) signature[signature.length - 1] ^= 1;
    return credential(Buffer.from(id, "base64url"), {
      clientDataJSON: bufferOf(clientDataJSON),
      authenticatorData: bufferOf(authenticatorData),
      signature: bufferOf(signature),
      userHandle: bufferOf(Buffer.from(kept.userHandle, "base64url")),
    });
  }

  /** Makes the client's next ceremonies go to this one, as if it were plugged into the only browser there is. */
  plugIn() {
    globalThis.PublicKeyCredential ??= class PublicKeyCredential {};
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { credentials: this } });
    Object.defineProperty(globalThis, "location", { configurable: true, value: new URL(this.origin) });
    return this;
  }
}

const credential = (id, response) => ({
  id: id.toString("base64url"),
  rawId: bufferOf(id),
  type: "public-key",
  authenticatorAttachment: "platform",
  getClientExtensionResults: () => ({}),
  response,
});
