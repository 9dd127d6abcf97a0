"""How a table is read: what is guessed of it, and what the model is told of a row."""

import numpy as np
import pytest

from playground.datasets.own_table import Table, table_arrays, table_part
from playground.datasets.registry import described
from playground.datasets.upload import coding, description
from playground.datasets.upload.columns import look
from playground.datasets.upload.delimited import guess_reading, read_sheet
from playground.datasets.upload.description import Used
from playground.datasets.upload.plan import check_plan, guess_plan
from playground.datasets.upload.words import number_of


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def penguins(rows: int = 60) -> bytes:
    """Like the penguins that everybody learns with: missing values, a decimal comma, dates."""
    rng = np.random.default_rng(4)
    lines = ["id;species;island;bill length (mm);body mass;sex;date egg"]
    for row in range(rows):
        kind = rng.integers(3)
        bill = "NA" if row % 20 == 7 else f"{38 + 5 * kind + rng.normal():.1f}".replace(".", ",")
        lines.append(
            f"{row + 1};{('Adelie', 'Chinstrap', 'Gentoo')[kind]};"
            f"{('Biscoe', 'Dream')[rng.integers(2)]};{bill};{rng.integers(2700, 6000)};"
            f"{('male', 'female', '')[rng.integers(3)]};2008-11-{1 + row % 28:02d}")
    return table(*lines)


def overview(data: bytes):
    return look(read_sheet(data))


def roles(data: bytes) -> dict[str, tuple[str, str]]:
    return {each.name: (each.role, each.kind) for each in guess_plan(overview(data)).columns}


def test_a_table_that_nobody_here_wrote_is_understood():
    assert roles(penguins()) == {
        "id": ("ignored", "number"), "species": ("target", "category"),
        "island": ("input", "category"), "bill length (mm)": ("input", "number"),
        "body mass": ("input", "number"), "sex": ("input", "category"),
        "date egg": ("ignored", "category")}
    why = {each.name: each.unfit for each in overview(penguins()).columns if each.unfit}
    assert why == {"id": "it numbers the rows", "date egg": "it holds dates"}


@pytest.mark.parametrize("rows, delimiter, decimal, header", [
    (("a,b", "1,2", "3,4"), "comma", "point", True),
    (("a;b", "1,5;2", "3;4,5"), "semicolon", "comma", True),
    (("a;b", "1.5;2", "3;4.5"), "semicolon", "point", True),
    (("a\tb", "1\t2", "3\t4"), "tab", "point", True),
    (("a|b", "x|2", "y|4"), "bar", "point", True),
    (("1 2  3", "4 5 6", "7  8 9.5"), "space", "point", False),
    (("1,2", "3,4"), "comma", "point", False),
    (("red,big", "red,small", "blue,big"), "comma", "point", False),
    (("colour,size", "red,small", "blue,big"), "comma", "point", True),
    (('"a","b"', '"1,5","2,5"', '"3,5","4,5"'), "comma", "comma", True),
    (("sep=;", "a;b", "1;2"), "semicolon", "point", True),
    (("name;text", "x;a, b, c", "y;d, e"), "semicolon", "point", True)])
def test_the_way_of_writing_is_guessed(rows, delimiter, decimal, header):
    reading = guess_reading(table(*rows))
    assert (reading.delimiter, reading.decimal, reading.header) == (delimiter, decimal, header)


@pytest.mark.parametrize("encoding, name", [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"),
    ("utf-16-be", "utf-16"), ("latin-1", "latin-1"), ("cp1252", "latin-1")])
def test_the_encoding_is_guessed_and_nothing_of_its_mark_is_left(encoding, name):
    sheet = read_sheet("Größe,Länge\n1,2\n3,4\n".encode(encoding))
    assert sheet.reading.encoding == name
    assert sheet.names == ("Größe", "Länge") and sheet.columns == (("1", "3"), ("2", "4"))


@pytest.mark.parametrize("cell, point, comma", [
    ("1", 1, 1), ("-2.5", -2.5, None), ("2,5", None, 2.5), ("1,234.5", 1234.5, None),
    ("1.234,5", None, 1234.5), (".5", 0.5, None), ("1e5", 1e5, 1e5), ("€ 3", 3, 3), ("45%", 45, 45),
    ("1e308", None, None), ("inf", None, None), ("nan", None, None), ("1_000", None, None),
    ("٣", None, None), ("=1+1", None, None), ("0x10", None, None), ("", None, None),
    ("9" * 400, None, None)])
