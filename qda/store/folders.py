"""Where a file lies: on folders that travel over a network, SQLite's write-ahead log is not safe."""

from pathlib import Path, PurePath

NETWORK = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.rclone",
        "fuse.sshfs",
        "glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
    }
    | {"smb2", "smb3", "smbfs", "virtiofs"}
)
"""Kinds of file systems that are somewhere else."""

SYNCED = (
    "box sync",
    "cloudstorage",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "onedrive",
    "owncloud",
    "pcloud",
    "seafile",
    "sync",
    "syncthing",
)
"""How folders begin that a program copies elsewhere behind one's back."""

MOUNTS = Path("/proc/mounts")


def travels(path: Path, *, mounts: str | None = None) -> str:
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
    path = path.absolute()
    if str(path).startswith(("\\\\", "//")):
        return "it lies on a network share"
    for part in path.parent.parts:
        if _is_synced(part):
            return f"folder {part!r} is synchronised"
    kind = _file_system(path, MOUNTS.read_text(encoding="utf-8") if mounts is None and MOUNTS.is_file() else mounts or "")
    return f"it lies on a network drive ({kind})" if kind in NETWORK else ""


def _is_synced(folder: str) -> bool:
    name = folder.lower()
    return any(name == known or name.startswith((f"{known} ", f"{known}-", f"{known}_")) for known in SYNCED)


def _file_system(path: Path, mounts: str) -> str:
    """Return the kind of the file system whose mount point lies deepest above the path; of equal ones the last mounted."""
    found = (-1, "")
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) >= 3:
            point = PurePath(fields[1].replace("\\040", " "))
            if path.is_relative_to(point) and len(point.parts) >= found[0]:
                found = (len(point.parts), fields[2])
    return found[1]
