"""`geomap gazetteer`: what is in it, search, install."""

from __future__ import annotations

import click

from geomap.cli.common import Run, gazetteer_option, open_gazetteer, plain_errors, quiet_option


@click.group("gazetteer")
def gazetteer_group() -> None:
    """The gazetteer: what is in it, and search."""


@gazetteer_group.command()
@gazetteer_option
@plain_errors
def info(gazetteer_path: str | None) -> None:
    """Say which gazetteer is used and what it holds."""
    gazetteer = open_gazetteer(gazetteer_path)
    click.echo(f"gazetteer: {gazetteer.folder}")
    for what, count in gazetteer.counts.items():
        click.echo(f"  {count:7} {what}")
    click.echo("places by kind:")
    for kind, count in gazetteer.kinds.items():
        click.echo(f"  {count:7} {kind}")


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
