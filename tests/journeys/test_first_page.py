"""From the first look to a shared link, in a real browser against the real server."""

import numpy as np
import pytest

from tests.journeys.visitor import area

SPIRAL = "?data=spiral(noise=10)&model=[Dense(6,tanh),Dense(4,tanh)]&optimizer=Adam(0.02)&seed=3"


def test_open_train_and_see_it_learn(visit):
    visitor = visit()
    assert visitor.epoch() == 0
    before, pixels = visitor.loss(), visitor.until(visitor.map_pixels)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 60)
    visitor.pause()
    assert visitor.loss() < 0.7 * before
    assert visitor.map_pixels() != pixels
    assert not visitor.errors


def test_play_pause_step_and_reset_do_what_they_say(visit):
    visitor = visit(SPIRAL)
    start = visitor.loss()
    visitor.button("Step one batch").click()
    visitor.until(lambda: visitor.header().get("step") == 1)
    visitor.button("Step one epoch").click()
    visitor.until(lambda: visitor.epoch() == 1)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 20)
    visitor.pause()
    still = visitor.epoch()
    visitor.page.wait_for_timeout(300)
    assert visitor.epoch() == still
    visitor.button("Reset").click()
    visitor.until(lambda: visitor.epoch() == 0 and visitor.loss() == start)


def test_a_shared_link_gives_the_same_curve_in_another_browser(visit):
    one = visit(SPIRAL + "&epochs=60")
    one.play()
    one.until(lambda: one.header().get("status") == "finished")
    one.until(lambda: (one.array("history/epoch") or [0])[-1] == 60)
    one.button("Play").wait_for()  # and no longer Pause
    other = visit(one.page.url.rpartition("/")[2])
    assert other.epoch() == 0
    other.play()
    other.until(lambda: other.header().get("status") == "finished")
    other.until(lambda: (other.array("history/epoch") or [0])[-1] == 60)
    np.testing.assert_array_equal(one.array("history/val_loss"), other.array("history/val_loss"))
    assert one.array("history/loss")[-1] < one.array("history/loss")[0]


def test_a_weight_is_edited_by_hand_and_everything_follows(visit):
    visitor = visit(SPIRAL)
    before, pixels = visitor.header()["val_loss"], visitor.until(visitor.map_pixels)
    unit = visitor.page.get_by_role("button", name="Layer 1, unit 2 (tanh)")
    unit.focus()
    visitor.page.keyboard.press("Enter")
    weight = visitor.page.locator(".network input[data-value='kernel/0/1']")
    weight.fill("4.5")
    weight.press("Enter")
    visitor.until(lambda: (visitor.array("weights/0/kernel") or [0, 0])[1] == 4.5)
    visitor.until(lambda: visitor.header().get("val_loss", before) != before)
    bias = visitor.page.locator(".network input[data-value='bias/1']")
    bias.fill("-2")
    bias.press("Enter")
    visitor.page.keyboard.press("Escape")
    visitor.until(lambda: visitor.map_pixels() != pixels)
    square = visitor.page.locator(".network .node .bias.negative")
    visitor.until(lambda: square.count() == 1)
    visitor.page.set_viewport_size({"width": 1300, "height": 900})  # the diagram is built again
    visitor.page.wait_for_timeout(500)
    assert square.count() == 1  # and the squares still say which sign the biases have


def test_a_broken_link_opens_the_nearest_thing_and_says_so(visit):
    visitor = visit("?data=sprial&model=[Dense(500,tanh),<script>alert(1)</script>]&seed=x")
    notice = visitor.page.locator(".st-key-notices").inner_text()
    assert "spiral" in notice and "between 1 and 64" in notice and "Seed" in notice
    assert "data=spiral" in visitor.page.url and "Dense(64,tanh)" in visitor.page.url
    visitor.button("Got it").click()
    visitor.until(lambda: visitor.page.locator(".st-key-notices").count() == 0)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 2)