def test_what_a_number_is(cell, point, comma):
    assert number_of(cell, ".") == point and number_of(cell, ",") == comma


@pytest.mark.parametrize("header, target", [
    ("a,b,c", "c"), ("price,a,b", "price"), ("survived,class,b", "survived"), ("y,a,b", "y"),
    ("a,target,class", "target"), ("a,b,house price", "house price")])
def test_the_target_is_the_last_column_or_one_with_a_usual_name(header, target):
    rows = [f"{row % 7}.5,{row % 5}.25,{row % 3}.75" for row in range(30)]
    plan = guess_plan(overview(table(header, *rows)))
    assert plan.columns[plan.target].name == target


def test_a_few_whole_numbers_to_be_learned_are_classes_and_many_are_numbers():
    few = table("a,y", *(f"{row}.5,{row % 3}" for row in range(30)))
    many = table("a,y", *(f"{row}.5,{row * 7 % 29}" for row in range(30)))
    assert roles(few)["y"] == ("target", "category")
    assert roles(many)["y"] == ("target", "number")


def test_quotation_marks_that_part_nothing_stay_in_the_text():
    rows = [f'{"spam" if row % 3 else "ham"}\t"Hello number {row} said he' for row in range(20)]
    assert read_sheet(table("label\tmessage", *rows)).rows == 20


def test_a_quoted_cell_may_have_lines_and_delimiters_in_it():
    sheet = read_sheet(table("a,b", '1,"x, y\nand ""z"""', "2,w"))
    assert sheet.columns[1] == ('x, y\nand "z"', "w")


def test_numbers_are_standardized_with_the_training_rows_alone():
    data = table("a,b,y", *(f"{row * row},{'NA' if row % 4 == 1 else row},{'pq'[row % 2]}"
                            for row in range(40)))
    part = table_part("t.csv", data, overview(data), guess_plan(overview(data)))
    arrays, about = table_arrays(part, data), described(part)
    both = coding.examples(arrays, about.learned, about.used, share=50, seed=3)
    own = both.x_train * both.spread + both.centre
    assert sorted(set(np.round(own[:, 0])) | set(np.round(both.x_test[:, 0] * both.spread[0]
                                                          + both.centre[0]))) == [
        row * row for row in range(40)]
    assert np.allclose(both.x_train.mean(axis=0), 0, atol=1e-5)
    assert both.x_train[:, 0].std() == pytest.approx(1, abs=1e-5)
    assert both.centre[0] == pytest.approx(own[:, 0].mean(), rel=1e-5)
    known = arrays["numbers"][:, 1]
    assert both.centre[1] != pytest.approx(known[np.isfinite(known)].mean(), rel=1e-3)
    missing = np.isclose(own[:, 1], both.centre[1])
    assert missing.sum() >= 3  # a missing number is the training rows' mean: 0


def test_categories_have_a_column_a_value_and_unseen_ones_are_none():
    target, inputs = Used(2, "y", ("p", "q")), (Used(1, "a", ("u", "v", "w")),)
    arrays = {"numbers": np.zeros((20, 0)), "codes": np.arange(20)[:, None] % 2,
              "y": np.arange(20, dtype=np.int32) % 2}
    arrays["codes"][5], arrays["codes"][6] = 2, -1
    seen = {False: 0, True: 0}
    for seed in range(6):
        data = coding.examples(arrays, target, inputs, share=50, seed=seed)
        learned = data.x_train[:, 2].any()
        seen[bool(learned)] += 1
        assert not data.x_test[:, 2].any()  # one row has it: in the test part it is unseen
        sums = np.concatenate([data.x_train, data.x_test]).sum(axis=1)
        assert (sums == 0).sum() == (1 if learned else 2)  # the missing one, and the unseen one
    assert min(seen.values()) > 0  # both cases came up


