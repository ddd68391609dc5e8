"""DET900 to DET903: what the run has to say about itself."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule

RULES: Final = (
    Rule(
        code="DET900",
        name="parse-error",
        summary="the file is not valid Python, so nothing in it was checked",
        severity="error",
        harm="the file was not checked",
        help="repair the syntax",
        fix_safety="There is no automatic repair: what cannot be read is not changed.",
        always=True,
        explanation="""\
The file cannot be decoded or parsed as Python, and so nothing was checked in it. The position is where the parser gave up.
flake8 reports such files as E999 by itself; this code is the command's.

More than 200 open brackets are refused as well, as Python refuses them. Syntax newer than the Python that runs
flake8-detach is read as far as the installed `libcst` knows it; in such a file uses of `.data` (DET201 to DET205) are not
looked for.

A file without any word that a rule looks for is not parsed, and so not reported either.""",
        bad=Program("for step in range(10)\n    print(step)\n", "raises", "SyntaxError: expected ':'"),
        good=Program("for step in range(2):\n    print(step)\n", "fine", "0\n1"),
    ),
    Rule(
        code="DET901",
        name="internal-error",
        summary="flake8-detach failed on this file: a defect of the tool, please report it",
        severity="error",
        harm="the file was not checked, or not to the end",
        help="please report it, with the file if you can; `--exclude` keeps the file out of the way until then",
        fix_safety="There is no automatic repair: the defect is not in the file.",
        always=True,
        explanation="""\
Something went wrong inside flake8-detach while it looked at this file. That is a defect of the tool and not of the file. It is
reported rather than hidden, the other files are checked as usual, and the command exits with 2.

The message says what failed and where. A report with the file, or the smallest piece of it that still fails, is
very welcome.""",
    ),
    Rule(
        code="DET902",
        name="analysis-truncated",
        summary="the step budget ended the analysis of a definition early; what was found before stays",
        severity="advice",
        harm="later findings in this definition may be missing",
        help="raise `step-budget`, or split the definition",
        fix_safety="There is no automatic repair: it is about how long the tool looks, not about the program.",
        on=False,
        explanation="""\
Every analysed definition has a budget of steps (`step-budget`), so that no input makes a run take forever. A definition which
exceeds it is left there, and so is a statement of more than a thousand operators. What was found until then is reported; what
would have been found afterwards is missing.

This is off by default, since there is nothing wrong with the code. Turn it on (`--extend-select DET902`) to see where the
checker did not look to the end.""",
    ),
    Rule(
        code="DET903",
        name="unused-suppression",
        summary="a comment that suppresses a DET code suppresses nothing",
        severity="advice",
        harm="a later finding on this line would be hidden",
        help="remove the code from the comment",
        fix_safety="""\
There is no automatic repair: lines with a `# noqa` comment are never changed.""",
        on=False,
        explanation="""\
A `# noqa: DET...` comment names a code of which there is no finding on its line, or a `# flake8-detach: disable[DET...]` one of which
there is none in its block. The code it was written for has been repaired or moved, and the comment would now hide the next finding.
Codes of other tools in the same comment are none of our business.

Off by default; turn it on with `--extend-select DET903`.""",
        bad=Program(
            """\
import torch

weight = torch.ones(2)
print(weight.detach())  # noqa: DET201
""",
            "fine",
            "tensor([1., 1.])",
        ),
        good=Program(
            """\
import torch

weight = torch.ones(2)
print(weight.detach())
""",
            "fine",
            "tensor([1., 1.])",
        ),
    ),
)
