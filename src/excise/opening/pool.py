"""The sealed workers, one per kind of reader: started when first needed, replaced when they die, ended with the run.

A file whose reader dies, hangs or eats memory costs its own answer only: the batch is sent again, each answer by itself,
until the first one missing stands at the front of a fresh worker; that one is unreadable, the rest goes on.
"""

import importlib
import itertools
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import READERS, ByteSource, BytesSource, ReaderSpec
from excise.opening.coding import Decoder, decoder_for
from excise.opening.link import Link, WorkerEndedError, nonsense
from excise.opening.sealing import CPU_SECONDS

K = TypeVar("K")

KINDS = {
    "os-release": "packages", "dpkg": "packages", "apk": "packages",
    "rpm-sqlite": "packages", "rpm-bdb": "packages", "rpm-ndb": "packages",
    "unit": "heads", "desktop": "heads", "executable": "heads",
    "sniff": "documents", "table": "documents", "sbom-json": "documents", "sbom-xml": "documents", "spdx-tag-value": "documents",
}  # fmt: skip
"""Readers that share a process; each other reader has one of its own."""

CODECS = (
    "utf_8_sig", "utf_16", "utf_32", "cp1250", "cp1252", "cp1251", "cp437", "cp850", "cp852", "cp866", "mac_roman", "latin_1",
    "iso8859_15", "koi8_r", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
"""What people may say a document is written in: a sealed worker can't import a codec any more."""

WHOLE_BYTES = 1 << 20
"""A single source up to this size is sent with its request."""
BATCH_BYTES = 1 << 20
BATCH_FILES = 256
BATCH_WHOLE_BYTES = 1 << 18
"""In a batch a file up to this size is sent whole; of a longer one the worker asks for ranges."""
_HEAD_BYTES = 1 << 16
_LEAST_PATIENCE_SECONDS = 1.0

Item = bytes | ByteSource | UnreadableError
Result = tuple[Any, ...] | UnreadableError
_Sent = list[tuple[Any, ByteSource]]


class Workers:
    """The pool.

    Args:
        limits: What strangers' bytes may take.
        extra_readers: Readers beyond those of the registry, by name.
        extra_paths: Folders from which a worker may import the modules of extra readers.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        extra_readers: Mapping[str, ReaderSpec] | None = None,
        extra_paths: Sequence[str] = (),
    ) -> None:
        self.limits = limits or Limits()
        self._readers = {**READERS, **(extra_readers or {})}
        self._paths = extra_paths
        self._decoders: dict[str, Decoder] = {}
        self._free: dict[str, list[Link]] = {}
        self._links: set[Link] = set()
        self._sealing = ""
        self._ended = threading.Event()
        self._watchdog: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all workers and wait for them."""
        self._ended.set()
        for link in list(self._links):
            self._put_away(link)
        if self._watchdog is not None:
            self._watchdog.join()
            self._watchdog = None
        self._free.clear()

    def prepare(self, *readers: str) -> None:
        """Start the workers of these readers now, without waiting, so that they are ready when they are needed."""
        for kind in sorted({self._kind(reader) for reader in readers}):
            if not self._free.get(kind):
                self._free.setdefault(kind, []).append(self._start(kind))

    def sealing(self) -> str:
        """Say in one line what seals the workers of this run; empty when no file needed one."""
        return self._sealing

    def pids(self) -> list[int]:
        """List the process ids of the workers that run now."""
        return sorted(link.pid for link in self._links)

    def read(self, reader: str, source: ByteSource, options: Mapping[str, str] | None = None) -> Generator[Any, None, None]:
        """Give the records that a reader finds in one source of any size, as they come.

        Raises:
            UnreadableError: From any step of the iterator.
            UnsupportedKindError: The reader recognised what it does not read.
        """
        decode = self._decoder(reader)
        size = source.size
        head = source.read_at(0, size if size is not None and size <= WHOLE_BYTES else _HEAD_BYTES)
        with self._borrow(reader) as link:
            try:
                link.send(["read", reader, options or {}, size], head)
                while True:
                    word, *said = link.receive({0: source})
                    if word == "records":
                        yield from map(decode, said[0])
                    elif word == "done":
                        return
                    else:
                        raise _error(*said)
            except WorkerEndedError as ended:
                raise ended.reason from ended
            except ValueError as error:
                raise nonsense() from error

    def read_each(
        self, reader: str, items: Iterable[tuple[K, Item]], options: Mapping[str, str] | None = None
    ) -> Generator[tuple[K, Result], None, None]:
        """Read many small files by one reader in batches, in order; an item that is an error already is passed on.

        While a worker reads one batch, the next is gathered from `items`.
        """
        lane = _Lane(self, reader, self._decoder(reader), options or {})
        try:
            for batch in _batches(items):
                yield from lane.exchange(batch)
            yield from lane.exchange([])
        finally:
            lane.close()

    def lease(self, reader: str) -> Link:
        """Take a worker of the reader's kind out of the pool, or start one."""
        free = self._free.setdefault(self._kind(reader), [])
        while free and not free[-1].is_alive():  # a worker that died idle is no file's fault
            self._put_away(free.pop())
        link = free.pop() if free else self._start(self._kind(reader))
        self._sealing = self._sealing or link.sealing()
        return link

    def give_back(self, reader: str, link: Link) -> None:
        """Take a worker back: to be used again if it is idle and young enough, to be ended otherwise."""
        if link.idle and link.cpu_seconds < CPU_SECONDS / 2 and not self._ended.is_set():
            link.patience_seconds = self.limits.worker_silence_seconds
            self._free.setdefault(self._kind(reader), []).append(link)
        else:
            self._put_away(link)

    @contextmanager
    def _borrow(self, reader: str) -> Iterator[Link]:
        link = self.lease(reader)
        try:
            yield link
        finally:
            self.give_back(reader, link)

    def _kind(self, reader: str) -> str:
        return KINDS.get(reader, reader)

    def _start(self, kind: str) -> Link:
        readers = {name: spec for name, spec in self._readers.items() if self._kind(name) == kind}
        link = Link(readers, self.limits, paths=self._paths, codecs=CODECS if kind == "documents" else ())
        self._links.add(link)
        if self._watchdog is None:
            self._ended.clear()
            self._watchdog = threading.Thread(target=self._watch, name="excise-watchdog", daemon=True)
            self._watchdog.start()
        return link

    def _put_away(self, link: Link) -> None:
        self._links.discard(link)
        link.close()

    def _watch(self) -> None:
        tick = min(1.0, self.limits.worker_silence_seconds / 10)
        while not self._ended.wait(tick):
            now = time.monotonic()
            for link in tuple(self._links):
                link.end_if_late(now)

    def _decoder(self, reader: str) -> Decoder:
        if reader not in self._decoders:
            spec = self._readers[reader]
            module = importlib.import_module(spec.module)
            self._decoders[reader] = decoder_for(tuple(getattr(module, name) for name in spec.records))
        return self._decoders[reader]


class _Lane:
    """One `read_each` at work: a worker, at most one batch in it, and what happens when it dies."""

    def __init__(self, workers: Workers, reader: str, decode: Decoder, options: Mapping[str, str]) -> None:
        self._workers = workers
        self._reader = reader
        self._decode = decode
        self._options = options
        self._patience_seconds = workers.limits.worker_silence_seconds
        self._link: Link | None = None
        self._under_way: list[tuple[Any, Item]] = []
        self._sent: _Sent = []

    def exchange(self, batch: list[tuple[Any, Item]]) -> list[tuple[Any, Result]]:
        """Give the results of the batch before, after sending this one."""
        answers = iter(self._finish())
        results = [(key, item if isinstance(item, UnreadableError) else next(answers)) for key, item in self._under_way]
        self._under_way = batch
        self._sent = [(key, _source(item)) for key, item in batch if not isinstance(item, UnreadableError)]
        if self._sent:
            try:
                self._send(self._sent, eager=False)
            except WorkerEndedError:
                self.close()
        return results

    def close(self) -> None:
        """Give the worker back; one that is still at work is ended."""
        if self._link is not None:
            self._workers.give_back(self._reader, self._link)
            self._link = None

    def _send(self, sent: _Sent, *, eager: bool) -> None:
        if self._link is None:
            self._link = self._workers.lease(self._reader)
            self._link.patience_seconds = self._patience_seconds
        wholes = [_whole(source) for _, source in sent]
        sizes = [(source.size, len(whole)) for (_, source), whole in zip(sent, wholes, strict=True)]
        self._link.send(["each", self._reader, self._options, sizes, eager], b"".join(wholes))

    def _finish(self) -> list[Result]:
        """Give the answers to all that was sent."""
        if not self._sent:
            return []
        results, _ = self._receive(self._sent)
        while len(results) < len(self._sent):
            rest = self._sent[len(results) :]
            more, ended = self._again(rest)
            results += more or [ended]
        return results

    def _again(self, rest: _Sent) -> tuple[list[Result], UnreadableError]:
        """Send what has no answer to a fresh worker, each answer by itself, so that the first one missing is the culprit."""
        try:
            self._send(rest, eager=True)
        except WorkerEndedError as error:
            self.close()
            return [], error.reason
        return self._receive(rest)

    def _receive(self, sent: _Sent) -> tuple[list[Result], UnreadableError]:
        results: list[Result] = []
        sources = {number: source for number, (_, source) in enumerate(sent)}
        try:
            while self._link is not None and not self._link.idle:
                word, *said = self._link.receive(sources)
                if word == "answers":
                    results += itertools.starmap(self._result, said[0])
            ended = UnreadableError("its reader gave no answer")
        except WorkerEndedError as error:
            ended = error.reason
            if isinstance(ended, LimitExceededError):
                # Trust is spent by half each time, so that many hanging files can't hold the run for long.
                least = min(_LEAST_PATIENCE_SECONDS, self._patience_seconds)
                self._patience_seconds = max(least, self._patience_seconds / 2)
            self.close()
        except (ValueError, TypeError):
            ended = nonsense()
            self.close()
        return results[: len(sent)], ended

    def _result(self, records: list[Any], error: list[str] | None) -> Result:
        if error is None:
            return tuple(map(self._decode, records))
        told = _error(*error)
        return told if isinstance(told, UnreadableError) else UnreadableError(str(told))


def _source(item: bytes | ByteSource) -> ByteSource:
    return BytesSource(item) if isinstance(item, bytes) else item


def _whole(source: ByteSource) -> bytes:
    return source.raw if isinstance(source, BytesSource) and len(source.raw) <= BATCH_WHOLE_BYTES else b""


def _in_hand(item: Item) -> Item:
    """Read a small source now, so that a batch holds its bytes or its error."""
    if isinstance(item, (bytes, UnreadableError)) or item.size is None or item.size > BATCH_WHOLE_BYTES:
        return item
    try:
        return item.read_at(0, item.size)
    except UnreadableError as error:
        return error


def _batches(items: Iterable[tuple[K, Item]]) -> Iterator[list[tuple[K, Item]]]:
    batch: list[tuple[K, Item]] = []
    length = 0
    for key, item in items:
        ready = _in_hand(item)
        batch.append((key, ready))
        length += len(ready) if isinstance(ready, bytes) else 0
        if len(batch) >= BATCH_FILES or length >= BATCH_BYTES:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _error(sort: str, problem: str, where: str) -> UnreadableError | UnsupportedKindError:
    match sort:
        case "unsupported":
            return UnsupportedKindError(problem, where)
        case "format":
            return FormatError(problem, where)
        case "limit":
            return LimitExceededError(problem, where)
        case _:
            return UnreadableError(problem, where)
