"""Ways out of restricted Pythons that are known, and a few that this reader invites to try.

Sources: the escapes of RestrictedPython's and Jinja's advisories, of pyjail collections, N.
Batchelder's "Eval really is dangerous" (2012), and V. Stinner's notes on pysandbox (2013).
"""

from tests.code.reader.exhausting import EXHAUSTING

_KERAS = "import keras\nfrom keras import layers, ops\nimport numpy as np\n"
_LAYER = _KERAS + "layer = layers.Dense(2)\n"
_OWN = _KERAS + """
class Own(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.kept = []
    def call(self, x):
        return x
own = Own()
"""

ATTRIBUTES = {  # walks from a value to its class, and from there to everything
    "the bases of a tuple's class": "().__class__.__bases__[0].__subclasses__()",
    "the order of a text's class": "''.__class__.__mro__[1].__subclasses__()",
    "a number's class": "(1).__class__",
    "a float's method": "(1.5).hex()",
    "a float's real part": "(1.5).real",
    "a list's class": "[].__class__",
    "a dict's class": "{}.__class__",
    "a module's dict": "import keras\nkeras.__dict__",
    "a module's loader": "import keras\nkeras.__loader__",
    "a module's file": "import keras\nkeras.__file__",
    "a module's builtins": "import math\nmath.__builtins__",
    "the modules under a placeholder's class": "import os\nos.__class__.__base__",
    "a function's globals": "def f():\n    pass\nf.__globals__",
    "a function's code": "def f():\n    pass\nf.__code__",
    "a function's closure": "def f():\n    pass\nf.__closure__",
    "a function's defaults": "def f(x=1):\n    pass\nf.__defaults__",
    "what the reader knows of a function": "def f():\n    pass\nf._written",
    "a function's signature": "def f():\n    pass\nf.__signature__",
    "a function's name": "def f():\n    pass\nf.func_globals",
    "a lambda's code": "(lambda: 0).__code__",
    "a method's function": _OWN + "own.call.__func__",
    "a method's owner": _OWN + "own.call.__self__",
    "a method's globals": _OWN + "own.call.__func__.__globals__",
    "a builtin's owner": "print.__self__",
    "a builtin's module": "len.__module__",
    "a method of a list": "[].append.__self__",
    "an operation's globals": _KERAS + "ops.add.__globals__",
    "an operation's class": _KERAS + "ops.add.operation",
    "an operation underneath": _KERAS + "ops.add.__wrapped__",
    "a class's dict": _KERAS + "layers.Dense.__dict__",
    "a class's constructor": _KERAS + "layers.Dense.__init__.__globals__",
    "a class's fields": _KERAS + "layers.Dense.fields",
    "a class's call": _KERAS + "layers.Dense.call",
    "a layer's class": _LAYER + "layer.__class__",
    "a layer's dict": _LAYER + "layer.__dict__",
    "a layer's private list": _LAYER + "layer._inbound_nodes",
    "an own class's dict": _OWN + "Own.__dict__",
    "an own class's bases": _OWN + "Own.__bases__",
    "an own class's subclasses": _OWN + "Own.__subclasses__()",
    "what the reader knows of a class": _OWN + "own._written",
    "a tensor's history": _KERAS + "layers.Dense(2)(keras.Input((3,)))._keras_history",
    "a super's class": _KERAS + """
class Own(layers.Layer):
    def call(self, x):
        return super().__thisclass__
Own()(ops.ones((1, 2)))
""",
    "super's new": _KERAS + """
class Own(layers.Layer):
    def __init__(self):
        super().__new__(Own)
Own()
""",
    "super's class by name": _KERAS + """
class Own(layers.Layer):
    def __init__(self):
        super(Own, self).__class__
Own()
""",
    "the init of something else": _OWN + "own.__init__()",
    "the init of super's init": _KERAS + """
class Own(layers.Layer):
    def __init__(self):
        super().__init__.__globals__
Own()
""",
    "super of a foreign object": _OWN + """
class Other(layers.Layer):
    def __init__(self):
        super(Own, self).__init__()
Other()
""",
    "an array's base": _KERAS + "np.ones((2,)).base",
    "an array's file": _KERAS + "np.ones((2,)).tofile('/tmp/out')",
    "an array's dump": _KERAS + "np.ones((2,)).dump('/tmp/out')",
    "an array's pointer": _KERAS + "np.ones((2,)).ctypes",
    "an array's flags": _KERAS + "np.ones((2,)).setflags(write=True)",
    "an array of JAX's device": _KERAS + "ops.ones((2,)).devices()",
    "an array of JAX's pointer": _KERAS + "ops.ones((2,)).unsafe_buffer_pointer()",
    "a type's fields": _KERAS + "np.ones((2,)).dtype.fields",
    "a variable's initializer": _KERAS + "keras.Variable(1.0).initializer",
    "a model's way to a file": _KERAS + "keras.Sequential([layer]).export('/tmp/out')",
    "a layer's way to a file": _LAYER + "layer.save_own_variables({})",
    "a model's way from a file": _KERAS + "keras.Sequential().load_weights('/etc/passwd')",
    "a configuration's class": _KERAS + "layers.Dense.from_config({'units': 2})",
    "what a Lambda wraps": _KERAS + "layers.Lambda(ops.abs).function",
    "a class of a metric's inside": _KERAS + "keras.metrics.Mean()._variables",
    "an attribute by a name that is normalized": "().__\uff43lass__",
    "a name that is normalized": "\uff45val('1')",
    "another one": "\U0001d452\U0001d465\U0001d452\U0001d450('1')",
}

