"""Old .doc and .wps files become .docx by way of LibreOffice, where it is present."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from luoxiao.core.office import ole
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.sandbox import ROOT

MEMORY = 2 << 30  # bytes of address space: what it needs to start at all, and as much again
CPU = 30  # seconds
WALL = 40  # seconds; the first start makes a profile and takes five

_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_LIMITED = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); from luoxiao.core.office import child; "
    "child.limit(memory=int(sys.argv[2]), cpu=int(sys.argv[3])); os.execv(sys.argv[4], sys.argv[4:])"
)
# No macros, no links that are followed, no server but a closed door of this machine.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice") or shutil.which(_MAC)


def to_docx(content: bytes) -> bytes:
    """A .doc or .wps as .docx. Raises Refused where there is no LibreOffice or it makes nothing of the file."""
    ole.check(content)
    soffice = program()
    if soffice is None:
        raise Refused(Code.NO_LIBREOFFICE, found="doc")
    with tempfile.TemporaryDirectory(prefix="luoxiao-") as name:
        folder = Path(name)
        (folder / "file.doc").write_bytes(content)
        _write_profile(folder / "profile")
        _run(_command(soffice, folder), folder)
        made = folder / "file.docx"
        if not made.is_file():
            raise Refused(Code.CONVERSION_FAILED, found="doc")
        return made.read_bytes()


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")


def _command(soffice: str, folder: Path) -> list[str]:
    """The input filter is named, so that no other of its many readers is ever tried."""
    return [
        *(sys.executable, "-I", "-c", _LIMITED, ROOT, str(MEMORY), str(CPU)),
        *(soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nolockcheck", "--infilter=MS Word 97"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(folder / "file.doc")),
    ]


def _run(command: list[str], folder: Path) -> None:
    """In a group of its own, which ends as a whole: the program starts others."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - the command above, on a file under a name of ours
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True
    ) as process:
        try:
            process.wait(WALL)
        except subprocess.TimeoutExpired as error:
            raise Refused(Code.TOO_SLOW) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