def test_numbers_to_be_learned_are_standardized_and_can_be_told_in_their_units():
    data = table("a,price", *(f"{row},{100_000 + 1000 * row + row % 7}.5" for row in range(40)))
    part = table_part("t.csv", data, overview(data), guess_plan(overview(data)))
    about = described(part)
    both = coding.examples(table_arrays(part, data), about.learned, about.used, share=80, seed=1)
    assert about.task == "regression" and both.y_train.dtype == np.float32
    assert both.y_train.mean() == pytest.approx(0, abs=1e-5)
    prices = both.y_train * both.target_spread + both.target_centre
    assert prices.min() >= 100_000 - 1 and prices.max() <= 139_010


def test_rows_without_a_target_are_left_out():
    data = table("a,y", *(f"{row},{'' if row % 5 == 0 else 'pq'[row % 2]}" for row in range(50)))
    part = table_part("t.csv", data, overview(data), guess_plan(overview(data)))
    assert len(table_arrays(part, data)["y"]) == 40


def test_a_plan_can_be_corrected_and_is_checked():
    seen = overview(penguins())
    plan = guess_plan(seen)
    other = plan.with_column(4, role="target")
    assert [each.role for each in other.columns].count("target") == 1
    check_plan(other, seen)
    part = table_part("p.csv", penguins(), seen, other)
    assert described(part).task == "regression"
    assert described(part).target.label == "body mass"


@pytest.mark.parametrize("place, changes, sentence", [
    (0, {"role": "input", "kind": "category"}, "up to 50 values; 'id' has 60. Use it as a number"),
    (2, {"kind": "number"}, "Most cells of 'island' are no numbers"),
    (1, {"role": "ignored"}, "choose which one is the target"),
    (1, {"role": "answer"}, "used as input, target or ignored"),
    (6, {"role": "target", "kind": "number"}, "Most cells of 'date egg'")])
def test_a_plan_that_cannot_be_is_answered_with_a_sentence(place, changes, sentence):
    seen = overview(penguins())
    with pytest.raises(ValueError, match=sentence):
        check_plan(guess_plan(seen).with_column(place, **changes), seen)


def test_a_link_holds_enough_to_draw_the_model_before_the_file_is_there():
    seen = overview(penguins())
    about = described(table_part("penguins.csv", penguins(), seen, guess_plan(seen)))
    assert about.class_names == ("Adelie", "Chinstrap", "Gentoo") and about.task == "classes"
    assert about.form({}).shape == (6,)
    assert [column.label for column in about.columns] == [
        "island: Biscoe", "island: Dream", "bill length (mm)", "body mass", "sex: female",
        "sex: male"]
    assert about.needs.sentence == "This experiment needs the file penguins.csv; drop it here."
    with pytest.raises(ValueError, match="needs the file penguins.csv"):
        about.load({}, points=0, share=80, seed=1)


def test_names_are_shortened_until_they_fit_a_link_and_places_stay():
    long = [Used(place, f"a column with a long näme {place}") for place in range(1, 200)]
    text = description.written(long, description.MOST_OF_INPUTS)
    assert len(text) <= description.MOST_OF_INPUTS
    assert [each.place for each in description.parsed(text)] == list(range(1, 200))
    wide = Used(1, "kind", tuple(f"välue {index}" for index in range(50)))
    assert len(description.parsed(description.written((wide,), 500))[0].values) == 50


@pytest.mark.parametrize("text", [
    "", "x", "0=a", "201=a", "1=a,1=b", "1=a:", "1=a:b:c", "1," * 300,
    "1=a:" + "*" * 60, "9" * 5000, "1=a:" + "*".join("x" * 5 for _ in range(51)),
    ",".join(f"{place}=x:" + "*" * 49 for place in range(1, 10))])
def test_a_hostile_description_is_a_sentence(text):
    with pytest.raises(ValueError, match="column"):
        description.parsed(text)


def test_the_names_of_columns_in_links_are_plain_and_there_once():
    inputs = ",".join(f"{place}={name}" for place, name in enumerate(
        ("a b", "a_b", "A-B", "温度", "", "<script>"), 1))
    part = table_part("p.csv", penguins(), overview(penguins()),
                      guess_plan(overview(penguins()))).replace(inputs=inputs)
    names = [column.name for column in Table(part).columns]
    assert names == ["a_b", "a_b_2", "a_b_3", "column_4", "column_5", "script"]
