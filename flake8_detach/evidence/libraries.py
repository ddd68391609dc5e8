"""Names of libraries: PyTorch's own, and those whose values are never its tensors."""

from __future__ import annotations

# Libraries whose values, and all that is reached from them, are no tensors of PyTorch's.
ARRAYS = frozenset({
    "numpy", "scipy", "pandas", "xarray", "dask", "polars", "pyarrow", "zarr", "h5py", "netCDF4", "tables",
    "sklearn", "skimage", "cv2", "PIL", "imageio", "nibabel", "shapely", "geopandas", "rasterio", "networkx",
    "matplotlib", "plotly", "bokeh", "altair", "seaborn",
})  # fmt: skip
WEB = frozenset({
    "requests", "httpx", "aiohttp", "urllib3", "bs4", "lxml", "flask", "django", "rest_framework", "fastapi",
    "starlette", "tornado", "wtforms", "marshmallow", "sqlalchemy", "boto3", "redis", "kafka", "websockets",
})  # fmt: skip
SETTINGS = frozenset(
    {
        "yaml",
        "omegaconf",
        "yacs",
        "ml_collections",
        "absl",
        "click",
        "typer",
        "easydict",
        "addict",
        "pydantic",
    }
)
FRAMEWORKS = frozenset({
    "tensorflow", "keras", "jax", "jaxlib", "flax", "haiku", "chainer", "mxnet", "cupy", "paddle", "mindspore",
    "tinygrad", "mlx", "jittor", "theano", "caffe", "caffe2", "cntk", "dynet", "oneflow", "megengine",
    "onnx", "onnxruntime", "openvino", "tvm",
})  # fmt: skip
STANDARD = frozenset({
    "argparse", "array", "ast", "base64", "binascii", "bz2", "calendar", "cgi", "codecs", "configparser", "csv", "ctypes", "curses",
    "dataclasses", "datetime", "decimal", "difflib", "email", "enum", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions",
    "ftplib", "getpass", "gettext", "glob", "gzip", "hashlib", "hmac", "html", "http", "imaplib", "io", "ipaddress", "json",
    "linecache", "locale", "logging", "lzma", "mailbox", "math", "mimetypes", "mmap", "optparse", "os", "pathlib", "platform",
    "plistlib", "poplib", "pstats", "random", "re", "resource", "secrets", "select", "selectors", "shlex", "shutil", "signal",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "stat", "statistics", "string", "struct", "subprocess", "symtable", "sys",
    "syslog", "tarfile", "tempfile", "textwrap", "threading", "time", "timeit", "tkinter", "tokenize", "traceback", "tracemalloc",
    "unicodedata", "unittest", "urllib", "uuid", "wave", "webbrowser", "xml", "xmlrpc", "zipfile", "zlib", "zoneinfo",
})  # fmt: skip
# Of these, those whose functions take paths, texts and bytes.
TEXT_AND_FILES = frozenset({
    "csv", "glob", "gzip", "hashlib", "io", "json", "os", "pathlib", "re", "shutil", "string", "subprocess", "tarfile",
    "urllib", "xml", "zipfile",
})  # fmt: skip
# Functions that take bytes, of modules that have others which take anything.
TAKE_BYTES = frozenset(
    {"base64.b64encode", "base64.b64decode", "marshal.loads", "pickle.loads", "struct.unpack"}
)
# What the usual names of modules stand for where an ``import *`` brings them.
CUSTOMARY = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
}
# Subclasses of torch.nn.Parameter whose names do not end in that: bitsandbytes.nn's.
PARAMETERS = frozenset({"Int8Params", "Params4bit"})
# What libraries hang on the parameters that they manage, and no tensor has of itself: DeepSpeed's ZeRO (deepspeed.zero), Megatron-LM
# and bitsandbytes.
HUNG_ON_PARAMETERS = frozenset({
    "ds_id", "ds_numel", "ds_persist", "ds_process_group", "ds_shape", "ds_status", "ds_tensor",
    "allreduce", "cpu_data", "grad_added_to_main_grad", "main_grad", "main_param", "partition_dim", "partition_stride", "sequence_parallel",
    "tensor_model_parallel",
    "bnb_quantized", "quant_state", "quant_storage", "quant_type",
})  # fmt: skip
_CLOSED = ARRAYS | WEB | SETTINGS | FRAMEWORKS | STANDARD


def word(name: str) -> str:
    """The last part of a dotted name."""
    return name.rpartition(".")[2]


def is_torch(name: str) -> bool:
    """Whether a dotted name lies in PyTorch itself."""
    return name == "torch" or name.startswith("torch.")


def closed(name: str) -> bool:
    """Whether a dotted name lies in a library that gives no tensors."""
    return name.partition(".")[0] in _CLOSED


def canonical(name: str) -> str:
    """A torch name as PyTorch's documentation writes it, others as they are."""
    last = word(name)
    if name.startswith("torch.nn.modules."):
        return f"torch.nn.{last}"
    if name.startswith("torch._C._VariableFunctions."):
        return f"torch.{last}"
    return name
