// A strict OpenID provider of one client: it refuses whatever RFC 6749, RFC 7636 (S256 only) and OpenID Connect Core 1.0
// let it refuse. Who consents is decided by the test, in process: `consent(url, identity)` stands for a person in a
// browser.

import { createECDH, createHash, createPrivateKey, createPublicKey, createSign, randomBytes } from "node:crypto";
import { createServer } from "node:http";

import { settings } from "./settings.mjs";

const CLIENT = { id: "kontor-tests", secret: "kontor-tests-secret" };
const random = () => randomBytes(16).toString("base64url");
const json = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The same in every test file, because servers keep a provider's keys for a while. */
function signingKey() {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(createHash("sha256").update("the issuer of Kontor's tests").digest());
  const [point, d] = [ecdh.getPublicKey(), ecdh.getPrivateKey()].map((bytes) => Buffer.from(bytes));
  const text = (bytes) => bytes.toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x: text(point.subarray(1, 33)), y: text(point.subarray(33)), d: text(d) };
  return createPrivateKey({ key: jwk, format: "jwk" });
}

export class Issuer {
  url = `http://127.0.0.1:${settings.issuerPort}`;
  redirectURI = `${settings.url}/api/auth/callback/${settings.provider}`;
  /** How long access tokens live, in seconds. */
  expiresIn = 3600;
  /** Claims that replace those of the next ID tokens. */
  wrong = {};
  #codes = new Map();
  #tokens = new Map();
  #refresh = new Map();
  #kid = "tests";
  #key = signingKey();

  async listen() {
    this.server = createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(settings.issuerPort, "127.0.0.1", resolve);
    });
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  /** What a person who agrees is sent back to; null as the identity says no. @returns {string} */
  consent(url, identity) {
    const { origin, pathname, searchParams: asked } = new URL(url);
    const get = (name) => asked.get(name);
    must(origin === this.url && pathname === "/authorize", `not my address: ${url}`);
    must(get("client_id") === CLIENT.id, "client_id");
    must(get("redirect_uri") === this.redirectURI, `redirect_uri: ${get("redirect_uri")}`);
    must(get("response_type") === "code", "response_type");
    must(get("scope")?.split(" ").includes("openid"), "scope has no openid");
    must(get("state")?.length >= 16, "state");
    must(get("nonce")?.length >= 16, "nonce");
    must(get("code_challenge_method") === "S256" && get("code_challenge")?.length === 43, "no PKCE with S256");
    const back = new URL(this.redirectURI);
    back.searchParams.set("state", get("state"));
    if (identity === null) {
      back.searchParams.set("error", "access_denied");
      return back.href;
    }
    const code = random();
    this.#codes.set(code, { identity, nonce: get("nonce"), challenge: get("code_challenge"), scope: get("scope") });
    back.searchParams.set("code", code);
    back.searchParams.set("iss", this.url);
    return back.href;
  }

  /** An ID token as a native app would have it. */
  idToken(identity, nonce) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.url, aud: CLIENT.id, iat: now, exp: now + 300, nonce, ...identity, ...this.wrong };
    const said = `${json({ alg: "ES256", typ: "JWT", kid: this.#kid })}.${json(claims)}`;
    const signature = createSign("sha256").update(said).sign({ key: this.#key, dsaEncoding: "ieee-p1363" });
    return `${said}.${signature.toString("base64url")}`;
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, this.url);
    const routes = {
      "GET /.well-known/openid-configuration": () => this.#discovery(),
      "GET /jwks": () => ({ keys: [{ ...jwkOf(this.#key), kid: this.#kid, alg: "ES256", use: "sig" }] }),
      "POST /token": () => this.#token(request),
      "GET /userinfo": () => this.#userinfo(request),
    };
    let status = 200;
    const answer = await Promise.resolve()
      .then(routes[`${request.method} ${pathname}`] ?? (() => must(false, "invalid_request")))
      .catch((error) => ((status = 400), { error: error.message }));
    response
      .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
      .end(JSON.stringify(answer));
  }

  #discovery() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/userinfo`,
      jwks_uri: `${this.url}/jwks`,
      end_session_endpoint: `${this.url}/logout`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      scopes_supported: ["openid", "email", "profile", "offline_access"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async #token(request) {
    let text = "";
    for await (const chunk of request) text += chunk;
    const asked = new URLSearchParams(text);
    const [id, secret] = basic(request.headers.authorization) ?? [asked.get("client_id"), asked.get("client_secret")];
    must(id === CLIENT.id && secret === CLIENT.secret, "invalid_client");
    if (asked.get("grant_type") === "refresh_token") {
      const kept = this.#refresh.get(asked.get("refresh_token"));
      must(kept, "invalid_grant");
      this.#refresh.delete(asked.get("refresh_token"));
      return this.#tokensFor(kept, undefined);
    }
    must(asked.get("grant_type") === "authorization_code", "unsupported_grant_type");
    const kept = this.#codes.get(asked.get("code"));
    this.#codes.delete(asked.get("code"));
    const challenge = createHash("sha256")
      .update(asked.get("code_verifier") ?? "")
      .digest("base64url");
    must(kept && asked.get("redirect_uri") === this.redirectURI && challenge === kept.challenge, "invalid_grant");
    return this.#tokensFor(kept, kept.nonce);
  }

  #tokensFor(kept, nonce) {
    const [access, refresh] = [random(), random()];
    this.#tokens.set(access, kept.identity);
    this.#refresh.set(refresh, kept);
    return {
      token_type: "Bearer",
      access_token: access,
      refresh_token: refresh,
      expires_in: this.expiresIn,
      scope: kept.scope,
      id_token: this.idToken(kept.identity, nonce),
    };
  }

  #userinfo(request) {
    const identity = this.#tokens.get(request.headers.authorization?.replace(/^Bearer /, ""));
    must(identity, "invalid_token");
    return identity;
  }
}

const jwkOf = (key) => createPublicKey(key).export({ format: "jwk" });

function must(condition, what) {
  if (!condition) throw new Error(what);
}

function basic(header) {
  if (!header?.startsWith("Basic ")) return null;
  return Buffer.from(header.slice(6), "base64").toString().split(":").map(decodeURIComponent);
}
