from typing import List, Optional

import torch


class Picture:
    def __init__(self, data):
        self.data = data  # not class


class Subject(dict):
    def pictures(self) -> List[Picture]:
        return list(self.values())


class Subjects:
    def __getitem__(self, index) -> Subject:
        return Subject()


class Weights:
    def __iter__(self):
        yield torch.zeros(3)


def size(all_of_them: Subjects, subject: Optional[Subject] = None):
    if subject is None:
        subject = all_of_them[0]
    for picture in subject.pictures():
        print(len(picture.data))  # not class
    for w in Weights():
        print(w.data)  # tensor flow
