"""The closed environment of a run: what its machine needs and its project sets, no more.

    today's       PATH, HOME, temporary folders, certificates, proxies, devices
    the project's [tool.executed-slides.environment], which keys count
    the engine's  UTF-8, no display, the browser that draws Plotly's figures, and empty settings
                  for IPython, Matplotlib, Keras

What a user's shell or settings say otherwise would decide results, and stand in no key.
"""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from executed_slides.base.environment import allowed, is_allowed
from executed_slides.base.files import hash_text, naming, text_of, write_text
from executed_slides.base.folders import Folders
from executed_slides.base.user_cache import has_home, user_cache, user_home

_SITE = Path(__file__).parent / "site"

# What Keras itself would write where there are none.
_KERAS_SETTINGS = """\
{
    "floatx": "float32",
    "epsilon": 1e-07,
    "backend": "tensorflow",
    "image_data_format": "channels_last"
}
"""
# What libraries read, by how it begins.
_DECIDING = (
    *("BLIS_", "CUBLAS_", "CUDA_", "CUDNN_", "HF_", "JAX_", "KERAS_", "KMP_", "MKL_", "MPL"),
    *("NUMBA_", "NUMEXPR_", "NVIDIA_", "OMP_", "OPENBLAS_", "POLARS_", "PYTORCH_", "TF_"),
    *("TORCH_", "VECLIB_", "XLA_"),
)
_DECIDING_NAMES = frozenset(("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHASHSEED", "IPYTHONDIR", "TZ"))
# Terraform's.
_OTHERS = ("TF_CLI_", "TF_VAR_")


def describe_withheld(project: Mapping[str, str]) -> str | None:
    """A note on variables of today's that runs do not see although they would decide results."""
    names = find_withheld(os.environ, project)
    if not names:
        return None
    return (
        f"note: runs do not see {', '.join(names)} of this shell; what results need stands under "
        "[tool.executed-slides.environment] in pyproject.toml"
    )


def find_withheld(environment: Mapping[str, str], project: Mapping[str, str]) -> list[str]:
    """Of these variables those that would decide results, and that runs do not see."""
    return sorted(
        name
        for name in environment
        if name not in project
        and not is_allowed(name)
        and (name.startswith(_DECIDING) or name in _DECIDING_NAMES)
        and not name.startswith(_OTHERS)
    )


def closed_environment(
    folders: Folders, project: Mapping[str, str], browser: str | None = None
) -> dict[str, str]:
    """The variables of all runs; `project` are those that the project sets for itself."""
    home = _home(folders)
    return {
        **allowed(os.environ),
        # By this name Kaleido asks for it, which writes Plotly's figures.
        **({"BROWSER_PATH": browser} if browser else {}),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "KERAS_HOME": str(home / _keras(_fetched_by_keras())),
        **project,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(_SITE), project.get("PYTHONPATH")])),
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://executed_slides_plots",
    }


def make_settings_folders(folders: Folders) -> Path:
    """A folder of empty settings for what runs use; what Keras has fetched stays at hand."""
    home, theirs = _home(folders), _fetched_by_keras()
    with naming(home):
        for room in ("matplotlib", _keras(theirs)):
            (home / room).mkdir(parents=True, exist_ok=True)
        (home / "matplotlib" / "matplotlibrc").unlink(missing_ok=True)
    # Not taken away for Keras to make anew: another run may read it at this moment.
    settings = home / _keras(theirs) / "keras.json"
    if text_of(settings) != _KERAS_SETTINGS:
        write_text(settings, _KERAS_SETTINGS)
    for kept in ("datasets", "models"):
        with suppress(OSError):  # Not every Windows lets a user make links: Keras fetches anew.
            (theirs / kept).mkdir(parents=True, exist_ok=True)
            (home / _keras(theirs) / kept).symlink_to(theirs / kept, target_is_directory=True)
    return home


def _home(folders: Folders) -> Path:
    """Outside of the project, for what Keras fetched is linked there: gigabytes to who copies."""
    return user_cache() / "settings"


def _fetched_by_keras() -> Path:
    # Where Keras itself puts it.
    usual = (user_home() if has_home() else Path(tempfile.gettempdir())) / ".keras"
    return Path(os.environ.get("KERAS_HOME") or usual).resolve()


def _keras(theirs: Path) -> str:
    """A folder for each place where data and models lie: its links never change."""
    return f"keras-{hash_text(str(theirs))[:8]}"
