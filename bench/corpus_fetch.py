"""Fetch pinned upstream sources and keep the C and C++ files that use a TLS library.

Input: `corpus.toml`, projects pinned by name, version, kind and the archive's SHA-256.
Output: `<cache>/archives/` with what was downloaded, `<cache>/src/<name>/` with extracted files.
Nothing of a project is built or run, except that pip asks an sdist for its metadata.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

PINS = Path(__file__).with_name("corpus.toml")
SUFFIXES = frozenset({".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx"})
MAX_FILE = 4 << 20
TLS_TOKENS = re.compile(
    rb"openssl/\w+\.h"
    rb"|\b(?:\w{1,8}_)?(?:SSL|SSL_CTX|BIO|EVP|RAND|X509|HMAC|PEM|DTLSv1|ERR_(?:get|peek|clear)|OPENSSL|RSA|DH|BN|EC_KEY|ECDSA"
    rb"|PKCS7|PKCS12|ASN1|OCSP|TLSv1|DTLS)_[A-Za-z]\w*\s*\("
)
NOT_CLIENT_CODE = re.compile(
    r"(?:^|/)(?:boringssl|wolfssl|libressl|mbedtls|openssl-\d[^/]*|third_party/openssl)(?:/|$)"
)


class FetchError(Exception):
    """A project that cannot be had; the text says what is missing and what to do."""


@dataclass(frozen=True)
class Project:
    """One pinned project; `version` is the registry's own, for debian with its revision."""

    name: str
    version: str
    kind: str
    package: str
    sha256: str = ""
    paths: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def wants(self, path: str) -> bool:
        """Whether `path` (POSIX, from the project's root) is in the corpus by its name."""
        if PurePosixPath(path).suffix.lower() not in SUFFIXES or NOT_CLIENT_CODE.search(path):
            return False
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in self.skip):
            return False
        return not self.paths or any(fnmatch.fnmatchcase(path, pattern) for pattern in self.paths)


def load_pins(path: Path = PINS) -> list[Project]:
    """The pinned projects of a TOML file, in order; ValueError: doubled name, unknown kind."""
    projects: list[Project] = []
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["project"]:
        project = Project(
            name=row["name"],
            version=row["version"],
            kind=row["kind"],
            package=row.get("package", row["name"]),
            sha256=row.get("sha256", ""),
            paths=tuple(row.get("paths", ())),
            skip=tuple(row.get("skip", ())),
        )
        if project.kind not in DOWNLOADERS or any(p.name == project.name for p in projects):
            raise ValueError(f"{path}: {project.name}: unknown kind or doubled name")
        projects.append(project)
    return projects


def default_cache() -> Path:
    """$DTLSLINT_CORPUS, or a folder under the user's cache."""
    named = os.environ.get("DTLSLINT_CORPUS")
    return Path(named) if named else Path.home() / ".cache" / "dtlslint-corpus"


def is_tls_code(data: bytes) -> bool:
    """Whether a file's text includes an OpenSSL header or calls something named like its API."""
    return TLS_TOKENS.search(data) is not None


def upstream_version(version: str) -> str:
    """`1:9.2p1-2+deb12u3` -> `9.2p1`: a Debian version without its epoch and revision."""
    without_epoch = version.split(":", 1)[-1]
    return without_epoch.rsplit("-", 1)[0]