FRAMES = {  # frames, generators, coroutines, errors and their traces
    "a generator's frame": "(x for x in [1]).gi_frame",
    "a generator's code": "(x for x in [1]).gi_code",
    "a generator that yields": "def f():\n    yield 1\nf()",
    "a coroutine": "async def f():\n    pass\nf()",
    "a coroutine's frame": "async def f():\n    pass\nf().cr_frame",
    "an error's trace": "try:\n    1/0\nexcept Exception as e:\n    e.__traceback__.tb_frame",
    "an error's object": "try:\n    1/0\nexcept ZeroDivisionError as e:\n    print(e.args)",
    "an error that is made": "ValueError('x').__traceback__",
    "an error's context": "raise ValueError('wrong size') from KeyError('b')",
    "an error that is an own class": "class E(Exception):\n    pass\nraise E()",
    "an error handed on": "raise print",
    "leaving Python": "raise SystemExit",
    "leaving by a name": "raise KeyboardInterrupt()",
    "globals through global": "def f():\n    global __builtins__\n    __builtins__ = 1\nf()",
    "match on a class": "match 1:\n    case int(real=x):\n        print(x)",
    "match on a dotted name": "match []:\n    case object(__class__=c):\n        print(c)",
    "a nonlocal of nobody": "def f():\n    nonlocal x\nf()", "del of nothing": "del x",
    "del of an attribute": "import keras\nlayer = keras.layers.Dense(1)\ndel layer.units",
    "del of a module's name": "import keras\ndel keras.layers",
    "an error's name": "try:\n    1\nexcept E as __loader__:\n    pass",
    "an error that is hidden": "try:\n    1/0\nexcept:\n    pass",
    "a budget that is hidden": "try:\n    while True:\n        pass\nexcept Exception:\n    pass",
    "a sentence of a failed import": "try:\n    import ctypes\nexcept Exception as e:\n"
                                     "    e.__traceback__",
    "a with of a lock": "import keras\nwith keras.layers.Dense(1):\n    pass",
    "what a file has": "with open('/etc/passwd') as f:\n    f.__class__",
    "partial of a getter": "from functools import partial\npartial(getattr, 1)()",
    "partials of partials": "from functools import partial\nf = print\n"
                            "for i in range(9999):\n    f = partial(f, 1)\nf()",
    "a reduced number": "from functools import reduce\nimport operator\n"
                        "reduce(operator.pow, [9] * 9)",
    "a product of all": "from itertools import product\nproduct(range(9999), repeat=4)",
    "blocks that explode": "import keras\nx = keras.Input((4000, 4000, 3))\n"
                           "keras.ops.image.extract_patches(x, 4000)",
    "a dataclass's default": "from dataclasses import dataclass\n@dataclass\nclass A:\n"
                             "    x: int = ().__class__",
    "an exception group": "try:\n    pass\nexcept* ValueError:\n    pass",
    "a type alias": "type X = int",
    "a class with types": "class A[T]:\n    pass",
}

