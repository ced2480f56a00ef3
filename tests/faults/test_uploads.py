"""The server killed, or the connection cut, in the middle of an upload: it goes on from what is there."""

from __future__ import annotations

import random
import socket
import struct

from tests.faults.site import Site, kill, until
from tests.faults.uploads import Film
from tests.faults.writing import alice

MB = 1 << 20
SIZE = 12 * MB


def test_an_upload_goes_on_after_the_server_was_killed_in_the_middle_of_it(site: Site) -> None:
    browser, home = alice(site)
    film = Film(browser, home, SIZE)
    for whom in ("a web process", "the web server", "everything"):
        assert film.send(MB).status == 204
        acknowledged = film.at
        with film.half_sent(random.randrange(MB // 2, 2 * MB)):
            until_more(site, film, 1)
            _kill(site, whom)
        until(site.answers, 60)
        film.at = film.offset()
        assert film.at >= acknowledged
        assert film.at == film_on_disk(site, film)
    while film.at < SIZE:
        assert film.send(4 * MB).status == 204
    film.finished()
    assert site.verified()["faults"] == []


def test_an_upload_goes_on_after_the_server_was_stopped_in_order(site: Site) -> None:
    browser, home = alice(site)
    film = Film(browser, home, SIZE)
    assert film.send(3 * MB).status == 204
    with site.stopped():
        pass
    assert film.offset() == 3 * MB
    film.at = film.offset()
    assert film.send(SIZE).status == 204
    film.finished()


def test_what_came_before_a_connection_broke_is_kept(site: Site) -> None:
    browser, home = alice(site)
    film = Film(browser, home, SIZE)
    for way in ("closed", "reset"):
        before = film.at
        connection = film.half_sent(3 * MB)
        until_more(site, film, 2 * MB)
        if way == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        until(lambda: film.send(0).status != 423)  # until the request that broke off has let the file go
        film.at = film.offset()
        assert film.at >= before + 2 * MB
    assert film.send(SIZE).status == 204
    film.finished()


def until_more(site: Site, film: Film, count: int) -> None:
    """Until so many bytes have come that nobody has acknowledged."""
    until(lambda: film_on_disk(site, film) >= film.at + count)


def film_on_disk(site: Site, film: Film) -> int:
    path = site.data / "arriving" / film.address.split("/")[2]
    return path.stat().st_size if path.exists() else 0


def _kill(site: Site, whom: str) -> None:
    if whom == "everything":
        site.kill_everything()
        site.start()
        return
    server, answering = site.web()
    for pid in answering if whom == "a web process" else [server]:
        kill(pid)
    if whom == "the web server":
        until(lambda: _is_another(site, server), 60)  # those it had started answer for a moment longer


def _is_another(site: Site, server: int) -> bool:
    try:
        return site.web()[0] != server
    except StopIteration:  # none yet
        return False
