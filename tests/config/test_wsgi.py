"""What reaches the site through the server."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from touchstone.config.wsgi import application


def status(content_type: str, body: bytes) -> str:
    said: list[str] = []
    environ: dict[str, Any] = {"QUERY_STRING": "q=a", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": "/account/login/",
        "wsgi.input": BytesIO(body),
    }
    environ |= {"HTTP_HOST": "testserver", "REMOTE_ADDR": "192.0.2.1"}
    answer: Any = application(environ, lambda line, headers, *_: said.append(line))
    list(answer)
    answer.close()
    return said[0]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["charset=zlib", "charset=rot13", "Charset = idna", "charset*=utf-8''zlib"])
def test_a_request_in_an_encoding_that_is_none_is_no_server_error(charset: str) -> None:
    assert status(f"text/plain; {charset}", b"").startswith("200")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=a"):
        body = b'--a\r\nContent-Disposition: form-data; name="login"\r\n\r\nme\r\n--a--\r\n'
        assert status(f"{kind}; {charset}", body).startswith("403")  # a form without its token
