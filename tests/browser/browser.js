// Chromium, as all of these tests start it.

import { chromium } from "playwright-core";

export const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

export function launch(more = {}) {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS, ...more });
}