def run_tool(command: list[str], folder: Path) -> str:
    """A registry client's output, run in `folder`; FetchError with its last line when it fails."""
    if shutil.which(command[0]) is None:
        raise FetchError(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise FetchError(f"{' '.join(command)}: {lines[-1] if lines else 'failed'}")
    return done.stdout


def debian_versions(project: Project, folder: Path) -> list[str]:
    """The offered source versions with the pinned upstream part, the pinned one first.

    A security update replaces the revision, and the upstream tarball stays the same.
    """
    text = run_tool(["apt-cache", "showsrc", "--only-source", project.package], folder)
    offered = sorted(set(re.findall(r"^Version: (\S+)$", text, re.MULTILINE)), reverse=True)
    if not offered:
        raise FetchError(
            "no Debian source entry: add deb-src beside deb in /etc/apt/sources.list.d "
            "and run apt-get update"
        )
    same = [v for v in offered if upstream_version(v) == upstream_version(project.version)]
    if not same:
        raise FetchError(f"Debian offers {', '.join(offered)}, not {project.version}")
    return sorted(same, key=lambda version: version != project.version)


def download_debian(project: Project, folder: Path) -> None:
    """Put the upstream tarballs of a Debian source package into `folder`."""
    command = ["apt-get", "source", "--download-only", "--tar-only", "--only-source", "-qq"]
    command += ["-o", "APT::Sandbox::User=root"]
    versions = debian_versions(project, folder)
    for index, version in enumerate(versions):
        try:
            run_tool([*command, f"{project.package}={version}"], folder)
            return
        except FetchError:
            if index + 1 == len(versions):
                raise


def download_pypi(project: Project, folder: Path) -> None:
    """Put a PyPI sdist into `folder`."""
    command = ["python3", "-m", "pip", "download", "--no-binary", ":all:", "--no-deps", "-q"]
    run_tool([*command, f"{project.package}=={project.version}"], folder)


def download_npm(project: Project, folder: Path) -> None:
    """Put an npm package's tarball into `folder`."""
    run_tool(["npm", "pack", "--silent", f"{project.package}@{project.version}"], folder)


DOWNLOADERS: dict[str, Callable[[Project, Path], None]] = {
    "debian": download_debian,
    "pypi": download_pypi,
    "npm": download_npm,
}


def upstream_archives(folder: Path) -> list[Path]:
    """The upstream archives of a folder: no Debian packaging, no signatures; the main one first."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if re.search(r"(?:\.tar\.\w+|\.tgz|\.zip)$", path.name) and ".debian.tar" not in path.name
    ]
    return sorted(found, key=lambda path: (".orig.tar" not in path.name, path.name))


def members(archive: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """(path inside the archive, reader) of every regular file up to MAX_FILE bytes."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as zipped:
            for info in zipped.infolist():
                if not info.is_dir() and info.file_size <= MAX_FILE:
                    yield info.filename, lambda info=info: zipped.read(info)  # type: ignore[misc]
        return
    with tarfile.open(archive, "r|*") as tar:
        for member in tar:
            if member.isfile() and member.size <= MAX_FILE:
                yield member.name, lambda member=member: tar.extractfile(member).read()  # type: ignore[misc, union-attr]


def inner_path(name: str) -> str:
    """An archive member's path without its first folder; '' if it has none or climbs out."""
    parts = [part for part in PurePosixPath(name).parts if part != "."]
    if len(parts) < 2 or ".." in parts or PurePosixPath(name).is_absolute():
        return ""
    return "/".join(parts[1:])


def extract(project: Project, archives: list[Path], target: Path) -> int:
    """Write the wanted files of the archives under `target` (emptied first); returns how many."""
    shutil.rmtree(target, ignore_errors=True)
    count = 0
    for archive in archives:
        for name, read in members(archive):
            path = inner_path(name)
            if not path or not project.wants(path):
                continue
            data = read()
            if not is_tls_code(data):
                continue
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(data)
            count += 1
    return count


def fetch(project: Project, cache: Path) -> int:
    """Download (once) and extract one project; returns how many files. Raises FetchError."""
    version = project.version.replace(":", "_")
    folder = cache / "archives" / f"{project.kind}-{project.name}-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    if not upstream_archives(folder):
        DOWNLOADERS[project.kind](project, folder)
    archives = upstream_archives(folder)
    if not archives:
        raise FetchError("the download brought no upstream archive")
    found = hashlib.sha256(archives[0].read_bytes()).hexdigest()
    if project.sha256 and found != project.sha256:
        raise FetchError(f"{archives[0].name}: SHA-256 is {found}, pinned is {project.sha256}")
    count = extract(project, archives, cache / "src" / project.name)
    if not project.sha256:
        print(f'{project.name}: not pinned yet: sha256 = "{found}"')
    return count
