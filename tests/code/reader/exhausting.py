"""Texts that each take long in a way of its own: a step of theirs costs far more than it looks.

Every one was found by measuring (``python -m tests.benchmarks.refusals``): it took from half a
second to three minutes until its cost was counted as what it is.
"""

_KERAS = "import keras\nfrom keras import layers, ops\nimport numpy as np\n"
_STACK = _KERAS + """
model = keras.Sequential([keras.Input((2,)), *[layers.Dense(2) for _ in range(99)]])
x, numbers = keras.Input((2,)), ops.ones((1, 2))
"""
_LONG = "long = 'a' * 18000\nx, y = [long + '1'] * 9999, long + '2'\n"
_MANY = "x = list(range(9999))\n"


def _forever(before: str, line: str) -> str:
    return f"{before}\nwhile True:\n    {line}\n"


EXHAUSTING = {
    "imports that fail": _forever("", "try: import keras_of_old\n    except ImportError: pass"),
    "names that are global": "def f():\n    global " + ", ".join(
        f"a{n}" for n in range(3000)) + "\nwhile True:\n    f()\n",
    "sums": _forever(_MANY, "sum(x)"), "a largest": _forever(_MANY, "max(x)"),
    "a largest of arguments": _forever(_MANY, "max(*x)"),
    "classes to be one of": _forever("t = (int,) * 9999", "isinstance('a', t)"),
    "texts that are joined": _forever("x = ['a'] * 9999", "''.join(x)"),
    "long texts compared": _forever(_LONG + "z = [long + '1'] * 9999", "x == z"),
    "long texts looked for": _forever(_LONG, "y in x"),
    "long texts counted": _forever(_LONG, "x.count(y)"),
    "long texts in order": _forever(_LONG, "sorted(x)"),
    "small lists put in a list": _forever("x = [[0]] * 4000", "[].append(x)"),
    "many arguments by name":
    _forever("def f(**a):\n    pass\nx = {f'a{i}': i for i in range(999)}", "f(**x)"),
    "long keys": _forever("t, d = tuple(range(9999)), {}", "d[t] = 1"),
    "keys of one hash": "d = {i * (2 ** 61 - 1): i for i in range(9000)}",
    "a long name that is not there": _KERAS + "layers." + "Dense" * 6000,
    "a long module that is not there": "import " + "keras" * 6000,
    "many defaults":
    _forever(f"def f({', '.join(f'a{i}=1' for i in range(3000))}):\n    pass", "f()"),
    "a long function made again":
    "while True:\n    def f():\n" + "        x = 1\n" * 4000,
    "a function of many parameters made again":
    f"while True:\n    def f({', '.join(f'a{i}' for i in range(4000))}):\n        pass",
    "a long docstring read again":
    "while True:\n    def f():\n        '''" + "\n  a" * 9000 + "'''\n",
    "a list of long texts as a text": "str(['a' * 19000] * 9999)",
    "a list of escaped texts as a text": "print(['\U0010ffff' * 19000] * 9000)",
    "a long sentence": "assert 0, 'a' * 19000",
    "a sentence of places": "raise ValueError('at ' + 'a/' * 9000)",
    "a sentence of dots": "raise ValueError('a.' * 9000 + '/b')",
    "keys to choose from": "t = tuple(['a' * 19000] * 9000)\nd = {t: 1}\nd['b']",
    "operators on tensors": _forever(_KERAS + "x = keras.Input((8,))", "x = x + 1"),
    "operations of new shapes":
    _forever(_KERAS + "x = keras.Input((8,))", "x = ops.pad(x, [[0, 0], [0, 1]])"),
    "operations with many outputs":
    _forever(_KERAS + "x = keras.Input((1024,))", "ops.split(x, 1024, axis=1)"),
    "programs of new shapes":
    _KERAS + "for n in range(40, 2000):\n    ops.sort(np.ones((n,)))",
    "operators of new shapes":
    _KERAS + "x = ops.ones((2000,))\nfor n in range(40, 2000):\n    x[:n] + 1",
    "sums that go on": _forever(_KERAS + "x = ops.ones((1000, 1000))", "ops.cumsum(x)"),
    "powers": _forever(_KERAS + "x = np.arange(1000000)", "np.power(x, x)"),
    "segments": _KERAS + "ops.segment_sum(ops.ones((9,)), ops.ones((9,), dtype='int32'), 10 ** 9)",
    "arrays of lists": _forever(_KERAS + "x = [[0] * 100] * 90", "np.array(x)"),
    "an array of long texts": _KERAS + "np.array(['a' * 19000] * 9000)",
    "an array as a list": _KERAS + "np.ones((1000000,)).tolist()",
    "arrays as lists": _forever(_KERAS + "x = np.ones((9999,))", "x.tolist()"),
    "an array as a text": _forever(_KERAS, "str(ops.ones((1000,)))"),
    "layers on a stack": _forever(_KERAS + "m = keras.Sequential()", "m.add(layers.Dense(2))"),
    "layers on a stack with an input":
    _forever(_KERAS + "m = keras.Sequential([keras.Input((2,))])", "m.add(layers.Dense(2))"),
    "one layer on and on":
    _forever(_KERAS + "x = keras.Input((5, 2))\nl = layers.GRU(2, return_sequences=True)",
             "x = l(x)"),
    "a model on tensors": _forever(_STACK, "x = model(x)"),
    "a model on numbers": _forever(_STACK, "numbers = model(numbers)"),
    "a model's configuration": _forever(_STACK, "model.get_config()"),
    "a model's weights": _forever(_STACK, "model.weights"),
    "a model set": _forever(_STACK, "model.trainable = False"),
    "a model compiled": _forever(_STACK, "model.compile('adam', 'mse', metrics=['mae'])"),
    "a metric updated":
    _forever(_KERAS + "m = keras.metrics.AUC()", "m.update_state([1.0], [0.5])"),
    "a layer on numbers":
    _forever(_KERAS + "l = layers.Dropout(0.5)", "l(np.ones((2,)), training=True)"),
}
