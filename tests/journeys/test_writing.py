"""The code editor in a real browser: typing, completion, marks, keys, themes, files."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server
from tests.journeys.visitor import PATIENCE, area, told, wait

START = """\
from tensorflow import keras
from keras import layers as L

inputs = keras.Input((28, 28))
x = L.Flatten()(inputs)
x = L.Dense(64, activation="relu")(x)  # 0.5 of it
print(x.shape)
"""
TEMPLATE = "class Gate:\n    def call(self, x):\n        return 2 * x\n"

@pytest.fixture(scope="module")
def writing():
    server = Server("tests/journeys/writing.py")
    yield server
    server.stop()


@pytest.fixture
def write(chromium, writing):
    """write(query) opens the page, the cursor at the end; the browser must not complain."""
    contexts, complaints = [], []

    def write(query="", **settings):
        settings.setdefault("viewport", {"width": 1200, "height": 900})
        contexts.append(chromium.new_context(**settings))
        contexts[-1].set_default_timeout(1000 * PATIENCE)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda each: each.type == "error" and complaints.append(each.text))
        page.goto(f"{writing.url}/?text={quote(START)}&{query}")
        page.locator(".ace_text-input").wait_for(state="attached")
        page.get_by_role("textbox", name="Your model").focus()
        page.keyboard.press("Control+End")
        return page

    yield write
    for context in contexts:
        context.close()
    assert not complaints


def text_of(page):
    return page.evaluate("ace.edit(document.querySelector('.editor .code')).getValue()")


def offered(page):
    """What the open list of completions offers, from the top."""
    lines = page.locator(".ace_autocomplete .ace_line").all_text_contents()
    return [line.split()[0] for line in lines if line.strip()]


def completes(page, *first):
    """Wait until the list of completions begins so."""
    expect(page.locator(".ace_autocomplete")).to_be_visible()
    wait(page, lambda: offered(page), lambda found: found and found[:len(first)] == list(first))


def drop(page, name, content):
    page.evaluate("""([name, bytes]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
        for (const kind of ["dragenter", "dragover", "drop"]) {
          document.querySelector(".editor .ace_content").dispatchEvent(
            new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }
    }""", [name, list(content)])


def test_what_is_typed_is_heard_once_when_the_keys_rest(write):
    page = write()
    page.keyboard.type("a = 1\nb = 2", delay=60)
    heard = told(page, "heard", len)
    assert heard == [[START + "a = 1\nb = 2", False]]
    page.keyboard.press("Control+Enter")
    assert told(page, "heard", lambda heard: len(heard) == 2)[1] == [START + "a = 1\nb = 2", True]


def test_a_line_is_indented_as_python_is_and_brackets_close(write):
    page = write()
    page.keyboard.type("def double(x):\ny = 2 * [x")
    page.keyboard.press("End")
    page.keyboard.type("\nreturn y")
    assert text_of(page) == START + "def double(x):\n    y = 2 * [x]\n    return y"


def test_an_answer_never_takes_away_what_was_typed_meanwhile(write):
    page = write("slow=1")
    page.keyboard.type("a = 1")
    page.wait_for_timeout(700)  # on its way, and the script thinks about it
    page.keyboard.type("23", delay=150)
    page.wait_for_timeout(1500)
    page.keyboard.type("4")
    told(page, "text", lambda text: text == START + "a = 1234")
    assert text_of(page) == START + "a = 1234"


def test_a_text_of_pythons_is_one_step_that_can_be_undone(write):
    page = write()
    page.keyboard.type("a = 1")
    page.get_by_role("button", name="Template").click()
    told(page, "text", lambda text: text == TEMPLATE)
    expect(page.locator(".editor .ace_text-layer")).to_contain_text("class Gate")
    page.get_by_role("textbox", name="Your model").focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == START + "a = 1"
    told(page, "text", lambda text: text == START + "a = 1")
    for _ in "a = 1 and nothing before":
        page.keyboard.press("Control+z")
    assert text_of(page) == START


def test_names_are_completed_by_what_stands_before_them(write):
    page = write()
    for typed, first, chosen in (
        ("L.", ["Add", "Conv2D", "Dense", "Dropout", "Flatten"], "L.Add"),
        ("L.Dr", ["Dropout"], "L.Dropout"),
        ("keras.ops.", ["relu", "reshape"], "keras.ops.relu"),
        ("keras.", ["activations", "initializers", "Input", "layers"], "keras.activations"),
        ("Dropo", ["Dropout"], "L.Dropout"),
        ("L.Dense(act", ["activation="], "L.Dense(activation=)"),
        ("rang", ["range"], "range"),
        ("activation=\"", ["relu"], 'activation="relu"'),
        ("kernel_initializer='he", ["he_normal"], "kernel_initializer='he_normal'"),
        ("from tensorflow.keras.ops import re", ["relu", "reshape"],
         "from tensorflow.keras.ops import relu"),
        ("import tensorflow as tf\ntf.keras.la", ["layers"],
         "import tensorflow as tf\ntf.keras.layers"),
        ("class A:\nself.width = 3\nself.", ["add_weight", "width"],
         "class A:\n    self.width = 3\n    self.add_weight"),
    ):
        page.keyboard.type(typed, delay=15)
        completes(page, *first)
        page.keyboard.press("Enter")
        assert text_of(page) == START + chosen
        page.evaluate("text => { const editor = ace.edit(document.querySelector('.editor .code'));"
                      " editor.setValue(text, 1) }", START)


def test_brackets_and_quotes_close_as_they_are_typed(write):
    page = write()
    for typed in (
            'f"{x}"', "f'{x[\"a\"]}'", 'print(f"n={n:.2f}, {m!r}")', '"""Doc."""', "d['k'] = [()]",
            "s = \"it's\""):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed, delay=5)
        assert text_of(page) == typed


def test_enter_begins_a_line_where_nothing_is_to_be_completed(write):
    page = write()
    typed = ("L.Dense\nimport tensorflow as t\nden = 1\nwide = den\nran = True\nran\n# Dropou\n"
             "# L.\n")
    page.keyboard.type(typed, delay=20)
    assert text_of(page) == START + typed
    page.keyboard.type("a = 1\nden = ran\nden\n")  # quicker than the list
    assert text_of(page).endswith("# L.\na = 1\nden = ran\nden\n")


def test_what_is_wrong_is_marked_at_its_line_and_listed_with_a_way_there(write):
    page = write()
    page.keyboard.type("y = wrong(x)\nz = hmm\n\n\n")
    rows = page.locator(".editor .problems li")
    expect(rows).to_have_text([
        "■Error, line 8No layer is called 'wrong'. Write Dense, for one.",
        "▲Warning, line 9No layer is called 'hmm'. Write Dense, for one."])
    expect(page.locator(".editor .wrong.error")).to_have_count(1)
    gutter = page.locator(".ace_gutter-cell.ace_error")
    expect(gutter).to_have_text("8")
    sign = gutter.locator(".ace_icon").evaluate("e => getComputedStyle(e, '::before').content")
    assert sign == '"■"'
    width = page.locator(".editor .wrong.error").evaluate("e => e.getBoundingClientRect().width")
    assert 4.5 < width / page.evaluate(
        "ace.edit(document.querySelector('.editor .code')).renderer.characterWidth") < 5.5
    gutter.hover()
    expect(page.locator(".ace_gutter-tooltip")).to_contain_text("No layer is called 'wrong'")
    page.get_by_role("button", name="Warning, line 9").click()
    page.keyboard.type("a")
    assert text_of(page) == START + "y = wrong(x)\nz = ahmm\n\n\n"
    page.keyboard.press("Control+a")
    page.keyboard.type("nothing")
    expect(rows).to_have_text(["●Note: No model yet."])  # of no line: there is none to go to
    expect(page.locator(".editor .wrong, .editor .line, .editor .ace_info")).to_have_count(0)


def test_marks_move_with_the_text(write):
    page = write()
    page.keyboard.type("y = wrong(x)")
    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_text("8")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_text("9")


def test_what_a_line_has_printed_stands_at_its_end_and_beneath(write):
    page = write()
    line = page.locator(".editor .print")
    expect(line).to_have_text("<x.shape>")
    text, place = area(page.locator(".ace_line", has_text="print")), area(line)
    assert abs(place["y"] - text["y"]) < 2 and place["x"] > text["x"] + 100
    page.get_by_text("1 line has printed").click()
    expect(page.locator(".editor .printed li")).to_have_text("Line 7<x.shape>")


def test_tab_indents_and_after_escape_it_leaves(write):
    page = write()
    page.keyboard.type("L.")
    completes(page, "Add")
    page.keyboard.press("Escape")  # closes the list, and no more
    expect(page.locator(".ace_autocomplete")).to_be_hidden()
    page.keyboard.press("Tab")
    assert text_of(page) == START + "L.  "
    page.keyboard.press("Escape")
    expect(page.locator(".editor .spoken")).to_have_text("Tab leaves the editor now.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("x")
    assert text_of(page) == START + "L.  x"
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.innerText") == "Template"


def test_the_colours_follow_the_page_while_it_is_open(write):
    page = write(color_scheme="light")
    def colours():
        return page.evaluate("""() => {
          const of = (name) => getComputedStyle(document.querySelector(`.editor ${name}`));
          const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number);
                                    return 0.3 * r + 0.59 * g + 0.11 * b; };
          return [light(of(".code").backgroundColor), light(of(".ace_keyword").color),
                  document.querySelector(".editor .code").classList.contains("ace_dark")];
        }""")
    back, word, dark = colours()
    assert back > 230 and word < 130 and not dark
    page.keyboard.type("a = 1")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "document.querySelector('.editor .code').classList.contains('ace_dark')")
    back, word, dark = colours()
    assert back < 60 and word > 130
    assert text_of(page) == START + "a = 1"


def test_a_text_file_that_is_dropped_becomes_the_code_in_one_step(write):
    page = write()
    page.keyboard.type("a = 1")
    drop(page, "model.py", "\ufeffx = 'é'\r\ny = 2\r\n".encode())
    assert told(page, "text", lambda text: "é" in text) == "x = 'é'\ny = 2\n"
    page.keyboard.press("Control+z")
    assert text_of(page) == START + "a = 1"


def test_a_model_file_that_is_dropped_goes_to_the_uploader(write):
    page = write()
    drop(page, "digits.keras", b"PK\x03\x04 and so on")
    assert told(page, "file", bool) == ["digits.keras", 14]
    assert text_of(page) == START


def test_a_file_that_is_no_code_says_so_and_changes_nothing(write):
    page = write()
    for name, content, words in (
        ("cat.png", b"\x89PNG", "cat.png is not code"),
        ("data.txt", b"\x80\x81\x00", "not a text in UTF-8"),
        ("long.py", b"x" * 100_001, "100,000 characters are read"),
    ):
        drop(page, name, content)
        expect(page.locator(".editor .problems")).to_contain_text(words)
        assert text_of(page) == START


def test_a_text_that_is_too_long_is_not_sent_and_says_so(write):
    page = write()
    page.evaluate("ace.edit(document.querySelector('.editor .code')).insert('#' + 'x'.repeat(1e5))")
    expect(page.locator(".editor .problems")).to_contain_text("is too long")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it as a file").click()
    assert saved.value.suggested_filename == "model.py"
    assert saved.value.path().read_text() == text_of(page)
    page.get_by_role("textbox", name="Your model").focus()
    page.keyboard.press("Control+z")
    page.keyboard.type("b")
    told(page, "heard", lambda heard: [text for text, _ in heard] == [START + "b"])


def test_on_a_phone_nothing_is_wider_than_the_screen(write):
    page = write(viewport={"width": 390, "height": 844}, has_touch=True)
    page.keyboard.type("# " + "long " * 30)
    page.keyboard.press("Enter")
    page.keyboard.type("L.")
    completes(page, "Add")
    for name in (".code", ".ace_autocomplete", ".under"):
        box = area(page.locator(f".editor {name}"))
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
