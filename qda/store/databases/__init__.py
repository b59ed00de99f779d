"""Where a project lives: a file or a server, behind one interface."""
