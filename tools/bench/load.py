"""A bounded load on a server of our own on the loopback address: C clients for some seconds, then it stops.

One process and raw requests, so that the load costs little of the two cores it shares with the server.
"""

import asyncio
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Result:
    """Times of answers in seconds, and how many answers were not what they should be."""

    took: float = 0
    times: list[float] = field(default_factory=list)
    wrong: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.took if self.took else 0

    def within(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        times = sorted(self.times)
        return 1000 * times[min(len(times) - 1, int(len(times) * share))] if times else 0


def request(method: str, path: str, *, headers: dict[str, str], body: str = "") -> bytes:
    """The bytes of a request; the server closes the connection after its answer."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", body]).encode()


def press(port: int, sent: bytes, *, expect: int = 200, clients: int = 32, seconds: float = 5) -> Result:
    """Let the clients ask one after the other until the time is up."""
    result = Result()
    began = time.perf_counter()
    asyncio.run(_all(port, sent, expect, clients, began + seconds, result))
    result.took = time.perf_counter() - began
    return result


async def _all(port: int, sent: bytes, expect: int, clients: int, end: float, result: Result) -> None:
    await asyncio.gather(*(_client(port, sent, expect, end, result) for _ in range(clients)))


async def _client(port: int, sent: bytes, expect: int, end: float, result: Result) -> None:
    while (began := time.perf_counter()) < end:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(sent)
        answer = await reader.read()
        writer.close()
        if answer.startswith(f"HTTP/1.1 {expect} ".encode()):
            result.times.append(time.perf_counter() - began)
        else:
            result.wrong += 1
