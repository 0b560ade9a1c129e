"""Be five hundred open pages of a reading, in a process of their own: the other half of bench/live.py.

    python -m bench.followers stream|poll PORT NEGOTIATION SECONDS < TOKENS

One line of TOKENS is one person's sign-in. Says "ready" once all have had their first answer; after SECONDS prints, as JSON, a list for
each page of [pulse, instant] (instants of the machine's monotonic clock, which its processes share), and how many were refused or broke.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Callable

POLL, SPREAD = 2.0, 0.2
"""Seconds between two questions, as wgtracker/static/js/live.js asks while something happens."""
Heard = list[tuple[int, float]]
_PULSE = re.compile(rb"(?:^|\n)id: (\d+)\n")


class Crowd:
    """All pages together."""

    def __init__(self, port: int, negotiation_id: int, seconds: float, tokens: list[str]) -> None:
        self.port, self.negotiation_id, self.seconds, self.tokens = port, negotiation_id, seconds, tokens
        self.waiting, self.broken, self.asked = len(tokens), 0, 0
        self.ready = asyncio.Event()
        self.end = 0.0

    def request(self, path: str, token: str, *more: str) -> bytes:
        lines = (f"GET /n/{self.negotiation_id}/{path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: wgtracker={token}", *more)
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def note_first(self) -> None:
        self.waiting -= 1
        if not self.waiting:
            self.end = time.monotonic() + self.seconds
            print("ready", flush=True)
            self.ready.set()

    async def stream(self, token: str) -> Heard:
        """Read one stream to the end of the time."""
        page = Page(self.note_first)
        transport, _protocol = await asyncio.get_running_loop().create_connection(lambda: page, "127.0.0.1", self.port)
        transport.write(self.request("stream", token))
        await self.ready.wait()
        await asyncio.sleep(max(0.0, self.end - time.monotonic()))
        self.broken += page.lost
        transport.close()
        return page.heard

    async def poll(self, token: str) -> Heard:
        """Ask again and again, over one connection for as long as the server keeps it, as browsers do."""
        heard: Heard = []
        line = Line(self.port)
        mark, act, first = "", 0, True
        await asyncio.sleep(random.uniform(0, POLL))
        while not self.end or time.monotonic() < self.end:
            mark, act, news = await self.ask(line, token, mark, act)
            if news:
                heard.append((news, time.monotonic()))
            if first:
                first = False
                self.note_first()
            await asyncio.sleep(POLL * random.uniform(1 - SPREAD, 1 + SPREAD))
        line.close()
        return heard

    async def ask(self, line: "Line", token: str, mark: str, act: int) -> tuple[str, int, int]:
        """Ask once; give the mark and the act to ask with next, and the pulse where it is a new one."""
        self.asked += 1
        try:
            status, body = await line.ask(self.request(f"live?since={act}", token, f"If-None-Match: {mark}"))
        except (OSError, EOFError):
            self.broken += 1
            return mark, act, 0
        if status != 200:
            self.broken += status != 304
            return mark, act, 0
        told = json.loads(body)
        return f'"{told["pulse"]}"', told["act"], told["pulse"]


class Page(asyncio.Protocol):
    """An open stream: notes when which pulse came, and nothing else, so that five hundred of them hear at once what is sent at once."""

    def __init__(self, began: Callable[[], None]) -> None:
        self.began = began
        self.heard: Heard = []
        self.rest = b""
        self.lost = False

    def data_received(self, data: bytes) -> None:
        """Take what came; a message counts with the empty line after it."""
        at, *whole = time.monotonic(), *(self.rest + data).split(b"\n\n")
        self.rest = whole.pop()
        for message in whole:
            found = _PULSE.search(message)
            if found:
                self.heard.append((int(found[1]), at))
                if len(self.heard) == 1:
                    self.began()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the server ended it."""
        self.lost = True


class Line:
    """A connection that is kept between questions, and opened again where the server closed it meanwhile."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; give status and body. Raises OSError and EOFError where even a new connection breaks."""
        if self.ends is not None:
            try:
                return await self._send(*self.ends, request)
            except (OSError, EOFError):
                self.close()
        self.ends = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._send(*self.ends, request)

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bytes]:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
        status = int(head.split(b" ", 2)[1])
        body = await reader.readexactly(length) if status != 304 else b""
        if b"connection: close" in head:
            self.close()
        return status, body

    def close(self) -> None:
        """Give the connection back."""
        if self.ends is not None:
            self.ends[1].close()
            self.ends = None


async def follow(kind: str, crowd: Crowd) -> list[Heard]:
    """Be all of them; those who want streams come over two seconds, as people do."""
    pages = []
    for token in crowd.tokens:
        pages.append(asyncio.create_task(crowd.stream(token) if kind == "stream" else crowd.poll(token)))
        await asyncio.sleep(2.0 / len(crowd.tokens))
    return await asyncio.gather(*pages)


def main() -> None:
    kind, port, negotiation_id, seconds = sys.argv[1:]
    crowd = Crowd(int(port), int(negotiation_id), float(seconds), sys.stdin.read().split())
    heard = asyncio.run(follow(kind, crowd))
    print(json.dumps({"heard": heard, "broken": crowd.broken, "asked": crowd.asked}), flush=True)


if __name__ == "__main__":
    main()
