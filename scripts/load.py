"""The load check: the program behind nginx, asked by many at once, for long, and while its index is swapped.

usage: python scripts/load.py [--seconds N] [--processes N] [--sessions N] [--swaps N] [--only PART ...]

Needs nginx and wrk. The real model answers over the example corpus; each client has an address of its own, and the
limits for one visitor are off. Questions differ, and half of them are new to the server, so that they are embedded.

  busy      50 clients ask as fast as they are answered: wrk, for so many seconds
  paced     25 questions a second, whether the last ones are answered or not
  api       so many questions over the REST interface, each a session of its own; memory before and after
  chat      so many chat sessions through the chat's queue, with an open page each; memory before and after
  swaps     50 swaps of the index under load; each quote is looked up in the version that its answer names
"""

import argparse
import asyncio
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # The tests start the same servers.

from fronting import fronted  # noqa: E402
from serving import process  # noqa: E402

from assistant.embedding import DEFAULT_MODEL, open_embedder  # noqa: E402
from assistant.index import build_index, load_index, roll_back  # noqa: E402
from assistant.types import BlockKind  # noqa: E402

Session = Callable[[int], Awaitable[object]]

PARTS = ("busy", "paced", "api", "chat", "swaps")
CLIENTS = 50
RATE = 25
SWAPS = 50
EXPECTED = {200, 429, 503}
WARM = 1000
"""Sessions before memory is first read: by then all caches and the table of conversations are full."""
WRK = """
local questions = {{{questions}}}
local number, thread = 0, 0
local threads = {{}}
function setup(thread_)
  thread_:set("thread", #threads)
  table.insert(threads, thread_)
end
function init(arguments)
  counts = {{}}
end
function request()
  number = number + 1
  local asked = questions[(number * 7 + thread * 13) % #questions + 1]
  if number % 2 == 0 then asked = asked .. " " .. thread .. number end
  local visitor = "10." .. thread .. "." .. (number % 250) .. ".7"
  local headers = {{["Content-Type"] = "application/json", ["X-Visitor"] = visitor}}
  return wrk.format("POST", "/api/v1/ask", headers, '{{"question": "' .. asked .. '"}}')
end
function response(status)
  counts[status] = (counts[status] or 0) + 1
end
function done(summary, latency)
  local total = {{}}
  for _, one in ipairs(threads) do
    for status, count in pairs(one:get("counts")) do total[status] = (total[status] or 0) + count end
  end
  local list = {{}}
  for status, count in pairs(total) do table.insert(list, '"' .. status .. '": ' .. count) end
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format('RESULT {{"seconds": %f, "p50": %f, "p95": %f, "p99": %f, "lost": %d, "statuses": {{%s}}}}',
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    failed, table.concat(list, ", ")))
end
"""


class Site:
    """The program behind nginx: where it is, what it can be asked, and what its versions say."""

    def __init__(self, folder: Path, processes: int, stack: ExitStack) -> None:
        self.index = folder / "index"
        self.texts: dict[str, dict[str, str]] = {}
        self.questions = self._build(folder)
        settings = {
            "index": self.index,
            "corpus": folder / "corpus",
            "curated": folder / "curated",
            "embedding_model": DEFAULT_MODEL,
            "questions_per_minute": 0,
            "questions_per_day": 0,
            "visitor_questions_per_day": 0,
            "trusted_proxies": "127.0.0.1",
            "reload_seconds": 0.2,
        }
        log = stack.enter_context((folder / "log.txt").open("w"))
        started = [stack.enter_context(process(ROOT, log=log, **settings)) for _ in range(processes)]
        self.pids = [running.pid for running, _ in started]
        self.backends = [address for _, address in started]
        (folder / "nginx").mkdir()
        self.address = stack.enter_context(fronted(folder / "nginx", *self.backends))

    def _build(self, folder: Path) -> list[str]:
        """Two versions of the example corpus that differ in each document, and the questions they ask."""
        corpus = shutil.copytree(ROOT / "corpus", folder / "corpus")
        embedder = open_embedder(DEFAULT_MODEL)
        for time_ in range(2):
            for file in corpus.rglob("*.md") if time_ else ():
                text = file.read_text("utf-8")
                file.write_text(re.sub(r"(?m)^(# .*)$", r"\1\n\nThis page was read through once more.", text), "utf-8")
            version = build_index(corpus, self.index, embedder, passage_tokens=128, max_bytes=10**7).version
            held = load_index(self.index, version)
            self.texts[version] = {name: document.text for name, document in held.documents.items()}
        kinds = (BlockKind.QUESTION, BlockKind.HEADING)
        blocks = [(one.text, block) for one in held.documents.values() for block in one.blocks if block.kind in kinds]
        asked = {text[block.start : block.end] for text, block in blocks}
        return sorted(re.sub(r'["\\\n]', " ", one) for one in asked)

    def memory(self) -> float:
        """Megabytes that the processes hold of their own, all together."""
        return sum(_of_process(pid, "smaps_rollup", r"Pss_Anon:\s+(\d+)") for pid in self.pids) / 1024

    def cpu(self) -> float:
        """Seconds of the processor that they have used, all together."""
        return sum(
            sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])) for pid in self.pids
        ) / os.sysconf("SC_CLK_TCK")

    def client(self) -> httpx.AsyncClient:
        """For many requests at once."""
        limits = httpx.Limits(max_connections=400, max_keepalive_connections=100)
        return httpx.AsyncClient(base_url=self.address, timeout=60, limits=limits)


