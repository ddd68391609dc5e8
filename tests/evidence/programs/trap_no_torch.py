from collections import UserDict, namedtuple
from dataclasses import dataclass
from typing import NamedTuple

Row = namedtuple("Row", "header data")


class Case(UserDict):
    def lower(self):
        return {k.lower(): v for k, v in self.data.items()}  # not class


@dataclass
class Blob:
    data: bytes

    def __len__(self):
        return len(self.data)  # not class


class Pair(NamedTuple):
    name: str
    data: list


def use(pair: Pair, rows: "list[Row]", event):
    print(event.data)  # not imports
    for row in rows:
        print(row.data)  # not flow
    return pair.data  # not class