NAMES = {  # names that lead further, and imports of them
    "eval": "eval('1')", "exec": "exec('x = 1')", "compile": "compile('1', '', 'eval')",
    "import by name": "__import__('os')", "builtins by name": "__builtins__",
    "globals": "globals()", "locals": "locals()",
    "vars": "vars()", "dir": "dir()", "getattr": "getattr([], 'append')",
    "setattr": "setattr([], 'a', 1)", "delattr": "delattr([], 'a')", "hasattr": "hasattr([], 'a')",
    "type": "type(1)", "type with three": "type('A', (), {})", "object's subclasses":
    "object.__subclasses__()", "an object": "object()", "input": "input()", "help": "help()",
    "breakpoint": "breakpoint()", "memoryview": "memoryview(b'1')", "bytes": "b'1'",
    "classmethod's function": "classmethod(print)", "property's getter":
    "property(lambda self: 1).fget", "staticmethod of a builtin": "staticmethod(len)",
    "the spec": "__spec__", "the loader": "__loader__", "the file": "__file__",
    "the debug flag": "__debug__", "a name of two underscores": "__x = 1",
    "a parameter of two underscores": "def f(__class__):\n    pass",
    "a private import": "from keras import _tf_keras",
    "a star in a function": "def f():\n    from keras import *\nf()",
    "a relative import": "from . import reader", "a relative module": "from .os import system",
    "subprocess": "import subprocess", "ctypes": "import ctypes", "socket": "import socket",
    "importlib": "import importlib", "what was pickled": "import pickle\npickle.__class__",
    "builtins": "import builtins",
    "inspect": "import inspect", "what is kept":
    "import gc\ngc.get_objects()[0].__class__", "threading": "import threading",
    "an operator's getter":
    "import operator\noperator.attrgetter('__class__')", "numpy's core": "import numpy.core",
    "numpy's lib": "from numpy.lib import npyio",
    "numpy's ctypes": "import numpy as np\nnp.ctypeslib",
    "numpy's memmap": "import numpy as np\nnp.memmap('/etc/passwd')",
    "numpy's function from a function": "import numpy as np\nnp.frompyfunc(print, 1, 1)",
    "numpy's fromfile": "import numpy as np\nnp.fromfile('/etc/passwd')",
    "keras's sources": "from keras.src import backend", "keras's saving":
    "import keras\nkeras.models.load_model('/etc/passwd')",
    "keras's unsafe loading": "import keras\nkeras.config.enable_unsafe_deserialization()",
    "keras's deserialization":
    "import keras\nkeras.layers.deserialize({'class_name': 'Dense', 'config': {'units': 1}})",
    "keras's registry": "import keras\nkeras.utils.get_custom_objects()",
    "keras's scope": "import keras\nkeras.utils.CustomObjectScope({})",
    "keras's global type": "import keras\nkeras.config.set_floatx('float64')",
    "keras's global policy":
    "import keras\nkeras.mixed_precision.set_global_policy('mixed_float16')",
    "our own rooms": "import playground.training", "the reader": "import playground.code.reader",
    "the library's inside": "from playground.keras.saving import archive",
    "JAX's inside": "import jax\njax._src", "JAX's callbacks": "import jax\njax.pure_callback",
    "a registry in a module": "import keras\nkeras.layers.layers",
    "numpy in a module": "import keras\nkeras.random.np",
    "a module in a module": "import keras\nkeras.layers.base",
}

TEXTS = {  # texts that are formatted, and formats that reach attributes
    "format": "'{0.__class__}'.format(1)", "a place in a format": "'{0[0]}'.format([1])",
    "a format's name": "'{a.b}'.format(a=1)", "a format's kind": "'{0!r}'.format(1)",
    "a format in a format": "'{0:{1}}'.format(1, 9)", "a wide format": "'{:9999999}'.format(1)",
    "a format of nothing": "'{}{}'.format(1)", "format_map": "'{a}'.format_map({'a': 1})",
    "percent that explodes": "'%999999999d' % 1",
    "translate": "'a'.translate({97: 'b'})", "encode": "'a'.encode()", "maketrans":
    "str.maketrans('a', 'b')", "join by the class": "str.join('', ['a'])",
    "an attribute in an f-string": "f'{().__class__}'",
    "an attribute in a width": "f'{1:{().__class__}}'",
    "percent of an attribute": "'%(a.b)s' % {'a': 1}", "percent of nothing": "'%s%s' % 1",
    "percent of a layer": _LAYER + "'%d' % layer", "percent of percent": "'%*d' % (9, 1)",
    "percent again and again": "x = 'a' * 9999\n'%(x)s%(x)s%(x)s%(x)s' % {'x': x}",
    "an ascii conversion": "f'{1!a}'",
    "a width that explodes": "f'{1:999999999}'",
    "a precision that explodes": "f'{1.0:.999999999f}'",
    "a width out of a number": "w = 10 ** 9\nf'{1:{w}}'", "a format of a list": "f'{[]:>10}'",
    "a format of a layer": _LAYER + "f'{layer:>10}'", "a date's format": "f'{1:%Y}'",
    "a format's separator": "f'{1:_}'", "zfill": "'1'.zfill(10 ** 9)",
    "center": "'1'.center(10 ** 9)", "expandtabs": "'\\t'.expandtabs(10 ** 9)",
}