def test_the_learning_rate_changes_while_it_runs_and_nothing_is_lost(visit):
    visitor = visit(SPIRAL)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 10)
    rate = visitor.page.get_by_role("combobox", name="Learning rate")
    rate.click()
    rate.fill("0.001")
    rate.press("Enter")
    visitor.until(lambda: "Adam(0.001)" in visitor.page.url)
    reached = visitor.epoch()
    assert reached > 10 and visitor.header()["status"] == "playing"
    visitor.until(lambda: visitor.epoch() > reached)
    rate.click()
    rate.fill("a lot")
    rate.press("Enter")
    visitor.page.get_by_text("expects a number between").wait_for()
    assert "Adam(0.001)" in visitor.page.url and visitor.header()["status"] == "playing"


def test_a_layer_is_added_moved_set_and_removed_in_the_diagram(visit):
    visitor = visit("?data=circle&model=[Dense(3,tanh)]")
    page = visitor.page
    page.get_by_role("button", name="Add a layer after layer 1").click()
    page.get_by_role("menuitem", name="Dropout").click()
    visitor.until(lambda: "[Dense(3,tanh),Dropout(0.2)]" in page.url)
    page.get_by_role("button", name="Layer 2, Dropout: settings, move, remove").click()
    page.get_by_role("menuitem", name="Move left").click()
    visitor.until(lambda: "[Dropout(0.2),Dense(3,tanh)]" in page.url)
    page.get_by_role("button", name="Layer 2, Dense: settings, move, remove").click()
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_role("combobox", name="Initial weights").wait_for()
    page.get_by_role("button", name="Layer 1, Dropout: settings, move, remove").click()
    page.get_by_role("menuitem", name="Remove").click()
    visitor.until(lambda: "[Dense(3,tanh)]" in page.url)
    page.get_by_role("button", name="Add a layer after layer 1").click()
    page.get_by_role("menuitem", name="Dense").click()
    visitor.until(lambda: "[Dense(3,tanh),Dense(4,tanh)]" in page.url)
    page.get_by_role("button", name="One unit more in layer 1").click()  # at once, in both
    page.get_by_role("button", name="One unit more in layer 2").click()
    visitor.until(lambda: "[Dense(4,tanh),Dense(5,tanh)]" in page.url)
    units = page.get_by_role("textbox", name="Units in layer 1")
    for said, becomes, words in (("", "4", "nothing changed"), ("9999", "64", "64 is the nearest")):
        units.fill(said)
        units.press("Enter")
        page.get_by_text(words).wait_for()
        visitor.until(lambda becomes=becomes: units.input_value() == becomes)
    visitor.until(lambda: "[Dense(64,tanh)" in page.url)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 3)
    assert not visitor.errors


def test_another_data_set_a_feature_and_a_layer_change_the_link_and_the_picture(visit):
    visitor = visit()
    visitor.page.get_by_role("radio", name="Exclusive or").check(force=True)
    visitor.until(lambda: "data=xor" in visitor.page.url)
    visitor.page.get_by_role("button", name="Feature X₁X₂").click()
    visitor.until(lambda: "features=[x1,x2,x1x2]" in visitor.page.url)
    visitor.page.get_by_role("button", name="One unit more in layer 1").click()
    visitor.until(lambda: "Dense(5,tanh)" in visitor.page.url)
    visitor.until(lambda: visitor.header().get("structure", "").startswith("x1,x2,x1x2>Dense5"))
    visitor.play()
    visitor.until(lambda: visitor.header().get("metric", 0) > 0.9)
    visitor.page.locator(".st-key-data_group [role=combobox]").click()
    visitor.page.get_by_role("option", name="Points with a number").click()
    visitor.until(lambda: "data=plane" in visitor.page.url)
    visitor.until(lambda: visitor.header().get("metric_name") == "mean_absolute_error")
    visitor.until(lambda: visitor.epoch() > 5)
    assert not visitor.errors


@pytest.mark.parametrize("link", [
    "pinwheel&model=[" + ",".join(["Dense(2,tanh)"] * 8) + "]", "plane", "sine"])
