"""Read what pages show: rows and dataclasses ready to show, with a constant number of statements."""