OPERATORS = {  # what would make our own objects do something
    "an own equality": "class A:\n    def __eq__(self, other):\n        return True",
    "an own addition": "class A:\n    def __add__(self, other):\n        return 1",
    "an own index": "class A:\n    def __getitem__(self, key):\n        return 1",
    "an own attribute": "class A:\n    def __getattr__(self, name):\n        return 1",
    "an own way to all attributes":
    "class A:\n    def __getattribute__(self, name):\n        return 1",
    "an own deletion": "class A:\n    def __del__(self):\n        print(1)",
    "an own new": "class A:\n    def __new__(cls):\n        return 1",
    "an own reduction": "class A:\n    def __reduce__(self):\n        return print, (1,)",
    "an own class getter": "class A:\n    def __class_getitem__(cls, key):\n        return 1",
    "an own preparation": "class A:\n    def __prepare__(name, bases):\n        return {}",
    "an own subclass hook": "class A:\n    def __init_subclass__(cls):\n        print(1)",
    "a descriptor": "class A:\n    def __get__(self, a, b):\n        return 1",
    "a descriptor's name": "class A:\n    def __set_name__(self, a, b):\n        return 1",
    "slots": "class A:\n    __slots__ = ('a',)", "an own class": "class A:\n    __class__ = int",
    "an own dict": "class A:\n    __dict__ = {}", "own matching":
    "class A:\n    __match_args__ = ('a',)", "a private method":
    "class A:\n    def _secret(self):\n        return 1\nA()._secret()",
    "a mangled name": "class A:\n    def f(self):\n        return self.__x\nA().f()",
    "a metaclass": "class A(metaclass=print):\n    pass",
    "a metaclass by ** ": "class A(**{'metaclass': print}):\n    pass",
    "a metaclass of a module": "import keras\nclass A(metaclass=keras.Layer):\n    pass",
    "a base that is a function": "class A(print):\n    pass",
    "a base that is a kind": "class A(int):\n    pass", "a base that is a type":
    "class A(type):\n    pass", "a base of a list's kind": "class A(list):\n    pass",
    "a base that is an object": _LAYER + "class A(layer):\n    pass",
    "a base that is a module": _KERAS + "class A(keras):\n    pass",
    "a base that is an optimizer": _KERAS + "class A(keras.optimizers.Adam):\n    pass",
    "a base that is a variable": _KERAS + "class A(keras.Variable):\n    pass",
    "a base that is a tensor": _KERAS + "class A(keras.KerasTensor):\n    pass",
    "a base twice": _KERAS + "class A(layers.Layer, layers.Layer):\n    pass",
    "bases in a wrong order": _KERAS + "class A(layers.Layer, layers.Dense):\n    pass",
    "a decorator that is a function": "def f(g):\n    return g\n@f\ndef h():\n    pass",
    "a decorator that is print": "@print\ndef h():\n    pass",
    "a decorator that is a class": _KERAS + "@layers.Lambda\ndef h(x):\n    return x",
    "a decorator that is exec": "@exec\n@input\nclass A:\n    pass",
    "a decorator that is a lambda": "@lambda f: f\ndef h():\n    pass",
    "setting a class's attribute": _KERAS + "layers.Dense.call = lambda self, x: x",
    "setting an own class's attribute": _OWN + "Own.call = print",
    "setting a module's attribute": _KERAS + "keras.Sequential = 1",
    "setting a layer's attribute": _LAYER + "layer.units = 3",
    "setting a method": _LAYER + "layer.call = lambda x: x",
    "setting an own method over ours": _OWN + "own.add_weight = print",
    "setting save": _OWN + "own.save_own_variables = 1",
    "setting a class": _OWN + "own.__class__ = layers.Dense",
    "setting a dict": _OWN + "own.__dict__ = {}",
    "setting a private attribute": _OWN + "own._losses = []",
    "setting a function's code": "def f():\n    pass\nf.__code__ = 1",
    "setting a function's attribute": "def f():\n    pass\nf.a = 1",
    "setting in a loop's head": _LAYER + "for layer.units in [1]:\n    pass",
    "setting in a comprehension": _LAYER + "[1 for layer.units in [1]]",
    "setting with a star": _LAYER + "a, *layer.units = [1, 2]",
    "setting with +=": _LAYER + "layer.units += 1",
    "setting an item of a tuple": "t = (1,)\nt[0] = 2", "setting an item of a text":
    "t = 'a'\nt[0] = 'b'", "setting an item of a tensor":
    _KERAS + "t = ops.ones((2,))\nt[0] = 2",
    "calling a number": "1()", "calling a list": "[]()", "calling a text": "'a'()",
    "calling a module": "import keras\nkeras()", "calling a tensor":
    _KERAS + "keras.Input((1,))()", "calling None": "None()",
    "calling an optimizer": _KERAS + "keras.optimizers.Adam()()",
    "adding layers": _LAYER + "layer + layer", "adding functions": "print + print",
    "negating a layer": _LAYER + "-layer", "indexing a layer": _LAYER + "layer[0]",
    "indexing a class": _KERAS + "layers.Dense[0]", "indexing a function": "print[0]",
    "comparing layers": _LAYER + "layer < layer", "a layer's items": _LAYER + "[x for x in layer]",
    "a layer's length": _LAYER + "len(layer)", "unpacking a layer": _LAYER + "a, b = layer",
    "unpacking into a call": _LAYER + "print(*layer)",
    "keywords of two underscores": "dict(__class__=1)",
    "keywords of an underscore": _KERAS + "layers.Dense(2, _name='a')",
    "keywords in a dict": _KERAS + "layers.Dense(**{'__class__': 1})",
    "keywords that are no names": _KERAS + "layers.Dense(**{'a b': 1})",
    "keywords that are numbers": _KERAS + "layers.Dense(**{1: 1})",
}

