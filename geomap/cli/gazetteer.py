"""`geomap gazetteer`: what is in it, search, install, check, and the user's own layer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geomap.cli.common import Run, counted, gazetteer_option, open_gazetteer, plain_errors, put, quiet_option


@click.group("gazetteer")
def gazetteer_group() -> None:
    """The gazetteer: what is in it, and search."""


@gazetteer_group.command()
@click.option("--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
@gazetteer_option
@plain_errors
def info(fmt: str, gazetteer_path: str | None) -> None:
    """Say which gazetteer is used, what it holds, from which sources, and how old it is."""
    import json
    from dataclasses import asdict

    from geomap.gazetteer.contents import contents
    from geomap.safetext import clean_text

    found = contents(open_gazetteer(gazetteer_path))
    if fmt == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
        return
    age = "shipped with geomap"
    if found.age_days is not None:
        age = f"installed on {found.installed}, {counted(found.age_days, 'day')} ago"
    click.echo(f"gazetteer: {found.folder}\n  {age}")
    for heading, counts in {"": found.counts, **found.by, "your own layer": found.own}.items():
        if heading:
            click.echo(f"{heading}:")
        for what, count in counts.items():
            click.echo(f"  {count:7} {clean_text(what)}")
    if found.sources:
        click.echo("sources:")
    for source, line in found.sources.items():
        click.echo(f"  {source}: {clean_text(line)}")


@gazetteer_group.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@gazetteer_option
@plain_errors
def search(name: str, limit: int, gazetteer_path: str | None) -> None:
    """List the places whose names are like NAME, best first."""
    from geomap.matching import find_candidates

    for candidate in find_candidates(name, open_gazetteer(gazetteer_path), limit=limit):
        place = candidate.place
        click.echo(
            f"{candidate.score:.2f} {candidate.method:7} {place.place_id:16} {place.kind:13} {place.admin1_pcode:5} "
            f"{place.latitude:.4f} {place.longitude:.4f}  {place.name_en} · {place.name_ar}"
        )


@gazetteer_group.command()
@click.option(
    "--from",
    "origin",
    metavar="DIR_OR_URL",
    help="A folder or zip with the files, or a mirror's address. Default: the published downloads.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(["cod", "geonames", "wof"]),
    help="Take only this source; may be given again. Default: all there are (published: cod and geonames).",
)
@quiet_option
@plain_errors
def install(origin: str | None, sources: tuple[str, ...], quiet: bool) -> None:
    """Build the full gazetteer from official files, into your data folder. It is used from then on."""
    from geomap.gazetteer.install import install as build
    from geomap.gazetteer.progress import Bars

    run = Run(quiet)
    with Bars(quiet) as bars:
        made = build(origin, sources, say=run.say, progress=bars.update)
    run.say("\n".join([f"gazetteer: {made.folder}", *(f"  {n:7} {what}" for what, n in made.counts.items())]))
    run.say("\n".join(["Give these credits when you pass the data on:", *(f"  {c}" for c in made.credits)]))


@gazetteer_group.command("check")
@click.option(
    "--reference",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Also compare hand-written positions with the places in DIR (cod/, wof/).",
)
@click.option("--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
@gazetteer_option
@plain_errors
def check_command(reference: str | None, fmt: str, gazetteer_path: str | None) -> None:
    """Find what is wrong in the gazetteer and in your own files. Exit code 1 where there are errors."""
    import json

    from geomap.gazetteer import user_folder
    from geomap.gazetteer.check import check
    from geomap.gazetteer.finding import ERROR
    from geomap.gazetteer.load import default_folder
    from geomap.safetext import clean_text

    folder = default_folder(gazetteer_path)
    found = check(folder, user_folder(), Path(reference) if reference else None)
    errors = sum(finding.level == ERROR for finding in found)
    if fmt == "json":
        findings = [finding.as_dict() for finding in found]
        whole = {"gazetteer": str(folder), "errors": errors, "findings": findings}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            click.echo(clean_text(str(finding)))
        click.echo(f"{folder}: {counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}")
    if errors:
        sys.exit(1)


_reviewer = click.option(
    "--reviewer", envvar="GEOMAP_REVIEWER", required=True, help="Who says so (or GEOMAP_REVIEWER)."
)
_date = click.option(
    "--date", "reviewed_on", metavar="YYYY-MM-DD", default=lambda: _today(), help="When. Default: today."
)


def _today() -> str:
    import datetime

    return datetime.date.today().isoformat()


@gazetteer_group.command("add")
@click.argument("name")
@click.option("--place-id", metavar="ID", help="NAME is one more name of this place (id or P-code).")
@click.option("--lang", default="", help="The language of that name: ar, en, ku, ku-Arab, tr …")
@click.option("--kind", metavar="KIND", help="NAME is a new place: village, town, camp, bridge …")
@click.option("--lon", type=float, help="Its longitude in degrees east, as 36.72.")
@click.option("--lat", type=float, help="Its latitude in degrees north, as 35.64.")
@click.option("--name-ar", default="", help="Its Arabic name.")
@click.option("--parent", metavar="PCODE", default="", help="Its governorate, district or sub-district.")
@click.option(
    "--accuracy", default=1000.0, show_default=True, type=click.FloatRange(1, 50_000), help="Metres."
)
@click.option("--note", default="", help="Why: where the name or the position comes from.")
@_reviewer
@_date
@gazetteer_option
@quiet_option
@plain_errors
def add_command(
    name: str, place_id: str | None, lang: str, kind: str | None, lon: float | None, lat: float | None, name_ar: str,
    parent: str, accuracy: float, note: str, reviewer: str, reviewed_on: str, gazetteer_path: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Add an alias (--place-id) or a new place (--kind, --lon, --lat) to your own files."""
    from geomap.errors import GazetteerError
    from geomap.gazetteer import user_folder
    from geomap.gazetteer.own import add, add_place, alias_row

    if bool(place_id) == bool(kind):
        raise click.UsageError(
            "Give --place-id ID for one more name, or --kind, --lon and --lat for a new place."
        )
    gazetteer = open_gazetteer(gazetteer_path)
    if place_id:
        if lon is not None or lat is not None or name_ar or parent:
            raise click.UsageError(
                "--lon, --lat, --name-ar and --parent are for a new place, not for an alias."
            )
        place = gazetteer.by_code(place_id)
        if place is None:
            raise GazetteerError(
                f"no place has the id {place_id!r}. Find it with `geomap gazetteer search`, or give --kind, --lon, --lat."
            )
        row = alias_row(
            name, place.place_id, lang=lang, reviewer=reviewer, reviewed_on=reviewed_on, note=note
        )
        add([], [row])
        Run(quiet).say(
            f"{row['toponym']} → {place.place_id} ({place.name_en}): {user_folder() / 'aliases.csv'}"
        )
        return
    if lon is None or lat is None:
        raise click.UsageError("A new place needs --lon and --lat.")
    made = add_place(
        name, kind or "", lon, lat, gazetteer, name_ar=name_ar, parent=parent, accuracy_m=accuracy,
        reviewer=reviewer, reviewed_on=reviewed_on, note=note,
    )  # fmt: skip
    Run(quiet).say(f"{made['place_id']} ({made['name_en']}): {user_folder() / 'places.csv'}")


