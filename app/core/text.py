"""Vietnamese text: cleaning, folding for search, and the order of names; the PWA's text.ts gives the same answers."""

import re
import unicodedata

# One list of spaces and of invisible characters for both languages: Python's strip() and JavaScript's trim() differ.
_SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n{3,}")
# Controls, zero-width marks, direction overrides, lone surrogates: nobody types them, databases choke on some.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_ZERO_WIDTH = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_INVISIBLE = re.compile(f"[{_CONTROLS}{_ZERO_WIDTH}\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MARKS = re.compile("[\u0300-\u036f]")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


def storable(text: str) -> str:
    """The text without what a database refuses: NUL and halves of characters. Everything else stays as it is."""
    return _UNSTORABLE.sub("", text)


def nfc(text: str) -> str:
    """One clean line: composed letters, nothing invisible, single spaces, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text))).strip(" ")


def nfc_lines(text: str) -> str:
    """Clean text that keeps its line breaks, at most one empty line between paragraphs."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lines = [_SPACES.sub(" ", line).strip(" ") for line in _LINE_BREAK.split(composed)]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def fold(text: str) -> str:
    """The text without marks and capitals, for finding: 'Đăng ký  Khai sinh' and 'dang ky khai sinh' are equal."""
    lower = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).lower())
    return _SPACES.sub(" ", _MARKS.sub("", lower).replace("đ", "d")).strip(" ")


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The place of a text in the Vietnamese alphabet: letters first (Đ after D, Ơ after Ô), then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for char in nfc(text).lower():
        base, tone = _split_tone(char)
        place = _ALPHABET.find(base)
        letters.append(place + 0x110000 if place >= 0 else ord(base[0]))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def name_key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The place of a person in a register: by given name (the last word), then family and middle names."""
    words = nfc(name).split(" ")
    return tuple(sort_key(word) for word in [words[-1], *words[:-1]])


def looks_like_a_name(text: str) -> bool:
    """Whether a text has the shape of a person's full name: two to eight words of letters, no digits."""
    words = nfc(text).split(" ")
    return 2 <= len(words) <= 8 and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return any(char.isalpha() for char in word) and all(char.isalpha() or char in "'’-." for char in word)


def _split_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _LETTER_MARKS or not _MARKS.match(part):
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)) or char, tone