HANDED = {  # through what is handed out
    "a vocabulary from a file": _KERAS + "layers.StringLookup(vocabulary='/etc/passwd')",
    "a vocabulary by place": _KERAS + "layers.StringLookup(None, 1, None, '[UNK]', '/etc/passwd')",
    "a vocabulary for texts": _KERAS + "layers.TextVectorization(vocabulary='/etc/passwd')",
    "a vocabulary for numbers": _KERAS + "layers.IntegerLookup(vocabulary='/etc/passwd')",
    "a vocabulary by a dict": _KERAS + "layers.StringLookup(**{'vocabulary': '/etc/passwd'})",
    "a vocabulary of an own class": _KERAS + """
class Words(layers.StringLookup):
    pass
Words(vocabulary='/etc/passwd')
""",
    "a vocabulary by super": _KERAS + """
class Words(layers.StringLookup):
    def __init__(self):
        super().__init__(vocabulary='/etc/passwd')
Words()
""",
    "a vocabulary set later": _KERAS + "layers.StringLookup().set_vocabulary('/etc/passwd')",
    "a vocabulary by super's method": _KERAS + """
class Words(layers.StringLookup):
    def __init__(self):
        super().__init__()
        super().set_vocabulary('/etc/passwd')
Words()
""",
    "a vocabulary by a configuration": _KERAS + """
layers.Dense(2, activation={'class_name': 'StringLookup',
                            'config': {'vocabulary': '/etc/passwd'}})
""",
    "a vocabulary by a nested configuration": _KERAS + """
layers.TimeDistributed({'class_name': 'StringLookup', 'config': {'vocabulary': '/etc/passwd'}})
""",
    "a configuration of an own class": _KERAS + """
class Own(layers.Layer):
    def __init__(self, inner=None):
        super().__init__()
Own.from_config({'inner': 1})
""",
    "a model compiled with a configuration": _KERAS + """
keras.Sequential([layers.Dense(1)]).compile(optimizer={'class_name': 'Adam', 'config': {}})
""",
    "a class as a function": _KERAS + "layers.Dense(2, activation=layers.StringLookup)",
    "a class in a map": _KERAS + "keras.tree.map_structure(layers.StringLookup, ['/etc/passwd'])",
    "a class in a list": _KERAS + "keras.Sequential([layers.Dense])",
    "a builtin as a function": _KERAS + "layers.Lambda(print)",
    "a builtin in a Lambda of one's own": _KERAS + """
class Own(layers.Lambda):
    pass
Own(print)
""",
    "a builtin by names that are not its own": "print(values=1)",
    "a result that holds itself": _KERAS + """
class Own(layers.Layer):
    def call(self, x):
        found = [x]
        found.append(found)
        return found
Own()(keras.Input((2,)))
""",
    "a tensor that is a function": _KERAS + "layers.Lambda(lambda x: print)(keras.Input((2,)))",
    "a module as an argument": _KERAS + "layers.Lambda(keras)",
    "a file by a method": _KERAS + """
model = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
keras.tree.map_structure(model.save, ['/tmp/out.keras'])
""",
    "a file by super's method": _KERAS + """
class Own(keras.Model):
    def call(self, x):
        return keras.tree.map_structure(super().save, ['/tmp/out.keras'])
Own()(ops.ones((1, 2)))
""",
    "training by a method": _KERAS + """
model = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
layers.Lambda(model.fit)(ops.ones((1, 2)))
""",
    "NumPy in a Lambda": _KERAS + "layers.Lambda(np.tile, arguments={'reps': 10 ** 9})",
    "an operation in a Lambda": _KERAS + "layers.Lambda(ops.zeros)(10 ** 9)",
    "a dtype by place": _KERAS + "np.zeros((2,), 'O')",
    "a dtype by place that explodes": _KERAS + "np.zeros((2,), '100000000i4')",
    "a dtype of a list by place": _KERAS + "np.zeros((2,), [('a', 'O')])",
    "an array of a dtype": _KERAS + "np.array([1], 'M8[ns]')",
    "texts as bytes": _KERAS + "np.array(['a'], 'S100000000')",
    "a type by astype": _KERAS + "np.ones((2,)).astype('O')",
    "a type by astype that explodes": _KERAS + "np.ones((2,)).astype('U100000000')",
    "a type of JAX": _KERAS + "ops.ones((2,)).astype('O')",
    "a cast": _KERAS + "ops.cast(ops.ones((2,)), 'object')",
    "a pattern": _KERAS + "ops.einsum('ab,bc,cd,de,ef,fg->ag', *[ops.ones((2, 2))] * 6)",
    "a loop without end": _KERAS + "ops.while_loop(lambda x: True, lambda x: x, [1])",
    "a dtype with fields": _KERAS + "np.zeros((2,), dtype='O')",
    "a dtype that explodes": _KERAS + "np.zeros((2,), dtype='100000000i4')",
    "a dtype that is a list": _KERAS + "np.zeros((2,), dtype=[('a', 'O')])",
    "an array of objects": _LAYER + "np.array([layer])",
    "an array of functions": _KERAS + "np.array([print])",
    "an array of texts that is a file": _KERAS + "np.array('/etc/passwd').tofile('/tmp/out')",
}