@gazetteer_group.command("export")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="FILE.json (Linked Places Format 1.3) or FILE.csv."
)
@click.option("--own", is_flag=True, help="Only your own places and names.")
@gazetteer_option
@quiet_option
@plain_errors
def export_command(output: str, own: bool, gazetteer_path: str | None, quiet: bool) -> None:
    """Write the gazetteer, or your own layer of it, for others."""
    import datetime

    from geomap.gazetteer.exchange import items, to_text

    gazetteer = open_gazetteer(gazetteer_path)
    made = (gazetteer.folder / "places.csv").stat().st_mtime
    as_of = datetime.datetime.fromtimestamp(made, tz=datetime.UTC).date().isoformat()
    found = items(gazetteer, own=own)
    put(to_text(found, Path(output).suffix, as_of=as_of), output)
    Run(quiet).say(f"{counted(len(found), 'place')} written to {output}")


@gazetteer_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@_reviewer
@_date
@gazetteer_option
@quiet_option
@plain_errors
def import_command(
    file: str, reviewer: str, reviewed_on: str, gazetteer_path: str | None, quiet: bool
) -> None:
    """Add the places and names of FILE (Linked Places Format or CSV) to your own files."""
    from geomap.gazetteer import user_folder
    from geomap.gazetteer.exchange import import_file

    run = Run(quiet)
    made = import_file(Path(file), open_gazetteer(gazetteer_path), reviewer=reviewer, reviewed_on=reviewed_on)
    run.say(
        f"{counted(made.places, 'place')} and {counted(made.aliases, 'more name')} added in {user_folder()}"
    )
    if made.shapes:
        run.say(f"{counted(made.shapes, 'line or polygon')}: kept as a point; your own layer has no shapes.")