def _of_process(pid: int, file: str, pattern: str) -> int:
    found = re.search(pattern, Path(f"/proc/{pid}/{file}").read_text())
    return int(found[1]) if found else 0


def visitor(number: int) -> dict[str, str]:
    return {"X-Visitor": f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250}"}


def busy(site: Site, seconds: int) -> dict[str, object]:
    script = site.index.parent / "wrk.lua"
    script.write_text(WRK.format(questions=", ".join(f'"{one}"' for one in site.questions)), "utf-8")
    command = ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), site.address]
    before = site.cpu()
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(next(line for line in out.splitlines() if line.startswith("RESULT "))[7:])
    statuses = {int(status): count for status, count in found["statuses"].items()}
    return row(found["seconds"], statuses, found["lost"], site.cpu() - before, found)


def row(
    seconds: float, statuses: dict[int, int], lost: int, cpu: float, latency: dict[str, float]
) -> dict[str, object]:
    total = sum(statuses.values())
    wrong = lost + sum(count for status, count in statuses.items() if status not in EXPECTED)
    return {
        "requests/s": f"{total / seconds:.1f}",
        **{f"{name} ms": f"{latency[name]:.0f}" for name in ("p50", "p95", "p99")},
        "statuses": " ".join(f"{status}:{count}" for status, count in sorted(statuses.items())),
        "errors": wrong,
        "cpu ms/request": f"{cpu * 1000 / max(total, 1):.1f}",
    }


class Tally:
    """What requests took and how they ended."""

    def __init__(self, site: Site) -> None:
        self.site, self.cpu, self.started = site, site.cpu(), time.monotonic()
        self.statuses: Counter[int] = Counter()
        self.lost = 0
        self.took: list[float] = []

    async def ask(self, client: httpx.AsyncClient, number: int) -> dict | None:
        """The answer to one question; every second one is new."""
        question = self.site.questions[number * 7 % len(self.site.questions)] + (f" {number}" if number % 2 else "")
        return await self.send(client, "/api/v1/ask", {"question": question}, number)

    async def send(self, client: httpx.AsyncClient, path: str, body: dict, number: int) -> dict | None:
        """What came back, where that is an answer; it is counted however it ended."""
        started = time.monotonic()
        try:
            response = await client.post(path, json=body, headers=visitor(number))
        except httpx.HTTPError:
            self.lost += 1
            return None
        self.took.append((time.monotonic() - started) * 1000)
        self.statuses[response.status_code] += 1
        return response.json() if response.status_code == 200 else None

    def row(self) -> dict[str, object]:
        """The figures, by their names."""
        seconds = time.monotonic() - self.started
        cut = statistics.quantiles(self.took, n=100) if len(self.took) > 1 else [0.0] * 99
        latency = {"p50": cut[49], "p95": cut[94], "p99": cut[98]}
        return row(seconds, self.statuses, self.lost, self.site.cpu() - self.cpu, latency)


async def paced(site: Site, seconds: int) -> dict[str, object]:
    tally = Tally(site)
    async with site.client() as client, asyncio.TaskGroup() as group:
        for number in range(RATE * seconds):
            await asyncio.sleep(max(0, tally.started + number / RATE - time.monotonic()))
            group.create_task(tally.ask(client, number))
    return tally.row()


async def in_turns(work: Session, count: int, *, at_once: int, first: int = 0) -> None:
    """Does the work for each number, so many at once."""
    numbers = iter(range(first, first + count))

    async def worker() -> None:
        for number in numbers:
            await work(number)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())


