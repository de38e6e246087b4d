// The session has ended: one signs in again right here, and goes on.

import type { App } from "../app.ts";
import { button, fill, h } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { call } from "../save/http.ts";

let isOpen = false;

/** The password was right, and a second factor is asked for. */
const OWES = "owes";

export function signIn(app: App): void {
  if (isOpen) return;
  isOpen = true;
  const dialog = app.shell.dialog("Sign in again", {
    lead: "Your session has ended. What you wrote is kept in this browser, and is saved once you have signed in.",
    closed: () => {
      isOpen = false;
    },
  });
  const email = h("input", { type: "email", autocomplete: "username", required: true, value: app.boot.staff.email ?? "" });
  const password = h("input", { type: "password", autocomplete: "current-password", required: true });
  const code = h("input", { type: "text", inputmode: "numeric", autocomplete: "one-time-code" });
  const first = [h("label", { class: "control" }, "E-mail", email), h("label", { class: "control" }, "Password", password)];
  const second = h("label", { class: "control", hidden: true }, "Code of your second factor", code);
  const status = h("div", { role: "status" });
  const go = h("button", { class: "button is-strong" }, "Sign in");
  const form = h(
    "form",
    {
      class: "stack",
      on: {
        submit: (event) => {
          event.preventDefault();
          go.disabled = true;
          fill(status, "Signing in…");
          const said: Record<string, string> = second.hidden ? { email: email.value, password: password.value } : { code: code.value };
          void enter(app, said).then((fault) => {
            go.disabled = false;
            password.value = "";
            code.value = "";
            if (fault === OWES) {
              fill(status);
              for (const one of first) one.hidden = true;
              email.required = password.required = false;
              second.hidden = false;
              code.required = true;
              code.focus();
              return;
            }
            if (fault !== undefined) {
              fill(status, note(fault, "problem"));
              (second.hidden ? password : code).focus();
              return;
            }
            dialog.close();
            app.saver.retry();
            void app.saver.wake();
          });
        },
      },
    },
    first,
    second,
    status,
    h("div", { class: "row is-end" }, button("Not now", () => dialog.close()), go),
  );
  fill(dialog.body, form);
  dialog.foot.remove();
  (email.value === "" ? email : password).focus();
}

/** Signs in by the page's own form, and looks whether that was enough. */
async function enter(app: App, said: Readonly<Record<string, string>>): Promise<string | undefined> {
  let isAsked = false;
  try {
    const answer = await fetch(app.boot.urls["sign_in"] ?? "/editor/sign-in", {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
      body: new URLSearchParams({ ...said, to: `${location.pathname}?edit` }),
    });
    // The form comes again: with what was wrong, or with the next question.
    const page = answer.type === "opaqueredirect" ? "" : await answer.text();
    isAsked = new DOMParser().parseFromString(page, "text/html").querySelector("input[name=code]") !== null;
  } catch {
    return "The shop cannot be reached. Look at your connection, and try again";
  }
  const answer = await call("GET", app.url("/draft"));
  if (answer.status === 200) return undefined;
  if (answer.status === 401 && isAsked) return "code" in said ? "The code is wrong, or is over" : OWES;
  if (answer.status === 401) return "The e-mail address or the password is wrong";
  if (answer.status === 403) return "This account may not edit pages";
  return "Signing in did not work: try again in a while";
}