def test_every_kind_of_data_trains_and_is_drawn_on_one_screen(visit, link):
    visitor = visit(f"?data={link}&optimizer=Adam(0.02)")
    before = visitor.loss()
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 80)
    visitor.pause()
    assert visitor.loss() < before
    for tab in ("Weights", "Predictions", "Layer settings", "Code", "Summary", "Curves"):
        visitor.open_tab(tab)
        visitor.until(lambda: visitor.page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollHeight") <= 900)
    assert visitor.page.locator(".network .scroll").evaluate(
        "each => each.scrollWidth <= each.clientWidth")
    assert not visitor.errors


def test_a_chart_keeps_its_node_and_the_readers_zoom(visit):
    visitor = visit(SPIRAL)
    chart = "document.querySelector('.st-key-loss .js-plotly-plot')"
    visitor.until(lambda: visitor.page.evaluate(f"!!{chart}?._fullLayout?.xaxis"))
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 30)
    visitor.page.evaluate(f"{chart}.mark = 1; Plotly.relayout({chart}, "
                          "{'xaxis.range[0]': 5, 'xaxis.range[1]': 15})")
    reached = visitor.epoch()
    visitor.until(lambda: visitor.epoch() > reached + 30)
    kept = visitor.page.evaluate(f"[{chart}.mark, ...{chart}._fullLayout.xaxis.range]")
    assert kept == [1, 5, 15]


def test_what_the_link_hides_is_not_there(visit):
    visitor = visit("?data=circle&hide=[data,training,code,share,settings]")
    page = visitor.page
    assert page.get_by_role("radio", name="Spiral").count() == 0
    assert page.get_by_role("combobox", name="Learning rate").count() == 0
    assert page.get_by_test_id("stMain").get_by_text("Code", exact=True).count() == 0
    assert area(page.locator(".network"))["x"] < 60  # the diagram has the room
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 3)


def test_a_reloaded_tab_finds_its_run(visit):
    visitor = visit(SPIRAL)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 30)
    visitor.pause()
    reached = visitor.epoch()
    visitor.page.reload()
    visitor.idle()
    visitor.until(lambda: visitor.epoch() == reached)


def test_without_the_route_the_page_works_by_itself(visit, server_without_route):
    visitor = visit(url=server_without_route.url)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 40)
    visitor.pause()
    assert visitor.loss() < 0.7
    visitor.button("Reset").click()
    visitor.until(lambda: visitor.epoch() == 0)


SPEAKS_ON = """setInterval(() => layerPlayground.send({ do: "look", at: null }), 25)"""


def test_without_the_route_every_page_arrives_whatever_is_said_meanwhile(
        visit, server_without_route):
    visitor = visit("?data=xor", url=server_without_route.url)
    visitor.page.evaluate(SPEAKS_ON)
    for name in ("Data", "Code", "Functional", "Sequential") * 2:
        visitor.page.get_by_role("link", name=name, exact=True).click()
        address = "/?data=xor" if name == "Sequential" else f"/{name.lower()}?data=xor"
        visitor.until(lambda: visitor.page.url.endswith(address) or visitor.errors)
    visitor.page.get_by_role("link", name="Data", exact=True).click()
    visitor.page.locator(".st-key-train-spiral button").first.click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=spiral"))
    visitor.until(lambda: visitor.epoch() >= 0)


def test_a_browser_that_cannot_reach_the_route_is_served_without_it(visit):
    visitor = visit("?data=xor")
    visitor.page.route_web_socket("**/live/socket", lambda socket: socket.close())
    visitor.page.reload()
    visitor.until(lambda: visitor.page.evaluate("globalThis.layerPlayground?.status") == "rerun")
    visitor.until(lambda: visitor.epoch() == 0)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 10)


def test_nothing_is_asked_of_another_host(chromium, server):
    context = chromium.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_selector(".runbar")
    page.wait_for_timeout(2000)
    context.close()
    strangers = [url for url in asked if not url.startswith(
        (server.url, server.url.replace("http", "ws"), "data:", "blob:"))]
    assert not strangers


def test_on_a_phone_nothing_is_cut_off(visit):
    visitor = visit(width=390, height=844)
    visitor.until(lambda: visitor.page.evaluate("document.documentElement.scrollWidth") <= 390)
    network = visitor.page.locator(".network")
    visitor.until(lambda: area(network)["y"] < 844)  # there without scrolling
    for word in ("1 batch", "1 epoch", "Reset"):
        assert visitor.page.locator(".runbar button").get_by_text(word).is_visible()
    visitor.page.get_by_role("button", name="Layer 1, Dense: settings, move, remove").click()
    visitor.page.get_by_role("menuitem", name="Settings").click()
    settings = visitor.page.get_by_role("combobox", name="Initial weights")
    visitor.until(lambda: 0 < area(settings)["y"] < 800)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 5)
