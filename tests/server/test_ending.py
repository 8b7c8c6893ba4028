"""How ``checker lsp`` ends: quietly when the editor is done, with a sentence where nobody can talk to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
CLOSED: Final = "语言服务经标准输入和标准输出与编辑器通话，其中有关着的；请由编辑器来启动它\n"


def ended(command: list[str], told: bytes = b"") -> tuple[int, bytes, str]:
    """Run a command with something on its standard input; return its exit code and what it wrote."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, input=told, env=env, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8")


def message(method: str, **more: Any) -> bytes:
    """Return a message as an editor sends it."""
    body = json.dumps({"jsonrpc": "2.0", "method": method, **more}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


START: Final = message("initialize", id=1, params={"processId": None, "rootUri": None, "capabilities": {}})


@pytest.mark.parametrize("parting", [message("shutdown", id=2) + message("exit"), b""], ids=["exit", "gone"])
def test_a_session_ends_quietly(parting: bytes) -> None:
    """A session that the editor ends, or that ends with the editor, ends with 0 and no word on standard error."""
    told = START + message("initialized", params={}) + parting
    code, answered, said = ended([sys.executable, "-m", "checker", "lsp"], told)
    assert (code, said) == (0, "")
    assert answered.startswith(b"Content-Length: ")


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_closed_streams_are_told(closed: str) -> None:
    """Where standard input or output is closed, that is said in a sentence, and the command ends with 2."""
    line = f'exec "$0" -m checker --lang zh lsp {closed}'
    assert ended(["sh", "-c", line, sys.executable]) == (2, b"", CLOSED)
