// The cookies of one browser for one origin.

export class Jar {
  #cookies = new Map();
  /** Every Set-Cookie of the last answer: name → {value, attributes}, attributes by their lower-case names. */
  set = new Map();

  take(headers) {
    this.set = new Map();
    for (const line of headers.getSetCookie()) {
      const [pair, ...rest] = line.split(/;\s*/);
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const attributes = Object.fromEntries(
        rest.map((one) => [one.split("=")[0].toLowerCase(), one.split("=")[1] ?? true]),
      );
      this.set.set(name, { value, attributes });
      if (attributes["max-age"] === "0" || value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get header() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The value of a cookie by the end of its name: the prefix depends on the scheme. */
  get(name) {
    const found = [...this.#cookies].find(([key]) => key === name || key.endsWith(`.${name}`));
    return found?.[1];
  }

  /** What the last answer set under this name. */
  wasSet(name) {
    return [...this.set].find(([key]) => key === name || key.endsWith(`.${name}`))?.[1];
  }

  /** `name` may leave the prefix out where the jar has another cookie with it. */
  put(name, value) {
    const keys = [...this.#cookies.keys()];
    const prefix = /^[^.]*\./.exec(keys[0] ?? "")?.[0] ?? "";
    const key = keys.find((one) => one.endsWith(`.${name}`)) ?? (name.includes(".") ? name : `${prefix}${name}`);
    this.#cookies.set(key, value);
  }

  copyFrom(other) {
    this.#cookies = new Map(other.#cookies);
    return this;
  }
}