async def api(site: Site, sessions: int) -> dict[str, object]:
    async with site.client() as client:
        return await grown(site, sessions, lambda tally: lambda number: tally.ask(client, number))


async def chat(site: Site, sessions: int) -> dict[str, object]:
    async with site.client() as client:
        functions = (await client.get("/config")).json()["dependencies"]
        (submit,) = [number for number, one in enumerate(functions) if one["targets"][0][1] == "submit"]

        def session(tally: Tally) -> Session:
            async def opened(number: int) -> None:
                page = f"load{number}"
                # An open page holds the first response for as long as it is open.
                async with client.stream("GET", f"/gradio_api/heartbeat/{page}", headers=visitor(number)):
                    question = site.questions[number % len(site.questions)]
                    event = {"fn_index": submit, "session_hash": page, "data": [question, "", None]}
                    await tally.send(client, "/gradio_api/queue/join", event, number)
                    data = {"session_hash": page}
                    response = await client.get("/gradio_api/queue/data", params=data, headers=visitor(number))
                    if '"success":true' not in response.text.replace(" ", ""):
                        tally.lost += 1

            return opened

        return await grown(site, sessions, session)


async def grown(site: Site, sessions: int, work: Callable[[Tally], Session]) -> dict[str, object]:
    warm = min(WARM * len(site.pids), sessions // 2)
    await in_turns(work(Tally(site)), warm, at_once=16)
    before, tally = site.memory(), Tally(site)
    await in_turns(work(tally), sessions - warm, at_once=16, first=warm)
    after = site.memory()
    return {
        **tally.row(),
        "sessions": sessions,
        "MB before": f"{before:.0f}",
        "MB after": f"{after:.0f}",
        "kB/session": f"{(after - before) * 1024 / max(sessions - warm, 1):.1f}",
    }


async def swaps(site: Site, count: int) -> dict[str, object]:
    tally, wrong, seen, stop = Tally(site), 0, Counter(), asyncio.Event()
    quotes = 0

    async def ask(client: httpx.AsyncClient, number: int) -> None:
        nonlocal wrong, quotes
        for turn in itertools.count():
            if stop.is_set():
                return
            if answer := await tally.ask(client, number * 100_003 + turn):
                seen[answer["index_version"]] += 1
                texts = site.texts[answer["index_version"]]
                for one in answer["citations"]:
                    quotes += 1
                    wrong += one["quote"] != texts[one["doc_id"]][one["start"] : one["end"]]

    async def served(client: httpx.AsyncClient) -> set[str]:
        return {(await client.get(f"{one}/readyz")).json()["index_version"] for one in site.backends}

    async with site.client() as client:
        async with asyncio.TaskGroup() as group:
            for number in range(CLIENTS):
                group.create_task(ask(client, number))
            for _, version in zip(range(count), itertools.cycle(site.texts), strict=False):
                await asyncio.to_thread(roll_back, site.index, version)
                while await served(client) != {version}:
                    await asyncio.sleep(0.1)
            stop.set()
        degraded = (await client.get("/healthz")).json()["status"] != "ok"
    result = tally.row()
    result["errors"] = int(result["errors"]) + wrong + degraded
    versions = " ".join(f"{number}" for number in seen.values())
    return {**result, "swaps": count, "answers of each version": versions, "quotes checked": quotes, "wrong": wrong}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long to ask, in `busy` and `paced` (default 60)")
    parser.add_argument("--processes", type=int, default=2, help="how many processes behind nginx (default 2)")
    parser.add_argument("--sessions", type=int, default=10_000, help="how many, in `api` and `chat` (default 10000)")
    parser.add_argument("--swaps", type=int, default=SWAPS, help=f"how many swaps of the index (default {SWAPS})")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    ended_well = True
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        site = Site(Path(folder), options.processes, stack)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.processes} processes behind nginx\n")
        busy(site, 3)  # The first questions load what is loaded late.
        for part in options.only:
            if part == "busy":
                found = busy(site, options.seconds)
            elif part == "paced":
                found = asyncio.run(paced(site, options.seconds))
            elif part == "swaps":
                found = asyncio.run(swaps(site, options.swaps))
            else:
                found = asyncio.run((api if part == "api" else chat)(site, options.sessions))
            print(part)
            for name, value in found.items():
                print(f"  {name:<24} {value}")
            print(flush=True)
            ended_well &= not found["errors"]
    return 0 if ended_well else 1


if __name__ == "__main__":
    sys.exit(main())
