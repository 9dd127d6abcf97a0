// Files that are dropped on the editor: a text becomes the code, others go to the page's uploader.

const TEXTS = /\.(py|txt)$/i;
const MODELS = /\.(keras|json)$/i;

function watchFiles(own) {
  const { root } = own;
  const carries = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  const mark = (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation(); // Ace would look for text
    event.dataTransfer.dropEffect = "copy";
    root.classList.add("over");
  };
  root.addEventListener("dragenter", mark, true);
  root.addEventListener("dragover", mark, true);
  root.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!root.contains(relatedTarget)) root.classList.remove("over");
  }, true);
  root.addEventListener("drop", (event) => {
    root.classList.remove("over");
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    takeFiles(own, [...event.dataTransfer.files]);
  }, true);
}

function takeFiles(own, files) {
  const [file] = files;
  if (!file) return;
  if (files.length > 1) say(own, "One file at a time, please: drop the one with the model.");
  else if (TEXTS.test(file.name)) takeTextFile(own, file);
  else if (!MODELS.test(file.name) || !own.data.files_to) {
    say(own, `${file.name} is not code: drop a .py or .txt file`
      + `${own.data.files_to ? ", or a model as .keras or .json" : ""}.`);
  } else passOn(own, file);
}

async function takeTextFile(own, file) {
  const { most } = own.data;
  if (file.size > 4 * most) return say(own, tooLong(file, most));
  const text = (await file.text()).replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
  if (own.closed) return undefined;
  if (text.length > most) return say(own, tooLong(file, most));
  if (text.includes("\0") || text.includes("\ufffd")) {
    return say(own, `${file.name} is not a text in UTF-8; save it as one and drop it again.`);
  }
  replaceText(own, text);
  sendText(own, true);
  own.editor.focus();
  own.spoken.textContent = `${file.name} is in the editor. Undo brings back what was there.`;
  return undefined;
}

function tooLong(file, most) {
  return `${file.name} is too long: ${most.toLocaleString("en")} characters are read.`;
}

// What is in the editor, as a file that can be dropped here again.
function saveText(own) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([own.session.getValue()], { type: "text/x-python" }));
  link.download = "model.py";
  link.click();
  URL.revokeObjectURL(link.href);
}

// As if it had been chosen in the uploader itself, which checks it and sends it.
function passOn(own, file) {
  const place = document.querySelector(`.st-key-${own.data.files_to} input[type="file"]`);
  if (!place) {
    say(own, `${file.name} cannot be taken from here: open the page's place for files, and drop `
      + "it there.");
    return;
  }
  const parcel = new DataTransfer();
  parcel.items.add(file);
  place.files = parcel.files;
  place.dispatchEvent(new Event("change", { bubbles: true }));
}
