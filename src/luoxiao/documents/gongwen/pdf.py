"""A .docx as PDF where LibreOffice is present, with fonts that stand in for the standard's where those are missing."""

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from . import layout as n

# First what Windows, WPS and macOS call the same faces, then free ones: Fandol (Debian: texlive-lang-chinese), Noto.
_STAND_INS = {
    n.FANGSONG: ("仿宋", "FangSong", "方正仿宋_GBK", "STFangsong", "FandolFang", "Noto Serif CJK SC"),
    n.KAITI: ("楷体", "KaiTi", "方正楷体_GBK", "STKaiti", "FandolKai", "AR PL UKai CN", "Noto Serif CJK SC"),
    n.HEITI: ("SimHei", "方正黑体_GBK", "STHeiti", "FandolHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    n.XIAOBIAOSONG: ("方正小标宋_GBK", "STZhongsong", "Noto Serif CJK SC", "FandolSong"),
    n.SONGTI: ("SimSun", "STSong", "FandolSong", "Noto Serif CJK SC"),
}
_EXTRA_FONTS = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
_MAC_PROGRAM = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_KEPT = ("PATH", "TMPDIR", "SYSTEMROOT")  # of our environment; the child has no business with our secrets


class PdfFailed(Exception):
    """LibreOffice is present but gave no PDF: it stopped, took too long, or could not read the file."""


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice") or shutil.which(_MAC_PROGRAM)


def write_pdf(data: bytes, *, timeout: float = 90) -> bytes | None:
    """The .docx as PDF, or None where there is no LibreOffice. Seconds of `timeout` are for the whole conversion.

    The child has a profile, a home and a font list of its own, so that two conversions never meet. LibreOffice puts a
    gap between Chinese and figures that a .docx cannot forbid, so lines may turn elsewhere than in Word.
    Raises PdfFailed.
    """
    soffice = program()
    if soffice is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        (room / "paper.docx").write_bytes(_for_libreoffice(data))
        (room / "fonts.conf").write_text(font_list(room / "cache"), encoding="utf-8")
        _run(_command(soffice, room), _environment(room), timeout)
        made = room / "paper.pdf"
        if not made.is_file():
            raise PdfFailed("no PDF was made")
        return made.read_bytes()


def font_list(cache: Path) -> str:
    """A fontconfig file: the machine's own fonts, then the stand-ins; 小标宋 is heavy, so its stand-in is bold."""
    aliases = "".join(_alias(font, others) for font, others in _STAND_INS.items())
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{_EXTRA_FONTS}</dir><cachedir>{escape(str(cache))}</cachedir>{aliases}"
        f'<match target="pattern"><test name="family"><string>{n.XIAOBIAOSONG}</string></test>'
        '<edit name="weight" mode="assign"><const>bold</const></edit></match></fontconfig>'
    )


def _alias(font: str, others: tuple[str, ...]) -> str:
    accepted = "".join(f"<family>{other}</family>" for other in others)
    return f'<alias binding="same"><family>{font}</family><accept>{accepted}</accept></alias>'


def _for_libreoffice(data: bytes) -> bytes:
    """The same file with one switch turned: LibreOffice reads overflowPunct the wrong way round, and would let marks
    hang outside the block."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b'<w:overflowPunct w:val="0"/>', b'<w:overflowPunct w:val="1"/>'))
    return out.getvalue()


def _command(soffice: str, room: Path) -> list[str]:
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(room)]
    return [soffice, profile, *options, str(room / "paper.docx")]


def _environment(room: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"HOME": str(room), "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(room / "fonts.conf")}


def _run(command: list[str], environment: dict[str, str], timeout: float) -> None:
    """Run the child in a group of its own, so that what it starts ends with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - a fixed command; the only outside matter is a file that we wrote
        command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as child:
        try:
            status = child.wait(timeout)
        except subprocess.TimeoutExpired as error:
            os.killpg(child.pid, signal.SIGKILL)
            raise PdfFailed(f"no PDF after {timeout:g} s") from error
    if status:
        raise PdfFailed(f"LibreOffice ended with {status}")
