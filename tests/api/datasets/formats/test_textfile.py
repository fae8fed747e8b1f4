from pathlib import Path

from api.datasets.formats.textfile import TextFile


def test_a_text_can_be_read_again(tmp_path: Path):
    """Each time from its first character, whatever its mark and its line ends."""
    path = tmp_path / "a.txt"
    path.write_bytes("ação\r\nfim\r".encode("utf-16"))
    text = TextFile(path)

    for _ in range(2):
        with text.opened() as file:
            assert file.read() == "ação\r\nfim\r"


def test_it_knows_how_far_it_is(tmp_path: Path):
    """By the bytes taken from the disk, which come in blocks."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"linha\n" * 100_000)
    text = TextFile(path)
    shares = [text.share_read()]

    with text.opened() as file:
        shares += [text.share_read() for _ in file]

    assert shares[0] == 0.0
    assert 0.0 < shares[1] < 0.05
    assert shares == sorted(shares)
    assert text.share_read() == 1.0
