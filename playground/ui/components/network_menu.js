// A small menu under the button that opened it: the kinds of layer, or what to do with one.

function openMenu(net, opener, label, items) {
  const wasOpen = net.menu && net.menuOpener === opener;
  closeMenu(net, wasOpen);
  if (wasOpen) return; // a second click on the same button closes
  const menu = make(net.root, "div", "menu");
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  Object.assign(net, { menu, menuOpener: opener });
  opener.setAttribute("aria-expanded", "true");
  for (const { text, help, disabled, run } of items) {
    const item = make(menu, "button", "", text);
    item.setAttribute("role", "menuitem");
    item.disabled = Boolean(disabled);
    item.title = help ?? "";
    item.onclick = () => {
      closeMenu(net, true);
      run();
    };
  }
  placeMenu(net, opener, menu);
  menu.addEventListener("keydown", (event) => moveInMenu(event, menu));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) closeMenu(net, false);
  });
  menu.querySelector("button:enabled")?.focus();
}

function placeMenu(net, opener, menu) {
  const [inside, around] = [opener.getBoundingClientRect(), net.root.getBoundingClientRect()];
  const left = inside.left + inside.width / 2 - around.left - menu.offsetWidth / 2;
  menu.style.left = `${clamp(left, 2, Math.max(2, net.root.clientWidth - menu.offsetWidth - 2))}px`;
  menu.style.top = `${inside.bottom - around.top + 3}px`;
}

function moveInMenu(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("button:enabled")];
  const at = items.indexOf(menu.getRootNode().activeElement);
  items[(at + step + items.length) % items.length].focus();
}

function closeMenu(net, giveFocusBack) {
  const { menu, menuOpener } = net;
  net.menu = net.menuOpener = null; // first: taking the focus away asks to close once more
  menu?.remove();
  menuOpener?.removeAttribute("aria-expanded");
  if (menu && giveFocusBack) menuOpener.focus();
}
