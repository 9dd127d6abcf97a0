// What lies over a diagram: the card of what was chosen.

// The card begins anew: its title, and a button that closes it, which is given back.
function openCard(card, title, onClose) {
  card.replaceChildren();
  card.hidden = false;
  card.setAttribute("aria-label", title);
  const head = make(card, "header", "");
  make(head, "strong", "", title);
  const close = make(head, "button", "close", "✕");
  close.setAttribute("aria-label", "Close");
  close.title = "Close (Escape)";
  close.onclick = onClose;
  return close;
}
