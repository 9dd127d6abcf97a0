// A menu under the button that opened it: the kinds of layer, or what to do with one. A long one is
// in groups, and what is typed leaves only the items whose name has it.

const LONG_MENU = 9; // items that an eye takes in without a search

function openMenu(owner, opener, label, items) {
  const wasOpen = owner.menu && owner.menuOpener === opener;
  closeMenu(owner, wasOpen);
  if (wasOpen) return; // a second click on the same button closes
  const menu = make(owner.root, "div", "menu");
  Object.assign(owner, { menu, menuOpener: opener });
  opener.setAttribute("aria-expanded", "true");
  const filter = items.length > LONG_MENU ? addFilter(menu, label) : null;
  const list = make(menu, "div", "items");
  list.setAttribute("role", "menu");
  list.setAttribute("aria-label", label);
  let group;
  let place = list;
  for (const item of items) {
    if (filter && item.group !== group) place = addGroup(list, (group = item.group));
    addItem(owner, place, item);
  }
  placeMenu(owner, opener, menu);
  menu.addEventListener("keydown", (event) => moveInMenu(event, menu));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) closeMenu(owner, false);
  });
  (filter ?? menu.querySelector("button:enabled"))?.focus({ preventScroll: true });
}

function addItem(owner, place, { text, help, disabled, run }) {
  const item = make(place, "button", "", text);
  item.setAttribute("role", "menuitem");
  item.disabled = Boolean(disabled);
  item.title = help ?? "";
  item.onclick = () => {
    closeMenu(owner, true);
    run();
  };
}

function addGroup(list, name) {
  const group = make(list, "div", "group");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", name ?? "");
  make(group, "span", "heading", name ?? "");
  return group;
}

function addFilter(menu, label) {
  const filter = make(menu, "input", "filter");
  Object.assign(filter, { type: "text", placeholder: "Type to find", autocomplete: "off" });
  filter.setAttribute("aria-label", `${label}: type to find one`);
  const none = make(menu, "p", "none", "None is called that.");
  none.hidden = true;
  filter.oninput = () => {
    const typed = filter.value.trim().toLowerCase();
    for (const item of menu.querySelectorAll(".items button")) {
      item.hidden = !item.textContent.toLowerCase().includes(typed);
    }
    for (const group of menu.querySelectorAll(".group")) {
      group.hidden = !group.querySelector("button:not([hidden])");
    }
    none.hidden = Boolean(itemsIn(menu).length);
  };
  filter.onkeydown = (event) => {
    if (event.key === "Enter") itemsIn(menu)[0]?.click();
  };
  return filter;
}

function itemsIn(menu) {
  return [...menu.querySelectorAll(".items button:enabled:not([hidden])")];
}

function placeMenu(owner, opener, menu) {
  const [inside, around] = [opener.getBoundingClientRect(), owner.root.getBoundingClientRect()];
  const left = inside.left + inside.width / 2 - around.left - menu.offsetWidth / 2;
  const most = Math.max(2, owner.root.clientWidth - menu.offsetWidth - 2);
  menu.style.left = `${clamp(left, 2, most)}px`;
  menu.style.top = `${inside.bottom - around.top + 3}px`;
}

function moveInMenu(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = itemsIn(menu);
  const at = items.indexOf(menu.getRootNode().activeElement);
  const next = at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length;
  items[next]?.focus();
}

function closeMenu(owner, giveFocusBack) {
  const { menu, menuOpener } = owner;
  owner.menu = owner.menuOpener = null; // first: taking the focus away asks to close once more
  menu?.remove();
  menuOpener?.removeAttribute("aria-expanded");
  if (menu && giveFocusBack) menuOpener.focus();
}
