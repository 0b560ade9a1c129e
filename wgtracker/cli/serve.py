"""Serve the tracker: `python -m wgtracker serve`."""

import click


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all of the machine.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; without one 8321, or the next that is free.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads of each process.")
@click.option("--live-port", type=click.IntRange(0, 65535), help="Port of the room's streams, served by a process beside the pages.")
@click.option("--demo", is_flag=True, help="Fill an empty database with the demonstration, and print a sign-in link for each role.")
def command(host: str, port: int | None, workers: int, threads: int, live_port: int | None, demo: bool) -> int:
    """Make what is missing (folder, secret, database, newest tables), serve the pages, send the mail. Ctrl-C stops it."""
    from wgtracker.cli.serving import Wish, serve

    return serve(Wish(host, port, workers, threads, demo, live_port))
