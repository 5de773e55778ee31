"""How the bytes of a text file are encoded.

The order: a byte order mark; zero bytes in every second place (UTF-16 without a mark); strict UTF-8;
UTF-8 with a few damaged bytes; Windows-1256 or ISO 8859-6 where that gives plausible Arabic; last
charset-normalizer. Binary files are refused by what they begin with, or by their zero bytes.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO

from geomap.errors import ReadError
from geomap.readers.source import OnProblem, Source

SAMPLE_BYTES = 1 << 16
CHUNK_BYTES = 1 << 20

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .xls)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a video file"),
    (b"\x00\x00\x00\x20ftyp", "a video file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)

# UTF-16 text has its high byte (0, or 6 for Arabic letters) in every second place.
HIGH_BYTES = (0x00, 0x06)
UTF16_SHARE = 0.7
# Of the bytes beyond ASCII, so many must form whole UTF-8 characters for the rest to be damage. In
# Windows-1256 hardly any two neighbours form one.
UTF8_CHARACTERS_PER_DAMAGE = 5
# Of the characters beyond ASCII in an Arabic text, so many are letters; the rest are quotes and marks.
ARABIC_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec name, and the number of bytes (of those looked at) that it cannot decode."""

    name: str
    damaged: int = 0


def _utf8_damage(file: BinaryIO) -> tuple[int, int]:
    """Bytes that are not UTF-8, and whole characters beyond ASCII, of the rest of the file."""
    strict = codecs.getincrementaldecoder("utf-8")()
    lax = codecs.getincrementaldecoder("utf-8")("replace")
    damaged = characters = 0
    clean = True
    while chunk := file.read(CHUNK_BYTES):
        if clean:
            try:
                strict.decode(chunk)
            except UnicodeDecodeError:
                clean = False
        text = lax.decode(chunk)
        if not text.isascii():
            replaced = text.count("\ufffd")
            damaged += replaced
            characters += len(text) - len(text.encode("ascii", "ignore")) - replaced
    tail = lax.decode(b"", final=True)
    damaged += len(tail)
    clean = clean and not tail
    return (0 if clean else damaged), characters


def _utf16_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2], sample[1::2]
    if b"\x00" not in sample or not odd:
        return ""
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        share = sum(high.count(byte) for byte in HIGH_BYTES) / len(high)
        if share >= UTF16_SHARE and share > sum(low.count(byte) for byte in HIGH_BYTES) / len(low):
            try:
                text = sample[: len(sample) // 2 * 2].decode(name)
            except UnicodeDecodeError as error:
                if error.start < len(sample) - 4:  # other than a pair cut at the end of the sample
                    continue
                text = sample[: error.start].decode(name)
            if "\x00" not in text:
                return name
    return ""


def _arabic_codec(sample: bytes) -> str:
    """The single-byte Arabic codec that makes plausible Arabic of the sample, or ""."""
    for name in ("cp1256", "iso8859-6"):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        beyond = [char for char in text if char > "\x7f"]
        letters = sum("\u0621" <= char <= "\u064a" for char in beyond)
        # The article is the commonest pair of letters; the other codec turns it into another pair.
        if letters >= ARABIC_SHARE * len(beyond) and text.count("ال") >= text.count("ان"):
            return name
    return ""


def _last_resort(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=["cp1252", "cp1254", "cp1256", "iso8859_6", "cp720"]).best()
    return best.encoding if best else ""


def detect(file: BinaryIO, name: str) -> Encoding:
    """The encoding of a text file; the file is rewound. Raises ReadError for binary and unknown ones."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    if not sample.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise ReadError(name, "the file is empty", "Check that it was saved or downloaded completely.")
    for mark, codec in BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return Encoding(codec)
    for magic, kind in MAGIC:
        if sample.startswith(magic):
            raise ReadError(
                name,
                f"this is {kind}, not text",
                "Give it the file name suffix of its kind, or leave it out.",
            )
    if b"\x00" in sample:
        codec = _utf16_without_mark(sample)
        if codec:
            return Encoding(codec)
        raise ReadError(name, "this is a binary file, not text", "Leave it out, or save its text as UTF-8.")
    damaged, characters = _utf8_damage(file)
    file.seek(0)
    if not damaged:
        return Encoding("utf-8")
    if characters >= UTF8_CHARACTERS_PER_DAMAGE * damaged:
        return Encoding("utf-8", damaged)
    codec = _arabic_codec(_first_beyond_ascii(file, sample)) or _last_resort(sample)
    file.seek(0)
    if not codec:
        raise ReadError(name, "its character encoding is not recognised", "Save it as UTF-8.")
    return Encoding(codec)


def _first_beyond_ascii(file: BinaryIO, sample: bytes) -> bytes:
    """A sample that has bytes beyond ASCII: those of a long English text may come late."""
    file.seek(0)
    while sample and sample.isascii():
        sample = file.read(SAMPLE_BYTES)
    return sample


def open_text(source: Source, on_problem: OnProblem, *, newline: str = "") -> io.TextIOWrapper:
    """The source as text, to be closed by the caller. Damaged bytes become U+FFFD and one problem."""
    encoding = detect(source.file, source.name)
    if encoding.damaged:
        on_problem(
            ReadError(
                source.name,
                f"not valid UTF-8 in {encoding.damaged} places, which were read as \ufffd",
                "Save the file as UTF-8 again where a name is affected.",
            )
        )
    return io.TextIOWrapper(source.file, encoding=encoding.name, errors="replace", newline=newline)
