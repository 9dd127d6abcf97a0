// The cards of the gallery: kept and painted over, so that nothing flickers while it trains.

const COLUMNS_OF_A_CARD = 4;
const PICTURE_HIGH = 64; // pixels

function drawCards(view, frame, header) {
  const { grid, cards, data } = view;
  const column = (name) => frame.get(`gallery/${name}`);
  const indexes = column("index").data;
  while (cards.length > indexes.length) cards.pop().item.remove();
  while (cards.length < indexes.length) cards.push(makeCard(grid, data.kind));
  const [images, values] = [column("images"), column("values")];
  const chosen = frame.header.example;
  cards.forEach((card, k) => {
    const index = indexes[k];
    const of = (name) => column(name)?.data[k];
    const answer = { said: of("predicted"), truth: of("true"), sure: of("probability") };
    if (card.index !== index) card.button.dataset.index = card.index = index;
    paintCard(view, card, {
      image: images && slice(images, k), shape: images?.shape.slice(1),
      values: values && slice(values, k), text: header.texts?.[k] ?? "", ...answer,
    });
    describe(view, card, index, { asked: card.asked.textContent, ...answer });
    const isChosen = chosen && !chosen.own && chosen.index === index;
    setAttribute(card.button, "aria-current", isChosen ? "true" : null);
  });
}

function slice({ data, shape }, k) {
  const size = data.length / shape[0];
  return data.subarray(k * size, (k + 1) * size);
}

function makeCard(grid, kind) {
  const item = make(grid, "li", "");
  const button = make(item, "button", "thumb");
  const picture = make(button, kind === "image" || kind === "series" ? "canvas" : "span", "what");
  const asked = make(button, "span", "asked");
  const line = make(button, "span", "line");
  return { item, button, picture, asked, mark: make(line, "b", ""), words: make(line, "span", "words"),
    sure: make(button, "span", "sure") };
}

function paintCard(view, { picture, asked }, { image, shape, values, text, said, truth }) {
  const { data, dark, colours, grid } = view;
  if (data.kind === "image" && image) {
    paintPicture(picture, image, shape);
    const [high, wide] = shape;
    picture.style.aspectRatio = `${wide} / ${high}`;
    picture.style.width = `${(PICTURE_HIGH * wide) / high}px`;
    grid.classList.toggle("wide", wide > 1.5 * high); // two pictures side by side
    setText(asked, text); // the question about it
  } else if (data.kind === "series" && values) {
    const { ink } = dark ? SCALES.dark : SCALES;
    paintSeries(picture, [...values], {
      width: 148, height: 60, truth, forecast: said, ink: `rgb(${ink.join(" ")})`,
      grid: colours.grid, positive: colours.positive,
    });
  } else if (data.kind === "table" && values) {
    const on = data.columns.map((each, k) => ({ ...each, k })).filter((each) => each.on);
    const lines = on.slice(0, COLUMNS_OF_A_CARD)
      .map(({ label, k }) => `${label} ${shortNumber(values[k])}`);
    if (on.length > lines.length) lines.push(`… and ${on.length - lines.length} more`);
    setText(picture, lines.join("\n"));
  } else {
    setText(picture, text);
  }
}

// Under the picture: a mark, what the model says, and what is true where that is another.
function describe(view, card, index, { asked, said, truth, sure }) {
  const { classes } = view.data;
  let words;
  let spoken;
  if (classes.length) {
    const right = said === truth;
    words = right ? className(classes, said)
      : `${className(classes, said)}, true: ${className(classes, truth)}`;
    spoken = `the model says ${className(classes, said)}, ${percentText(sure)} sure; `
      + (right ? "right" : `wrong, it is ${className(classes, truth)}`);
    setText(card.mark, right ? "✓" : "✗");
    setText(card.sure, `${percentText(sure)} sure`);
    card.button.classList.toggle("mistake", !right);
  } else {
    words = `${shortNumber(said)}, true: ${shortNumber(truth)}`;
    spoken = `predicted ${shortNumber(said)}, true ${shortNumber(truth)}`;
    setText(card.sure, `off by ${shortNumber(Math.abs(said - truth))}`);
  }
  setText(card.words, words);
  const about = asked ? `, “${asked}”` : "";
  const title = `Test example ${index + 1}${about}: ${spoken}`;
  if (card.title === title) return;
  card.title = card.button.title = title;
  card.button.setAttribute("aria-label", title);
}

// Tab enters each card; the arrow keys move over them as they lie on the screen.
function moveInGrid({ cards }, event) {
  const at = cards.findIndex(({ button }) => button === event.target);
  if (at < 0) return;
  const top = cards[0].item.offsetTop;
  const across = cards.findIndex(({ item }) => item.offsetTop > top);
  const row = across < 0 ? cards.length : across;
  const step = {
    ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row,
  }[event.key];
  if (!step) return;
  event.preventDefault();
  cards[at + step]?.button.focus();
}
