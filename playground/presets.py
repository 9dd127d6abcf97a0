"""Named experiments: the gallery. Each shows one thing, and its sentence says which.

What a sentence claims is tested: ``tests/test_presets.py`` trains every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from playground.experiment import Experiment, change
from playground.share import link as links


@dataclass(frozen=True)
class Preset:
    """An experiment worth looking at.

    Args:
        name: its name in code.
        title: what the gallery calls it.
        sentence: what it shows.
        link: the experiment and its view, as a link has them.
    """

    name: str
    title: str
    sentence: str
    link: str

    @classmethod
    def of_code(cls, name: str, title: str, sentence: str, settings: str, code: str) -> Preset:
        """A model that is written as code; the rest of the experiment is in ``settings``."""
        experiment = change(links.read(settings).experiment, code=code)
        return cls(name, title, sentence, links.write(experiment))

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment that the link means."""
        return links.read(self.link).experiment


_ALL_FEATURES = "[x1,x2,x1_squared,x2_squared,x1x2,sin_x1,sin_x2]"
_FEW_POINTS = "data=circle(noise=40)&points=60"

_GALLERY = (
    Preset(
        "first", "First steps",
        "Press Play: six units in two hidden layers close a curve around the points inside the "
        "ring.",
        "data=circle"),
    Preset(
        "line", "A straight line is enough",
        "Two clouds need no hidden layer: the output unit alone draws the line between them.",
        "data=gaussian(noise=10)&model=[]"),
    Preset(
        "xor_line", "Where a line must fail",
        "Without a hidden layer exclusive or stays a coin toss: no straight line separates it. "
        "Add a layer and play again.",
        "data=xor&model=[]"),
    Preset(
        "xor_hidden", "A hidden layer bends the line",
        "Eight hidden units draw eight lines, and the output puts them together: exclusive or "
        "is solved.",
        "data=xor&model=[Dense(8,tanh)]&optimizer=SGD(0.1)"),
    Preset(
        "xor_product", "The right feature instead",
        "The product of both inputs says it all: with it, exclusive or needs no hidden layer.",
        "data=xor&features=[x1x2]&model=[]"),
    Preset(
        "spiral_deep", "The spiral from scratch",
        "From the two inputs alone, three layers of eight units unroll the spiral; it takes "
        "them 200 epochs and more.",
        "data=spiral&model=[Dense(8,tanh),Dense(8,tanh),Dense(8,tanh)]&optimizer=Adam(0.01)"),
    Preset(
        "spiral_sines", "The spiral with sines",
        "Told the sines of both inputs as well, a smaller network learns the spiral in a few "
        "dozen epochs.",
        "data=spiral&features=[x1,x2,sin_x1,sin_x2]&model=[Dense(8,tanh),Dense(8,tanh)]"
        "&optimizer=Adam(0.01)"),
    Preset(
        "classes", "Three classes",
        "One output unit for each class, and softmax makes probabilities of them that sum to 1.",
        "data=pinwheel(noise=10)&model=[Dense(8,tanh)]"),
    Preset(
        "curve", "A curve through points",
        "One input, one number as the answer: watch a sine wave appear bend by bend.",
        "data=sine(noise=10)&model=[Dense(16,tanh),Dense(16,tanh)]&optimizer=Adam(0.005)"),
    Preset(
        "hills", "Hills and hollows",
        "The answer is a height over the plane; with two layers of sixteen units the hills rise "
        "one by one.",
        "data=multi_gaussian&model=[Dense(16,tanh),Dense(16,tanh)]&optimizer=Adam(0.01)"),
    Preset(
        "choosing", "A penalty chooses features",
        "All seven features, and an L1 penalty on the output's weights: only those of the two "
        "squares are left.",
        f"data=circle&features={_ALL_FEATURES}&model=[]"
        "&output=Output(kernel_regularizer=L1(0.02))&optimizer=Adam(0.01)"),
    Preset(
        "overfitting", "Learned by heart",
        "Thirty noisy points and far too many units: the training loss goes to zero while the "
        "test loss rises.",
        f"{_FEW_POINTS}&model=[Dense(32,relu),Dense(32,relu)]&optimizer=Adam(0.005)"
        "&show_test=true"),
    Preset(
        "dropout", "Dropout helps",
        "The same thirty points, but half of the units are left out at random in every step: "
        "the test loss rises far less.",
        f"{_FEW_POINTS}&model=[Dense(32,relu),Dropout(0.5),Dense(32,relu),Dropout(0.5)]"
        "&optimizer=Adam(0.005)&show_test=true"),
    Preset(
        "penalty", "Small weights help",
        "The same thirty points, but large weights cost something: the border stays smooth and "
        "the test loss low.",
        f"{_FEW_POINTS}&model=[Dense(32,relu,kernel_regularizer=L2(0.03)),"
        "Dense(32,relu,kernel_regularizer=L2(0.03))]&optimizer=Adam(0.005)&show_test=true"),
    Preset(
        "explosion", "Steps that are too large",
        "The square of an input reaches 36, so this learning rate overshoots and the loss "
        "explodes. Try 0.0003.",
        "data=plane&features=[x1,x2,x1_squared]&model=[]"),
    Preset(
        "vanishing", "Too deep for sigmoid",
        "Four layers of sigmoid units pass hardly any gradient back: the loss does not move.",
        "data=circle&model=[Dense(8,sigmoid),Dense(8,sigmoid),Dense(8,sigmoid),"
        "Dense(8,sigmoid)]"),
    Preset(
        "normalization", "Normalization wakes them",
        "The same four sigmoid layers with batch normalization after each: now they learn.",
        "data=circle&model=[Dense(8,sigmoid),BatchNormalization,Dense(8,sigmoid),"
        "BatchNormalization,Dense(8,sigmoid),BatchNormalization,Dense(8,sigmoid),"
        "BatchNormalization]"),
    Preset(
        "digits", "Digits in a second",
        "Press Play: 64 units read small handwritten digits within a second. Then draw one "
        "yourself under Try it.",
        "data=digits"),
    Preset(
        "windows", "Windows over pictures",
        "Every tile is what one 3 × 3 window finds in the digit: edges and strokes, wherever they "
        "are. Click one to see its weights.",
        "data=digits&model=[Conv2D(16,3,relu),Conv2D(32,3,relu),MaxPooling2D(2),Flatten]"),
    Preset(
        "rows", "A picture read line by line",
        "Reshape makes eight rows of a digit, and a recurrent layer reads them like words: it "
        "works, with no window at all.",
        "data=digits&model=[Reshape([8,8]),GRU(32)]"),
    Preset(
        "few_columns", "Two columns say most",
        "Of each flower only the petals are told, and that is nearly enough: switch columns on "
        "and off in the input's card.",
        "data=iris&features=[petal_length,petal_width]"),
    Preset(
        "spam", "Which words are spam?",
        "A message is the mean of its words. Type your own under Try it, and see under "
        "Predictions what was mistaken.",
        "data=sms_spam"),
    Preset(
        "chaos", "The next value, not the tenth",
        "The logistic map follows a rule that a small network finds, and yet its forecast goes "
        "astray after a few steps.",
        "data=logistic_map&model=[Flatten,Dense(32,relu)]"),
)

presets: Mapping[str, Preset] = {preset.name: preset for preset in _GALLERY}
