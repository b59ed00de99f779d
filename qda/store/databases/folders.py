"""Where a file lies: on folders that travel over a network, SQLite's write-ahead log is not safe."""

import ctypes
import re
from pathlib import Path, PurePath

NETWORK = frozenset(
    {
        "9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "curlftpfs", "davfs", "drvfs", "gfs2", "glusterfs",
        "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "pvfs2", "smb2", "smb3", "smbfs",
        "sshfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip
"""Kinds of file systems that are somewhere else: on a server, in a cluster, or on the host of a virtual machine."""

FUSED = frozenset(
    {
        "afp", "alluxio", "blobfuse", "blobfuse2", "ceph", "ceph-fuse", "cephfs", "curlftpfs", "davfs", "davfs2", "gcsfuse",
        "glusterfs", "goofys", "google-drive-ocamlfuse", "grive", "gvfsd-fuse", "hdfs", "jmtpfs", "juicefs", "kio-fuse",
        "mount-s3", "mtpfs", "nextcloud", "nfs", "onedriver", "pcloud", "rclone", "s3fs", "s3ql", "seadrive", "seafile",
        "smbnetfs", "sshfs", "vmhgfs-fuse", "webdav",
    }
)  # fmt: skip
"""The same where a program plays the file system: what follows ``fuse.``."""

SYNCED = (
    "box sync", "cloudstorage", "creative cloud files", "dropbox", "google drive", "googledrive", "icloud", "icloud drive", "icloud~",
    "icloud photos", "iclouddrive", "koofr", "magentacloud", "megasync", "mobile documents", "nextcloud", "onedrive", "owncloud", "pcloud",
    "pcloud drive", "pclouddrive", "protondrive", "proton drive", "resilio sync", "sciebo", "seadrive", "seafile", "sharepoint", "spideroak hive", "sync",
    "syncthing", "synologydrive", "teamdrive", "tresorit", "yandex.disk",
)  # fmt: skip
"""How folders begin that a program copies elsewhere behind one's back."""

MARKERS = (
    ".dropbox",
    ".dropbox.cache",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".resilio",
    ".seafile-data",
    ".stfolder",
    ".tmp.drivedownload",
)
"""What such programs lay into the folders that they copy, whatever these are called."""

MOUNTS = Path("/proc/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")
_SHARE = re.compile(r"[\\/]{2}(?:[?.][\\/]UNC|[^?.])", re.IGNORECASE)
"""How paths of shares begin, also in the long form of Windows, in which those of drives begin alike."""
_REMOTE = 4


def travels(path: PurePath, *, mounts: str | None = None) -> str:
    """Say in a few words why a file's folder is not only on this machine; empty if it is.

    Parameters
    ----------
    path
        The file; it need not exist.
    mounts
        The list of mounted file systems, as Linux writes it; read from the system if not given.

    Examples
    --------
    >>> travels(Path("/home/ab/Nextcloud/study.qda"), mounts="")
    "folder 'Nextcloud' is synchronised"
    """
    place = path.absolute() if isinstance(path, Path) else path
    if _SHARE.match(str(place)):
        return "it lies on a network share"
    for folder in place.parents:
        if _is_synced(folder.name) or (isinstance(folder, Path) and _is_marked(folder)):
            return f"folder {folder.name!r} is synchronised"
    if mounts is None:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.is_file() else ""
    kind = _file_system(place, mounts)
    if _is_network(kind):
        return f"it lies on a network drive ({kind})"
    return "it lies on a network drive" if _is_remote_drive(place) else ""


def _is_synced(folder: str) -> bool:
    name = folder.lower()
    return any(name == known or name.startswith((f"{known} ", f"{known}-", f"{known}_", f"{known}(")) for known in SYNCED)


def _is_marked(folder: Path) -> bool:
    """Say whether a sync program left its sign; the home folder bears signs of programs that keep their settings there."""
    return folder != Path.home() and any((folder / marker).exists() for marker in MARKERS)


def _is_network(kind: str) -> bool:
    return kind in NETWORK or (kind.removeprefix("fuse.") in FUSED and kind.startswith("fuse."))


def _is_remote_drive(path: PurePath) -> bool:
    """Ask Windows whether a letter stands for a folder on a server."""
    windows = getattr(ctypes, "windll", None)
    return windows is not None and bool(path.drive) and bool(windows.kernel32.GetDriveTypeW(path.anchor) == _REMOTE)


def _unescaped(field: str) -> str:
    """Return a path as it is: blanks and the like are written in octal figures there."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)


def _file_system(path: PurePath, mounts: str) -> str:
    """Return the kind of the file system whose mount point lies deepest above the path; of equal ones the last mounted."""
    found = (-1, "")
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) >= 3:
            point = type(path)(_unescaped(fields[1]))
            if path.is_relative_to(point) and len(point.parts) >= found[0] and fields[2] != "autofs":
                found = (len(point.parts), fields[2])
    return found[1]