EXPLODING = {  # numbers, texts, collections, arrays, models
    "a power": "9 ** 9 ** 9", "a power by pow": "pow(9, 999999999)",
    "a power in place": "x = 9\nx **= 999999999", "a negative base": "(-9) ** 999999999",
    "a shift": "1 << 10 ** 9", "a shift in place": "x = 1\nx <<= 999999999",
    "squares": "x = 10\nfor i in range(60):\n    x = x * x",
    "a factorial": "x = 1\nfor i in range(1, 5000):\n    x *= i",
    "a product": "import math\nmath.prod(range(1, 5000))",
    "a long number": "x = 0x" + "f" * 5000, "a longer number": "x = " + "9" * 5000,
    "a number out of a text": "int('9' * 5000)", "a number in a base": "int('z' * 99, 36)",
    "rounding": "round(1, -10 ** 9)", "rounding a float": "round(1.5, 10 ** 9)",
    "a float too large": "int(1e300)", "a float's infinity": "int(float('inf'))",
    "a float's power": "10.0 ** 10000", "a complex": "(-1) ** 0.5", "a complex number": "1j",
    "a zero below": "1 / 0", "a remainder of zero": "1 % 0",
    "a text": "'a' * 10 ** 10", "a text twice": "x = 'a'\nwhile True:\n    x = x + x",
    "a text in place": "x = 'a'\nwhile True:\n    x += x",
    "a text replaced": "x = 'aa'\nfor i in range(60):\n    x = x.replace('a', 'aaaa')",
    "a text joined": "x = 'a' * 9999\nx = x.join(['b' * 9999] * 9999)",
    "a text of an f-string": "x = 'a' * 9999\nx = f'{x}{x}{x}{x}'",
    "a list": "[0] * 10 ** 10", "a list by place": "10 ** 10 * [0]",
    "a tuple": "(0,) * 10 ** 10", "a list twice": "x = [0]\nwhile True:\n    x = x + x",
    "a list in place": "x = [0]\nwhile True:\n    x += x",
    "a list extended": "x = [0]\nwhile True:\n    x.extend(x)",
    "a list appended": "x = []\nwhile True:\n    x.append(0)",
    "lists kept": "x = []\nwhile True:\n    x.append([0] * 9999)",
    "a list while it is gone through": "x = [0]\nfor i in x:\n    x.append(i)",
    "a slice set": "x = [0]\nx[0:0] = [1] * 99", "a sum of lists":
    "x = sum([[0] * 999] * 999, [])",
    "a list of a range": "list(range(10 ** 12))", "a range": "range(10 ** 30)",
    "a number in a range": "1.5 in range(10 ** 12)", "a sum of a range": "sum(range(10 ** 12))",
    "a range unpacked": "print(*range(10 ** 9))", "a range in a list": "[*range(10 ** 9)]",
    "a range unpacked to names": "a, *b = range(10 ** 9)", "a range sorted":
    "sorted(range(10 ** 9))", "a set of a range": "set(range(10 ** 9))",
    "a dict": "{i: i for i in range(10 ** 9)}", "a comprehension":
    "[0 for a in range(9999) for b in range(9999)]", "a loop": "while True:\n    pass",
    "a loop that goes on": "while True:\n    continue", "loops in loops":
    "for a in range(9999):\n    for b in range(9999):\n        pass",
    "a function that calls itself": "def f():\n    return f()\nf()",
    "a lambda that calls itself": "f = lambda: f()\nf()",
    "functions that call each other":
    "def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nf(1)",
    "a function that splits": "def f(n):\n    return f(n - 1) + f(n - 1) if n else 1\nf(24)",
    "a sort by itself": "def f(x):\n    return sorted([1], key=f)[0]\nf(1)",
    "tuples in tuples": "t = ()\nfor i in range(9999):\n    t = (t,)\nd = {t: 1}",
    "lists in lists": "t = []\nfor i in range(9999):\n    t = [t]\nprint(t)",
    "a list in itself": "t = []\nt.append(t)\nprint(t)",
    "a list in itself compared": "a = []\na.append(a)\nb = []\nb.append(b)\na == b",
    "shared lists": "t = []\nfor i in range(60):\n    t = [t, t]\nprint(t)",
    "shared lists compared":
    "a = []\nb = []\nfor i in range(60):\n    a = [a, a]\n    b = [b, b]\na == b",
    "shared lists looked for": "t = []\nfor i in range(60):\n    t = [t, t]\n[] in t",
    "shared lists handed on": _KERAS + "t = []\nfor i in range(60):\n    t = [t, t]\nops.add(t, t)",
    "shared lists kept": _OWN + "t = []\nfor i in range(60):\n    t = [t, t]\nown.t = t",
    "printing": "while True:\n    print('a' * 999)", "printing a lot":
    "print('a' * 9999, 'a' * 9999, 'a' * 9999)",
    "classes": "for i in range(9999):\n    class A:\n        pass",
    "layers": _KERAS + "x = [layers.Dense(2) for i in range(9999)]",
    "layers on layers": _KERAS + "x = keras.Input((2,))\nwhile True:\n    x = layers.Dense(2)(x)",
    "a wide layer": _KERAS + "layers.Dense(10 ** 9)(keras.Input((2,)))",
    "many weights": _KERAS + "layers.Dense(10 ** 6)(keras.Input((10 ** 6,)))",
    "many weights in all": _KERAS + """
x = keras.Input((2000,))
for i in range(50):
    x = layers.Dense(2000)(x)
""",
    "a wide embedding": _KERAS + "layers.Embedding(10 ** 7, 10 ** 7)(keras.Input((2,)))",
    "a large variable": _KERAS + "keras.Variable('zeros', (10 ** 6, 10 ** 6))",
    "a large array": _KERAS + "ops.zeros((10 ** 6, 10 ** 6))",
    "a large array of NumPy": _KERAS + "np.zeros((10 ** 6, 10 ** 6))",
    "a large array by size": _KERAS + "np.zeros(10 ** 12)",
    "a long array": _KERAS + "ops.arange(10 ** 12)", "a fine array":
    _KERAS + "np.arange(0, 1, 1e-12)", "a long line": _KERAS + "np.linspace(0, 1, 10 ** 12)",
    "an eye": _KERAS + "np.eye(10 ** 6)", "an array's repetition":
    _KERAS + "ops.repeat(ops.ones((9,)), 10 ** 12)", "an array's tiles":
    _KERAS + "np.tile(np.ones((9,)), 10 ** 12)", "an outer product":
    _KERAS + "x = np.ones((10 ** 5,))\nnp.outer(x, x)", "a broadcast":
    _KERAS + "x = np.ones((10 ** 5, 1))\ny = np.ones((10 ** 5,))\nx + y",
    "a broadcast of JAX": _KERAS + "x = ops.ones((10 ** 5, 1))\ny = ops.ones((10 ** 5,))\nx + y",
    "a product of matrices": _KERAS + "x = ops.ones((10 ** 5, 1))\nx @ ops.transpose(x)",
    "an index that grows": _KERAS + """
x = ops.ones((1, 10 ** 6))
x[ops.zeros((10 ** 6,), dtype='int32')]
""",
    "attention over a lot": _KERAS + """
x = ops.ones((1, 10 ** 6, 1))
ops.matmul(x, ops.transpose(x, (0, 2, 1)))
""",
    "a loss over a lot": _KERAS + """
x = ops.ones((10 ** 6, 1))
keras.losses.MeanSquaredError()(x, ops.transpose(x))
""",
    "parts that are shared and shared": _KERAS + """
model = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
for i in range(30):
    x = keras.Input((2,))
    model = keras.Model(x, model(model(x)))
""",
    "a stack that holds itself": _KERAS + """
model = keras.Sequential([layers.Dense(2)])
model.add(model)
model.build((None, 2))
""",
    "arrays that are kept": _KERAS + """
kept = []
while True:
    kept.append(np.ones((1000, 1000)))
""",
    "arrays that are joined": _KERAS + "np.concatenate([np.ones((1000, 1000))] * 999)",
    "arrays summed": _KERAS + "x = np.ones((2000, 2000))\nwhile True:\n    np.sum(x)",
    "a product over and over": _KERAS + "x = ops.ones((999, 999))\nwhile True:\n    x = x @ x",
    "calls over and over": _KERAS + "while True:\n    ops.add(1, 2)",
    "a function in another's budget": _OWN + """
class Endless(layers.Layer):
    def call(self, x):
        while True:
            x = x + 1
Endless()(keras.Input((2,)))
""",

    "one-hot": _KERAS + "ops.one_hot(ops.arange(10 ** 5), 10 ** 6)",
    "random numbers": _KERAS + "keras.random.normal((10 ** 6, 10 ** 6))",
    "an initializer": _KERAS + "keras.initializers.Zeros()((10 ** 6, 10 ** 6))",
    "many parts": _KERAS + "ops.split(keras.Input((10 ** 6,)), 10 ** 6, axis=1)",
    "an unrolled layer": _KERAS + "layers.LSTM(2, unroll=True)(keras.Input((10 ** 6, 2)))",
    "iterations": _KERAS + "layers.SpectralNormalization(layers.Dense(2), 10 ** 9)",
    "thresholds": _KERAS + "keras.metrics.AUC(num_thresholds=10 ** 9)",
    "large inputs": _KERAS + "layers.Flatten()(keras.Input((10 ** 30,)))",
    "brackets": "(" * 3000 + ")" * 3000, "minus signs": "x = " + "-" * 9000 + "1",
    "nots": "x = " + "not " * 9000 + "1", "dots": "x = a" + ".b" * 9000,
    "sums": "x = " + "1+" * 9000 + "1", "calls": "x = " + "f(" * 90 + ")" * 90,
    "lists": "x = " + "[" * 150 + "]" * 150, "lambdas": "x = " + "lambda: " * 3000 + "1",
    "conditions": "x = " + "1 if 1 else " * 3000 + "1", "a long text": "#" * 50_000,
    "indents": "".join(" " * i + "if 1:\n" for i in range(95)) + " " * 95 + "pass",
    "f-strings": "x = " + "f'{" * 3 + "1" + "}'" * 3 + "\nwhile 1: pass",
    "a null": "x = 1\0", "a surrogate": "x = '\ud800'\n\ud800", "no text": "x = (",
    "an encoding": "# -*- coding: utf-7 -*-\nwhile 1: pass",
}

