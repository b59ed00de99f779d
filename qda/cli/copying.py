"""``qda copy`` and ``qda migrate``: between files and servers, and from an older version to this one."""

from typing import Annotated

import typer

from qda.cli import show
from qda.cli.crossing import ProjectFile


def copy(
    path: ProjectFile,
    target: Annotated[str, typer.Argument(help="A new file, or an empty database: postgresql://user@host/database.")],
) -> None:
    """Copy a project with its journal: from a file to a server, back, or to another file."""
    from qda import Project

    with Project.open(path) as project:
        show.say(f"{project.copy(target)}: copy of {project.name}")


def migrate(path: ProjectFile) -> None:
    """Lift a project that an older version made; on a server, make a backup with pg_dump before."""
    from qda import Project

    with Project.open(path, migrate=True) as project:
        show.say(f"{project.name}: can be used by this version; older ones no longer open it")
