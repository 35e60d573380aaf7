"""Banners: the words of protocols go, what the service calls itself stays, and nothing is made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.attribution.banners import banner_name


@pytest.mark.parametrize(
    ("banner", "name"),
    [
        ("Server: Example-Server/1.0", "Example-Server/1.0"),
        ("User-Agent: Example Phone", "Example Phone"),
        ("SSH-2.0-EXAMPLE-1.5", "EXAMPLE-1.5"),
        ("SIP/2.0 Example", "Example"),
        ("SIP/1.0 (Example)", "(Example)"),
        ("Server: RTSP/1.0 Example", "Example"),
        ('Basic realm="Example M1"', "Example M1"),
        ('Digest realm="Example", domain="::", nonce="x"', "Example"),
        ('WWW-Authenticate: Digest nonce="x", realm=Example, qop="auth"', "Example"),
        ('Basic realm="Login to Example"', "Example"),
        ('Basic realm="Example', "Example"),
        ('Basic realm=""', ""),
        ("Basic Example Server", "Basic Example Server"),
        ("Digest of Example", "Digest of Example"),
        ("SSH-Example", "SSH-Example"),
        ("Servers of Example", "Servers of Example"),
        ("sip/2.0b Example", "sip/2.0b Example"),
        ("Welcome to Example", "Example"),
        ("220 Welcome to the Example FTP", "Example FTP"),
        ("220-Example FTP", "Example FTP"),
        ("HTTP/1.1 200 OK\r\nServer: Example/1\r\nDate: x", "Example/1"),
        ("friendlyName: Example", "Example"),
        ("<html><title> Example M1</title>", "Example M1"),
        ("", ""),
    ],
)
def test_words_of_the_protocol_go_and_the_name_stays(banner: str, name: str) -> None:
    assert banner_name(banner) == name


PIECES = st.sampled_from(
    ["Server:", "SSH-2.0-", "SIP/1.0", "Basic", "realm", "=", '"', "(", " ", "-", "Login to ", "Example", "1.0"]
)


@settings(max_examples=200, deadline=None)
@given(banner=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
def test_what_is_left_is_part_of_the_banner(banner: str) -> None:
    assert banner_name(banner) in banner


@pytest.mark.parametrize("piece", ["server:", "(", "- ", "basic ", "realm ", "realm=", "1.", "ssh-2.0-", " ", "log "])
def test_long_banner_is_read_at_once(piece: str) -> None:
    assert len(banner_name(piece * 200_000)) <= 2048
