"""Small programs, one a feature of Python: their effects under the interpreter are CPython's, in its order.

Each is run in ``main()``; `e` notes an effect and returns it.
"""

from __future__ import annotations

FEATURES: dict[str, str] = {
    "late binding of loop variables": """
fs = [lambda: e(i) for i in range(3)]
for f in fs: f()
gs = []
for j in range(3): gs.append(lambda j=j: e(j))
for g in gs: g()
""",
    "nonlocal": """
def outer():
    count = 1
    def inner():
        nonlocal count
        count += 1
        return count
    inner(); inner()
    return count
e(outer())
""",
    "global": """
def change():
    global total
    total = 7
change()
e(total)
""",
    "del of names, items, attributes, targets in parentheses": """
x = y = 1
table = {1: e(1), 2: e(2)}
del table[1], (x, [y])
for key in table: e(key)
items = [1, 2, 3, 4]
del items[0], items[-1]
for item in items: e(item)
del items[:1]
e(len(items))
class Box: pass
box = Box()
box.a = 1
del box.a
e(hasattr(box, 'a'))
""",
    "class scope": """
x = 1
class C:
    x = 2
    y = x + 1
    def get(self): return x
e(C.x); e(C.y); e(C().get())
""",
    "class body runs where it stands": """
class C:
    e(1)
    a = e(2)
e(3)
e(C.a)
""",
    "comprehension scope": """
x = 5
ys = [x for x in range(3)]
e(x)
e([(last := z) for z in ys][1])
e(last)
e({k: v for k, v in [(1, 2), (3, 4)]}[3])
for a in (b + c for b in (10, 20) if b > 10 for c in (1, 2)): e(a)
""",
    "arguments": """
def f(a, /, b, *rest, c, d=4, **others):
    e(a); e(b); e(len(rest)); e(c); e(d); e(others['z'])
f(1, *[2, 3], c=5, **{'z': 6, 'd': 7})
""",
    "defaults are evaluated once": """
def f(x=e(1), seen=[]):
    seen.append(x)
    return len(seen)
e(f()); e(f()); e(f())
""",
    "decorators, innermost first, and with arguments": """
def twice(number):
    e(number)
    def wrap(f):
        e(number + 1)
        def run(*args):
            f(*args)
            return f(*args)
        return run
    return wrap
@twice(e(10))
@twice(e(20))
def f(x): return e(x)
e(0)
f(1)
f(2)
""",
    "functools.wraps": """
import functools
def noted(f):
    @functools.wraps(f)
    def run(*args, **kwargs):
        e(1)
        return f(*args, **kwargs)
    return run
class C:
    @noted
    def m(self, x): return e(x)
C().m(2)
""",
    "properties": """
class C:
    def __init__(self): self._x = 1
    @property
    def x(self):
        e(10)
        return self._x
    @x.setter
    def x(self, value):
        e(20)
        self._x = value
c = C()
e(c.x)
c.x = 5
c.x += 1
e(c._x)
""",
    "class methods and static methods": """
class A:
    n = 1
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def add(a, b): return a + b
    def get(self): return self.n
class B(A): n = 2
e(B.make().get()); e(A.add(1, 2)); e(B().add(3, 4)); e(A.get(B()))
""",
    "super() follows the order of the receiver's class": """
class A:
    def __init__(self): e(1)
class B(A):
    def __init__(self):
        e(2)
        super().__init__()
class C(A):
    def __init__(self):
        e(3)
        super().__init__()
class D(B, C):
    def __init__(self):
        e(4)
        super().__init__()
D()
""",
    "__getattr__": """
class C:
    a = 1
    def __getattr__(self, name):
        e(2)
        return 3
c = C()
e(c.a); e(c.b)
""",
    "__call__": """
class C:
    def __call__(self, x): return e(x)
C()(4)
""",
    "operators of objects": """
class N:
    def __init__(self, n): self.n = n
    def __add__(self, other): return N(e(self.n + 1))
    def __radd__(self, other): return N(e(other + self.n))
    def __rsub__(self, other): return e(other)
    def __imul__(self, other):
        e(other)
        return self
    def __neg__(self): return e(-self.n)
    def __lt__(self, other): return e(self.n) < other.n
    def __eq__(self, other): return e(8) == 8
    def __contains__(self, x): return e(x) == 3
    def __bool__(self): return e(self.n) > 5
    def __len__(self): return e(2)
    def __getitem__(self, i): return e(i)
    def __setitem__(self, i, x): e(i); e(x)
    def __delitem__(self, i): e(i)
    def __abs__(self): return e(77)
n = N(6)
m = n + 1
5 + n
4 - n
n *= 9
-n
n < m
n == m
n != m
3 in n
if n: e(1)
not n
if len(n) == 2: e(11)
n[5]
n[6] = 7
del n[8]
n and e(12)
abs(n)
m > n
""",
    "iterators": """
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self):
        e(100)
        return self
    def __next__(self):
        e(self.n)
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
for x in Count(2): e(x + 50)
e(len(list(Count(2))))
a, b = Count(2)
class Pair:
    def __iter__(self):
        yield e(1)
        yield e(2)
for x in Pair(): e(x + 10)
e(sum(Pair()))
it = iter([4, 5])
e(next(it)); e(next(it)); e(next(it, 6))
""",
    "context managers that swallow": """
class S:
    def __init__(self, n): self.n = n
    def __enter__(self): return e(self.n)
    def __exit__(self, kind, error, trace):
        e(self.n + 1)
        return kind is not None and self.n > 10
with S(1) as a, S(20) as b:
    e(a + b)
    raise ValueError
e(5)
try:
    with S(3): raise KeyError('k')
except LookupError: e(6)
""",
    "contextlib.suppress": """
import contextlib
with contextlib.suppress(KeyError, ValueError):
    e(1)
    raise ValueError
e(2)
try:
    with contextlib.suppress(KeyError): raise TypeError
except TypeError: e(3)
""",
    "async": """
import asyncio
class M:
    async def __aenter__(self): return e(1)
    async def __aexit__(self, *exc): e(2)
async def numbers():
    for k in range(2):
        yield k
        e(k + 20)
async def work(x):
    async with M() as m: e(x)
    async for n in numbers(): e(n + 10)
    return e(3)
async def run():
    e(await work(5))
asyncio.run(run())
""",
    "yield from": """
def inner():
    yield e(1)
    yield e(2)
def outer():
    yield from inner()
    yield e(3)
for x in outer(): e(x + 10)
""",
    "match on classes, mappings and sequences": """
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y
def name(v):
    match v:
        case P(1, y): return e(y)
        case P(x=2, y=z): return e(z + 1)
        case {'k': [a, *rest], **others}: return e(a + len(rest) + len(others))
        case [1, 2] | [3]: return e(30)
        case [_, (int() as k), *_]: return e(k)
        case str(s): return e(40)
        case None: return e(41)
        case bool(): return e(42)
        case int() if v > 5: return e(43)
        case _: return e(44)
for v in [P(1, 5), P(2, 6), P(3, 3), {'k': [1, 2, 3], 'l': 1}, [3], (7, 8, 9), 'text', None, True, 6, 5]: name(v)
""",
    "comparisons stop at the first that fails": """
e(1) < e(0) < e(5)
e(1) < e(2) == e(2)
""",
    "while True with break, and else": """
n = 0
while True:
    n += 1
    if n == 4: break
else: e(99)
e(n)
while n:
    n -= 1
    if n == 1: continue
    e(n)
else: e(98)
for x in []: e(1)
else: e(97)
for x in (1, 2):
    if x == 2: break
else: e(96)
""",
    "finally overrides": """
def f():
    try: return e(1)
    finally: return e(2)
e(f())
def g():
    for x in range(3):
        try: raise ValueError
        finally:
            e(x)
            if x < 2: continue
            break
    return e(7)
g()
def h():
    while True:
        try: return e(3)
        finally: break
    return e(4)
e(h())
""",
    "exceptions in else and in handlers": """
try:
    try: e(1)
    except ValueError: e(2)
    else: raise ValueError
    finally: e(3)
except ValueError: e(4)
try:
    try: raise KeyError('x')
    except KeyError as error: raise TypeError from error
    finally: e(5)
except TypeError: e(6)
""",
    "exceptions of the program": """
class Own(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n
class Sub(Own): pass
try: raise Sub(3)
except KeyError: e(1)
except Own as error:
    e(error.n)
    try:
        try: raise
        except Sub: raise
    except Own: e(9)
""",
    "errors of conversions": """
try: int('x')
except ValueError: e(1)
try: assert e(0), 'message'
except AssertionError: e(2)
""",
    "strings with calls": """
s = f'{e(1)} {e(2)!r:>{e(3)}}'
t = 'a' f'{e(4)}' 'b'
'%s %s' % (e(5), e(6))
""",
    "unpacking": """
(a, [b, *c]), d = (1, [2, 3, 4]), 5
e(a); e(b); e(len(c)); e(d)
*x, y = range(3)
e(y)
p = [0, 0]
i, p[i] = 1, e(9)
e(p[1])
first, *_ = 'abc'
e(first)
""",
    "augmented targets": """
def box():
    e(1)
    return store
store = {'k': 5}
box()[['k', e(2)][0]] += e(3)
e(store['k'])
items = same = [1]
items += [2]
e(len(same))
""",
    "short circuits give values": """
e(0 or 3); e(1 and 4); e(None or 0 or 5)
x = [] or [1]
e(len(x))
e(1 if not x else 2)
""",
    "partial, map, filter, zip, enumerate, sorted": """
import functools
add = functools.partial(lambda a, b: e(a + b), 10)
add(1)
for v in map(lambda a: a * 2, [1, 2]): e(v)
for v in filter(lambda a: a > 1, [1, 2]): e(v)
for a, (b, c) in enumerate(zip((5, 6), [7, 8]), 1): e(a + b + c)
for v in sorted([3, 1, 2], reverse=True): e(v)
for v in reversed([1, 2]): e(v)
e(max(3, 9)); e(min([4, 2]))
e(any([0, 1])); e(all([0, 1]))
""",
    "containers": """
l = [1]
l.append(2); l.extend([3, 4]); l.insert(0, 0); l.remove(3)
e(l.pop()); e(l.pop(0)); e(len(l)); e(l[-1]); e(l[:1][0]); e(2 in l); e(5 not in l)
d = dict(a=1)
d.update(b=2); d.setdefault('c', 3)
for k, v in d.items(): e(v)
e(d.pop('a')); e(d.get('zz', 8)); e('b' in d); e(len(d))
s = {1, 1, 2}
e(len(s))
e((1, 2) + (3,) == (1, 2, 3))
t = l * 2
e(len(t)); e([1, 2] == [1, 2]); e('ab'.upper()); e('a,b'.split(',')[1]); e(l.index(2)); e('-'.join(['x', 'y']))
""",
    "recursion": """
def down(n):
    e(n)
    if n > 0: down(n - 1)
down(2)
""",
    "lambda defaults and closures": """
f = lambda x, y=e(2): lambda: e(x + y)
f(1)()
""",
    "instances, attributes and aliases": """
class C:
    shared = []
    def __init__(self, n): self.n = n
a = b = C(1)
b.n = 5
e(a.n)
C.shared.append(1)
e(len(a.shared))
e(getattr(a, 'n')); e(getattr(a, 'm', 9)); setattr(a, 'n', 6); e(a.n)
e(isinstance(a, C)); e(isinstance(3, (str, int))); e(type(a) is C)
""",
    "dataclasses": """
from dataclasses import dataclass, field
@dataclass
class D:
    x: int
    y: int = 2
    z: list = field(default_factory=list)
d = D(1)
e(d.x); e(d.y); e(D(1, y=5).y)
""",
}
