"""``generate``: a plausible county that does not exist, with mistakes whose places are known."""

import gc
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period, parse_period, previous
from pipeline.sample.between import counted_twice, how_many, shared_persons
from pipeline.sample.books import keep_books
from pipeline.sample.boundaries_file import write_boundaries
from pipeline.sample.manifest import MANIFEST, TRUTH, Manifest
from pipeline.sample.mistakes import Wrong, assign
from pipeline.sample.plan_files import PlanWriter
from pipeline.sample.planning import plan_scene
from pipeline.sample.post import Delivery, deliveries
from pipeline.sample.roster_file import write_roster
from pipeline.sample.scene import Scene
from pipeline.sample.truth import LeftOut, truth
from pipeline.sample.workforce import with_mergers
from pipeline.sample.writing import CORRECTED, INBOX, Job, Writer, Written

Progress = Callable[[int, int], None]
"""Called with the number of files written so far, and of all."""
Key = tuple[str, str]
"""Unit and period of a report."""
WORKERS, FEW_FILES, CHUNK = 2, 150, 4
_writer: Writer | None = None


def generate(
    out: Path,
    catalogue: Catalogue,
    *,
    units: int = 300,
    periods: int = 8,
    seed: int = 1,
    last_period: str = "2024Q4",
    mistakes: float = 0.06,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> Manifest:
    """Write config, inbox, corrected files and manifest into ``out``; replace what was there.

    The same arguments and definitions give the same bytes. ``mistakes`` is the share of the
    files that get exactly one mistake; of the others, some are wrong together with another.
    """
    quarters = last_quarters(catalogue, last_period, periods)
    scene = with_mergers(plan_scene(seed, units, quarters))
    prepare(out, quarters)
    post = deliveries(scene, catalogue)
    sent = [(d.unit, d.period) for own in post.values() for d in own if d.received_on]
    wrong = assign(seed, sent, mistakes)
    free, many = set(sent) - wrong.keys(), how_many(len(sent), mistakes)
    books = {union.code: keep_books(scene, union) for union in scene.unions}
    shared = shared_persons(seed, books, free, many)
    scene, twice = counted_twice(scene, post, free - shared.keys(), many)
    jobs = plan_jobs(scene, post, wrong, shared)
    manifest = begin(scene, mistakes, post)
    collect(manifest, write_all(Writer(catalogue, scene, out), jobs, workers), progress, jobs)
    manifest.mistakes += twice
    missing = {(m["unit"], m["period"]) for m in manifest.missing}
    before = LeftOut(frozenset(missing | manifest.withheld), frozenset(manifest.held))
    variants = {"before": before, "after": LeftOut(frozenset(missing))}
    manifest.truth = truth(scene, books, variants)
    write_roster(out / "config" / "org_units.csv", scene)
    write_boundaries(out / "config" / "boundaries" / "county.geojson", scene)
    plans = PlanWriter(catalogue, scene, manifest.truth)
    plans.write(out / "config" / "plans")
    manifest.split_gaps = plans.gaps
    manifest.write(out)
    return manifest


def last_quarters(catalogue: Catalogue, last: str, count: int) -> tuple[Period, ...]:
    """Return so many quarters up to and with the last."""
    found = [parse_period(last, catalogue.calendars)]
    while len(found) < count:
        found.insert(0, previous(found[0], catalogue.calendars[found[0].calendar]))
    return tuple(found)


def prepare(out: Path, quarters: Iterable[Period]) -> None:
    """Remove what an earlier run left, and make the folders."""
    for name in (INBOX, CORRECTED, "config"):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in (MANIFEST, TRUTH):
        (out / name).unlink(missing_ok=True)
    (out / "config" / "plans").mkdir(parents=True)
    for quarter in quarters:
        for folder in (INBOX, CORRECTED):
            (out / folder / quarter.code).mkdir(parents=True)


def plan_jobs(
    scene: Scene, post: dict[str, list[Delivery]], wrong: Mapping[Key, list[str]],
    shared: Mapping[Key, Wrong],
) -> list[Job]:  # fmt: skip
    """Return what each union writes, and where it goes wrong."""
    return [
        Job(
            union,
            tuple(post[union.code]),
            {period: kinds for (unit, period), kinds in wrong.items() if unit == union.code},
            {period: one for (unit, period), one in shared.items() if unit == union.code},
        )
        for union in scene.unions
    ]


def begin(scene: Scene, share: float, post: dict[str, list[Delivery]]) -> Manifest:
    """Return a manifest with everything that is known before writing."""
    every = [delivery for own in post.values() for delivery in own]
    manifest = Manifest(
        scene.seed,
        [q.code for q in scene.quarters],
        scene.county.code,
        [t.code for t in scene.townships],
        str(share),
    )
    manifest.late = sorted(d.name for d in every if d.late)
    manifest.missing = [
        {"unit": d.unit, "period": d.period} for d in every if d.received_on is None
    ]
    manifest.events = events(scene)
    return manifest


def events(scene: Scene) -> dict[str, dict[str, str]]:
    """Return what happened to units: merged, renamed, moved, opened."""
    found: dict[str, dict[str, str]] = {}
    for union in scene.unions:
        first, last = union.versions[0], union.versions[-1]
        since = str(last.since or "")
        if union.merged_into:
            found[union.code] = {"merged_into": union.merged_into, "on": str(last.until)}
        elif first.zh != last.zh:
            found[union.code] = {"renamed_from": first.zh, "to": last.zh, "on": since}
        elif first.parent != last.parent:
            found[union.code] = {"moved_from": first.parent, "to": last.parent, "on": since}
        elif union.opened_on:
            found[union.code] = {"opened": str(union.opened_on)}
    return found


def collect(
    manifest: Manifest, written: Iterable[Written], progress: Progress | None, jobs: list[Job]
) -> None:
    """Enter what was written into the manifest, in the order of the roster."""
    total = sum(1 for job in jobs for d in job.deliveries if d.received_on)
    for own in written:
        manifest.files += own.files
        manifest.mistakes += own.mistakes
        manifest.remarks += own.remarks
        if progress:
            progress(min(len(manifest.files), total), total)


def write_all(writer: Writer, jobs: list[Job], workers: int) -> Iterator[Written]:
    """Write the workbooks, in several processes when there are many."""
    if workers < 2 or sum(len(job.deliveries) for job in jobs) < FEW_FILES:
        yield from map(writer.write, jobs)
        return
    given = (writer.catalogue, writer.scene, writer.out)
    with ProcessPoolExecutor(workers, get_context("spawn"), start_worker, given) as pool:
        yield from pool.map(write_in_worker, jobs, chunksize=CHUNK)


def start_worker(catalogue: Catalogue, scene: Scene, out: Path) -> None:
    """Prepare a worker process."""
    global _writer
    _writer = Writer(catalogue, scene, out)
    gc.set_threshold(50_000)


def write_in_worker(job: Job) -> Written:
    """Write one union's workbooks in a worker process."""
    assert _writer is not None
    return _writer.write(job)
