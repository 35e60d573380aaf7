"""Carry frames between two network cards, each late by so many milliseconds: `relay.py CARD CARD MILLISECONDS LOSS`.

For kernels without netem. Frames that a card itself sends are not taken up again.
"""

import heapq
import random
import select
import socket
import sys
import time

_EVERY_PROTOCOL = 3
_OUTGOING = 4


def main(first: str, second: str, delay_seconds: float, loss: float) -> None:
    """Relay until ended."""
    ends = [_open(first), _open(second)]
    waiting: list[tuple[float, int, int, bytes]] = []
    count = 0
    while True:
        left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for end in select.select(ends, [], [], left)[0]:
            try:
                frame, address = end.recvfrom(70000)
            except OSError:
                continue
            if address[2] != _OUTGOING and random.random() >= loss:
                count += 1
                heapq.heappush(waiting, (time.monotonic() + delay_seconds, count, 1 - ends.index(end), frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, to, frame = heapq.heappop(waiting)
            try:
                ends[to].send(frame)
            except OSError:
                continue


def _open(card: str) -> socket.socket:
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_EVERY_PROTOCOL))
    end.bind((card, 0))
    end.setblocking(False)
    return end


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000, float(sys.argv[4]))
