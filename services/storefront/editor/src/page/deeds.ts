// What is done to blocks, wherever it is asked for: at the frame, by keys, in the outline.

import type { App } from "../app.ts";
import { fieldOf, elementOf } from "./elements.ts";
import { shownFields } from "./stage.ts";
import { duplicate, fresh, insert, levelsOf, move, obstacle, ownersOf, placeOf, remove, within } from "../model/edit.ts";
import { apply, between, inverse } from "../model/patch.ts";
import { isBlank, isShown, split } from "../model/registry.ts";
import { PAGE, type Form, type Place } from "../model/types.ts";

export interface Destination {
  readonly title: string;
  readonly place: Place;
}

export class Deeds {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Why a block that is there cannot go to a slot. */
  obstacle(id: string, slot: string): string | undefined {
    const { doc, registry } = this.#app;
    const node = doc.nodes[id];
    if (node === undefined) return "It is not there any more";
    if (within(registry, doc, id).includes(split(slot).block)) return "A block cannot stand in itself";
    return obstacle(registry, doc, node.type, levelsOf(registry, doc, id), 0, slot);
  }

  moveTo(id: string, place: Place): boolean {
    const { doc, registry, shell } = this.#app;
    const why = this.obstacle(id, place.slot);
    if (why !== undefined) {
      shell.toast(why, undefined, true);
      return false;
    }
    const name = registry.title(doc.nodes[id]?.type ?? "");
    const next = move(registry, doc, id, place);
    if (next === doc) return false;
    this.#app.edit(next, { label: `moving ${name}`, origin: "structure" });
    this.#app.select(id, true);
    const now = placeOf(next, id);
    shell.announce(`${name} moved: ${(now?.index ?? 0) + 1} of ${next.slots[now?.slot ?? PAGE]?.length ?? 1}`);
    return true;
  }

  /** One step up or down; at the end of a slot it stays, and that is said. */
  step(id: string, by: -1 | 1): void {
    const { doc, shell } = this.#app;
    const place = placeOf(doc, id);
    if (place === undefined) return;
    const last = (doc.slots[place.slot]?.length ?? 1) - 1;
    if ((by < 0 && place.index === 0) || (by > 0 && place.index === last)) {
      shell.announce(by < 0 ? "It is the first here already" : "It is the last here already");
      return;
    }
    this.moveTo(id, { slot: place.slot, index: by < 0 ? place.index - 1 : place.index + 2 });
  }

  /** Where a block can go besides one step up or down. */
  destinations(id: string): Destination[] {
    const { doc, registry } = this.#app;
    const place = placeOf(doc, id);
    if (place === undefined) return [];
    const found: Destination[] = [];
    const here = doc.slots[place.slot] ?? [];
    if (place.index > 1) found.push({ title: "To the top", place: { slot: place.slot, index: 0 } });
    if (place.index < here.length - 2) found.push({ title: "To the bottom", place: { slot: place.slot, index: here.length } });
    const [owner] = ownersOf(doc, id);
    const around = owner === undefined ? undefined : placeOf(doc, owner);
    if (owner !== undefined && around !== undefined) {
      found.push({ title: `Out of ${registry.title(doc.nodes[owner]?.type ?? "")}`, place: { slot: around.slot, index: around.index + 1 } });
    }
    const near = [...here.slice(0, place.index).reverse(), ...here.slice(place.index + 1), ...(owner === undefined ? [] : [owner])];
    for (const one of near) {
      const node = doc.nodes[one];
      if (node === undefined) continue;
      registry.slots(node).forEach((slot, at) => {
        if (slot === place.slot || found.length > 12) return;
        found.push({ title: `Into ${registry.title(node.type)}, ${at + 1}`, place: { slot, index: doc.slots[slot]?.length ?? 0 } });
      });
    }
    return found.filter((one) => this.obstacle(id, one.place.slot) === undefined);
  }

  insert(form: Form, place: Place): void {
    const { doc, registry, shell } = this.#app;
    const block = fresh(registry, form);
    const why = obstacle(registry, doc, form.type, 1, 1, place.slot);
    if (why !== undefined) {
      shell.toast(why, undefined, true);
      return;
    }
    this.#app.edit(insert(registry, doc, block, place), { label: `adding ${form.title}`, origin: "structure" });
    shell.announce(`${form.title} added`);
    const lacks = form.fields.some((field) => field.needed && !field.inline && isShown(field, block.props) && isBlank(block.props[field.name]));
    this.#app.select(block.props.id, true);
    if (lacks) this.#app.emit("settings", block.props.id);
    this.begin(block.props.id, !lacks);
  }

  /** Goes to a block once it is there, and into its first text. */
  begin(id: string, type: boolean): void {
    let tries = 0;
    const look = (): void => {
      const element = elementOf(id);
      if (element === null || element.classList.contains("kontor-blank")) {
        if ((tries += 1) < 60) setTimeout(look, 50);
        return;
      }
      element.scrollIntoView({ block: "nearest" });
      if (type) this.write(id);
    };
    look();
  }

  /** Into the first text of a block. */
  write(id: string): boolean {
    const [first] = shownFields(id).filter((path) => fieldOf(path)?.isContentEditable === true || fieldOf(path)?.getAttribute("role") === "textbox");
    if (first === undefined) return false;
    const element = fieldOf(first);
    element?.focus();
    // What a new block says as an example is replaced by the first key.
    if (element !== null) document.getSelection()?.selectAllChildren(element);
    return true;
  }

  duplicate(id: string): void {
    const { doc, registry, shell } = this.#app;
    const made = duplicate(registry, doc, id);
    const place = placeOf(doc, id);
    if (made === undefined || place === undefined) return;
    const why = obstacle(registry, doc, doc.nodes[id]?.type ?? "", levelsOf(registry, doc, id), within(registry, doc, id).length, place.slot);
    if (why !== undefined) {
      shell.toast(why, undefined, true);
      return;
    }
    const name = registry.title(doc.nodes[id]?.type ?? "");
    this.#app.edit(made.doc, { label: `duplicating ${name}`, origin: "structure" });
    this.#app.select(made.id, true);
    this.begin(made.id, false);
    shell.announce(`${name} duplicated`);
  }

  remove(id: string): void {
    const { doc, registry, shell } = this.#app;
    const place = placeOf(doc, id);
    if (place === undefined) return;
    const name = registry.title(doc.nodes[id]?.type ?? "");
    const many = within(registry, doc, id).length - 1;
    const next = remove(registry, doc, id);
    this.#app.edit(next, { label: `deleting ${name}`, origin: "structure" });
    const left = next.slots[place.slot] ?? [];
    this.#app.select(left[Math.min(place.index, left.length - 1)] ?? ownersOf(doc, id)[0], true);
    const inner = many > 0 ? ` with ${many} ${many === 1 ? "block" : "blocks"} in it` : "";
    shell.toast(`${name}${inner} deleted`, {
      label: "Undo",
      // Whatever was done since stays.
      run: () => {
        if (this.#app.doc.nodes[id] !== undefined) return;
        this.#app.edit(apply(registry, this.#app.doc, inverse(between(doc, next))), { label: `bringing ${name} back`, origin: "structure" });
        this.#app.select(id, true);
      },
    });
  }
}
