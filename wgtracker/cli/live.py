"""Serve the streams of the room: `python -m wgtracker live`."""

import click


@click.command(name="live")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all of the machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8421, show_default=True, help="Port.")
@click.option("--streams", type=click.IntRange(1, 4000), default=600, show_default=True, help="Streams at once; further pages poll.")
def command(host: str, port: int, streams: int) -> int:
    """Tell open pages of the room at once what changed (docs/operator.md, the room). Ctrl-C stops it; pages then poll."""
    from wgtracker.cli.streaming import serve_streams

    return serve_streams(host, port, streams)
