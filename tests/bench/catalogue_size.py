"""How large the catalogue bundle is at 64 and at 300 procedures; prints a JSON line each, asserts nothing.

The 236 that do not exist are made from the real ones: the same structure, but every text is drawn anew, word after
word, from what stands next to each other in the real texts, so that they do not compress better than real ones would.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.catalogue import bundle, delta, plain
from app.catalogue.packing import pack
from app.catalogue.reading import Content, read
from app.core.canonical import canonical, digest

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = {"vi", "en"}


class Writer:
    """Writes new sentences that sound like the ones it has read."""

    def __init__(self, seed: int) -> None:
        self.next: dict[str, dict[str, list[str]]] = {"vi": defaultdict(list), "en": defaultdict(list)}
        self.random = random.Random(seed)

    def learn(self, language: str, text: str) -> None:
        """Remember which word followed which."""
        words = ["", *text.split(), ""]
        for before, after in pairwise(words):
            self.next[language][before].append(after)

    def write(self, language: str, like: str) -> str:
        """A new text about as long as the given one."""
        follow, word = self.next[language], ""
        words: list[str] = []
        while len(" ".join(words)) < len(like):
            word = self.random.choice(follow[word] or follow[""])
            if word:
                words.append(word)
        return " ".join(words)[: max(len(like), 1)].strip() or like


def texts(value: Any) -> list[tuple[str, str]]:
    """Every text of a body with its language."""
    if isinstance(value, dict):
        own = [(name, text) for name, text in value.items() if name in SPOKEN and isinstance(text, str)]
        return own + [found for part in value.values() for found in texts(part)]
    return [found for part in value for found in texts(part)] if isinstance(value, list) else []


def rewritten(value: Any, writer: Writer) -> Any:
    """The same structure with new texts; search words are texts too, laws and codes stay."""
    if isinstance(value, dict):
        return {
            name: writer.write(name, part)
            if name in SPOKEN and isinstance(part, str)
            else [writer.write("vi", word) for word in part]
            if name == "words"
            else rewritten(part, writer)
            for name, part in value.items()
        }
    return [rewritten(part, writer) for part in value] if isinstance(value, list) else value


def entries(content: Content, count: int, *, seed: int = 2026) -> list[bundle.Entry]:
    """So many procedures: the real ones, then made ones."""
    writer = Writer(seed)
    real = list(content.procedures.values())
    for procedure in real:
        for language, text in texts(procedure.body):
            writer.learn(language, text)
    made = []
    for number in range(count):
        procedure = real[number % len(real)]
        body = procedure.body
        if number >= len(real):
            body = {**rewritten(body, writer), "code": f"9.{number:06d}", "aliases": []}
        made.append(
            bundle.Entry(
                body=body,
                version=1,
                hash=digest(body),
                valid_from=body["valid_from"],
                form_hash=digest([procedure.form, number]),
                form_full=procedure.full,
                minutes=plain.minutes(procedure.form),
            )
        )
    return made


def assembled(content: Content, count: int) -> dict[str, Any]:
    """The bundle of so many procedures."""
    return bundle_of(content, entries(content, count))


def bundle_of(content: Content, made: list[bundle.Entry]) -> dict[str, Any]:
    """The bundle of these procedures."""
    return bundle.assemble(
        made,
        lists={name: digest(body) for name, body in content.lists.items()},
        years=content.years.values(),
        texts=content.texts,
        parts=content.parts,
        office_key={"kid": "A" * 22, "x": "B" * 43, "y": "C" * 43},
    )


def changed(content: Content, made: list[bundle.Entry]) -> dict[str, int]:
    """What a phone with yesterday's bundle fetches after one procedure got another summary and another fee."""
    old = bundle_of(content, made)
    at = next(number for number, entry in enumerate(made) if entry.body["fees"])
    first, *others = made[at].body["fees"]
    body = {
        **made[at].body,
        "summary": {"vi": "Nay tính theo mức mới."},
        "fees": [{**first, "amount": 12_345}, *others],
    }
    fresh = [*made[:at], replace(made[at], body=body, version=2, hash=digest(body)), *made[at + 1 :]]
    said = delta.between(old, bundle_of(content, fresh), named=old["hash"])
    packed = pack(said["hash"], canonical(said))
    return {"raw": len(packed.raw), "gzip": len(packed.gzip), "brotli": len(packed.brotli)}


def main() -> None:
    """Measure and print."""
    content = read(ROOT / "catalogue")
    for count in (64, 300):
        procedures = entries(content, count)
        made = bundle_of(content, procedures)
        packed = pack(made["hash"], canonical(made))
        sizes = {"raw": len(packed.raw), "gzip": len(packed.gzip), "brotli": len(packed.brotli)}
        print(json.dumps({"bench": "catalogue_bundle", "procedures": count, **sizes, "limit": 250_000}))
        print(json.dumps({"bench": "catalogue_delta", "procedures": count, **changed(content, procedures)}))
    forms = [pack(item.form_hash, canonical(item.form)) for item in content.procedures.values()]
    sizes = {"gzip": sum(len(item.gzip) for item in forms), "brotli": sum(len(item.brotli) for item in forms)}
    print(json.dumps({"bench": "catalogue_forms", "forms": len(forms), **sizes}))
    for name, body in content.lists.items():
        packed = pack(digest(body), canonical(body))
        print(json.dumps({"bench": "catalogue_list", "list": name, "brotli": len(packed.brotli)}))


if __name__ == "__main__":
    main()
