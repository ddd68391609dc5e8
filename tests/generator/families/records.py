"""Values kept in objects that are containers: subclasses of dict and list, named tuples, ``defaultdict``, ``__dict__``."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, loss, write_name

_HOLDERS = {
    "class Store(dict):\n    def __getattr__(self, key):\n        return self[key]": (
        "Store(out=out, other=other)",
        ("store.{k}", 'store["{k}"]', 'store.get("{k}")'),
    ),
    "class Store(dict):\n    def __init__(self, **given):\n        super().__init__(**given)\n"
    "        self.__dict__ = self": ("Store(out=out, other=other)", ("store.{k}", 'store["{k}"]')),
    "class Store(dict):\n    def keep(self, **given):\n        for key, value in given.items():\n"
    "            self[key] = value\n        return self": (
        "Store().keep(out=out, other=other)",
        ('store["{k}"]',),
    ),
    "class Store(list):\n    def push(self, value):\n        self.append(value)\n        return self": (
        "Store().push(out).push(other)",
        ("store[{i}]",),
    ),
    'Store = collections.namedtuple("Store", "out other")': (
        "Store(out, other=other)",
        ("store.{k}", "store[{i}]", "store._replace(other=None).out"),
    ),
    "class Store:\n    def __init__(self, **given):\n        self.__dict__.update(given)": (
        "Store(out=out, other=other)",
        ("store.{k}", 'vars(store)["{k}"]', 'getattr(store, "{k}")'),
    ),
    "Store = collections.defaultdict": (
        "Store(list, out=[out], other=[other])",
        ('store["{k}"][0]', 'store["{k}"][-1]'),
    ),
    "def Store(**given):\n    kept = collections.OrderedDict()\n    for key, value in given.items():\n"
    "        kept[key] = value\n    return kept": ("Store(out=out, other=other)", ('store["{k}"]',)),
}


def held_in_containers(draw: Draw) -> Sketch:
    """Two results are kept, one comes back and is written: the one that matters, or the other."""
    definition = draw.pick(sorted(_HOLDERS))
    made, readings = _HOLDERS[definition]
    number = draw.whole(0, 1)
    reading = draw.pick(readings).format(k=("out", "other")[number], i=number)
    shared = draw.weighted(((4, ".data"), (3, ".detach()"), (2, ".detach().clone()")))
    body = [
        f"out = {activation(draw, 'w')}",
        "other = w * 2.0",
        f"store = {made}",
        f"objective = {loss(draw, 'out')} + other.mean()",
        f"seen = {reading}{shared}",
        write_name(draw, "seen"),
        "objective.backward()",
    ]
    return Sketch(body, ["w = torch.randn(2, 3, requires_grad=True)"], [definition])


def collected_by_key(draw: Draw) -> Sketch:
    """A table of lists that is filled in a loop; what stands under one key is written, or what stands under another."""
    table = draw.pick(("collections.defaultdict(list)", '{"kept": [], "plain": []}'))
    key = draw.pick(("kept", "plain"))
    shared = draw.pick(("x.data", "x.detach()", "x.detach().clone()"))
    body = [
        f"seen = {table}",
        'results = {"kept": w.exp(), "plain": w * 2.0}',
        "for name, x in results.items():",
        f"    seen[name].append({shared})",
        "objective = sum(x.sum() for x in results.values())",
        f'first = seen["{key}"][0]',
        write_name(draw, "first"),
        "objective.backward()",
    ]
    return Sketch(body, ["w = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (held_in_containers, collected_by_key)