OF_JAX = (  # where JAX is handed in
    'jnp.zeros((10**6,10**6))',
    'jnp.arange(10**12)',
    'jnp.linspace(0,1,10**12)',
    'jnp.eye(10**6)',
    'jnp.tile(jnp.ones((9,)), 10**12)',
    'jax.random.normal(jax.random.key(0), (10**6,10**6))',
    'jax.random.split(jax.random.key(0), 10**12)',
    'jax.nn.one_hot(jnp.arange(10**5),10**6)',
    'jax.grad(lambda x: x.__class__)(1.0)',
    'jax.vmap(lambda x: jnp.zeros((10**5,)))(jnp.ones((10**5,)))',
    'jnp.outer(jnp.ones((10**5,)),jnp.ones((10**5,)))',
    'jnp.repeat(jnp.ones((3,)),10**11)',
    'jax.tree.map(jnp.zeros, [10**11])',
    'jnp.array([print])',
    'jax.lax.while_loop(lambda x: True, lambda x: x, 1)',
    'jax.debug.callback(print)',
    "jnp.save('/tmp/outx', 1)",
    "jax.grad(keras.Sequential([layers.Dense(1)]).save)('/tmp/outm.keras')",
    'jax.value_and_grad(jnp.zeros)(10**11)',
    "jax.vmap(layers.StringLookup)('/etc/passwd')",
    'jax.grad(jax.grad)(1.0)',
    'jnp.power(jnp.ones((10**5,1)), jnp.ones((10**5,)))',
    'jnp.tri(10**6)',
    'jnp.pad(jnp.ones((2,)), 10**11)',
    'jnp.broadcast_to(1, (10**6,10**6))',
    'jnp.full((10**6,10**6), 1)',
    'jax.tree.map(lambda x: x.save, [1])',
    'jax.random.permutation(jax.random.key(0), 10**12)',
    'jax.random.choice(jax.random.key(0), 10**12)',
)

CORPUS = {
    f"{family}: {name}": text
    for family, texts in (("attributes", ATTRIBUTES), ("frames", FRAMES), ("names", NAMES),
                          ("texts", TEXTS), ("operators", OPERATORS), ("handed", HANDED),
                          ("exploding", EXPLODING), ("exhausting", EXHAUSTING))
    for name, text in texts.items()}
