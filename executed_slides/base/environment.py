"""Environment variables that programs of ours may see: what a machine needs, no one's settings."""

from collections.abc import Mapping

_ALLOWED = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TMP", "TEMP"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
        # Which devices a run may take, which a batch system decides.
        *("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"),
        # How the network is reached.
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "FTP_PROXY"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"),
        # Without these, Windows starts little.
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE"),
        *("USERNAME", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES"),
        *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
        # Where this engine itself is heard from within a program of its own.
        *("EXECUTED_SLIDES_COMMAND", "EXECUTED_SLIDES_FAMILY", "UV_RUN_RECURSION_DEPTH"),
    )
)


def is_allowed(name: str) -> bool:
    return name.upper() in _ALLOWED


def allowed(environment: Mapping[str, str]) -> dict[str, str]:
    """Of these variables those that are allowed."""
    return {name: value for name, value in environment.items() if is_allowed(name)}
